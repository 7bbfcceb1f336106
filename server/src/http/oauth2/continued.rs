//! Where a person goes on with an application's request, after whatever was asked of them.

use app::account::{ChoosePage, ConsentPage};
use axum::{
    extract::{RawForm, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    interaction, pages,
    send::{After, send},
    sign_in,
    visit::Visit,
};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    digest,
    http::{auth, boot, standing_alone, state::App},
    provider::{AuthorizationError, AuthorizationResponse, Failure, Malformed, Parameters, Present, Step},
    random,
};

pub(in crate::http) const PATH: &str = "/oauth2/continue";

/// Where the request of that name goes on.
pub(super) fn address(name: &str) -> String {
    format!("{PATH}?waiting={name}")
}

/// The page for whatever comes next; the answer, if nothing does.
pub(super) async fn show(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = read(&query.unwrap_or_default());
    match Visit::of(&app, &headers, query.get("waiting").unwrap_or_default()).await {
        Ok(visit) => visit.go_on().await.unwrap_or_else(|failure| failed(&app, &headers, &failure)),
        Err(response) => *response,
    }
}

/// A button of one of those pages.
pub(super) async fn decide(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let form = read(&String::from_utf8_lossy(&body));
    match Visit::of(&app, &headers, form.get("waiting").unwrap_or_default()).await {
        Ok(visit) => visit.decide(&form, &visitor).await.unwrap_or_else(|failure| failed(&app, &headers, &failure)),
        Err(response) => *response,
    }
}

fn read(encoded: &str) -> Parameters {
    Malformed::readable(&Parameters::parse(encoded)).clone()
}

fn failed(app: &App, headers: &HeaderMap, failure: &Failure) -> Response {
    pages::failed(app, boot::language(app, headers), failure)
}

impl Visit<'_> {
    async fn step(&self) -> Result<Step, Failure> {
        interaction::next(self.app, &self.request, self.present.as_ref(), Some(&self.waiting)).await
    }

    async fn go_on(&self) -> Result<Response, Failure> {
        match (self.step().await?, &self.present) {
            (Step::Consent, Some(present)) => Ok(self.ask_for_consent(present)),
            (Step::Choose, Some(present)) => Ok(self.ask_who(present)),
            (Step::Proceed, Some(present)) => self.grant(present.clone()).await,
            (Step::Refuse(error), _) => self.refuse(error).await,
            (Step::Create, _) => Ok(auth::see_other(&format!("/register?{}", sign_in::way_back(self.name)), [])),
            _ => Ok(auth::see_other(&sign_in::address(self.name), [])),
        }
    }

    async fn decide(&self, form: &Parameters, visitor: &Visitor) -> Result<Response, Failure> {
        if form.get("step") == Some("another") {
            return Ok(auth::see_other(&sign_in::address(self.name), []));
        }
        // Whoever the page was shown to: another tab may have signed in as somebody else since.
        let shown = self.present.as_ref().filter(|present| form.get("session") == Some(&session_name(present)));
        let Some(present) = shown.cloned() else { return self.go_on().await };
        match (form.get("step"), self.step().await?) {
            (Some("allow"), Step::Consent | Step::Proceed) => {
                self.app.provider.consent(&present.person_id, &self.request).await?;
                self.write_down("consent_given", &present, visitor).await?;
                self.grant(present).await
            }
            (Some("deny"), Step::Consent | Step::Proceed) => {
                self.write_down("consent_refused", &present, visitor).await?;
                self.refuse(AuthorizationError::AccessDenied).await
            }
            (Some("choose"), Step::Choose) => {
                self.app.provider.choose(self.name, &present.family_id).await?;
                Ok(auth::see_other(&address(self.name), []))
            }
            _ => self.go_on().await,
        }
    }

    /// Only one answer is given, whatever is pressed twice.
    async fn grant(&self, present: Present) -> Result<Response, Failure> {
        if !self.app.provider.answered(self.name).await? {
            return Ok(pages::gone(self.app, boot::language(self.app, self.headers)));
        }
        let answer = interaction::grant(self.app, &self.request, present).await?;
        Ok(self.send(&answer))
    }

    async fn refuse(&self, error: AuthorizationError) -> Result<Response, Failure> {
        if !self.app.provider.answered(self.name).await? {
            return Ok(pages::gone(self.app, boot::language(self.app, self.headers)));
        }
        Ok(self.send(&self.app.provider.refuse(&self.request, error)))
    }

    fn send(&self, answer: &AuthorizationResponse) -> Response {
        let name = pages::face(&self.request.client).name;
        send(self.app, boot::language(self.app, self.headers), &name, answer, After::Form)
    }

    fn ask_for_consent(&self, present: &Present) -> Response {
        let nonce = random::token(self.app.random.as_ref());
        let page = ConsentPage {
            language: boot::language(self.app, self.headers),
            client: pages::face(&self.request.client),
            waiting: self.name.to_owned(),
            person: shown_as(present),
            session: session_name(present),
            scopes: self.request.scope.names().map(str::to_owned).collect(),
            dressing: standing_alone::dressing(&nonce),
        };
        standing_alone::answer(StatusCode::OK, page.html(), &nonce, None)
    }

    fn ask_who(&self, present: &Present) -> Response {
        let nonce = random::token(self.app.random.as_ref());
        let page = ChoosePage {
            language: boot::language(self.app, self.headers),
            client: pages::face(&self.request.client),
            waiting: self.name.to_owned(),
            person: shown_as(present),
            session: session_name(present),
            dressing: standing_alone::dressing(&nonce),
        };
        standing_alone::answer(StatusCode::OK, page.html(), &nonce, None)
    }

    async fn write_down(&self, what: &'static str, present: &Present, visitor: &Visitor) -> Result<(), Failure> {
        let event = AuditEvent::of_account(what, Outcome::Ok, Some(&present.person_id), visitor)
            .with_detail(self.request.client.id.as_str());
        let mut db = self.app.store.write().await?;
        Ok(event.write(&mut db, self.app.clock.now(), self.app.random.as_ref()).await?)
    }
}

/// How somebody is shown to themselves.
fn shown_as(present: &Present) -> String {
    match &present.address {
        Some(address) if *address != present.name => format!("{} ({address})", present.name),
        _ => present.name.clone(),
    }
}

/// What a form calls a session: the page need not know more of it.
fn session_name(present: &Present) -> String {
    digest::sha256(&format!("form\n{}", present.family_id))
}
