//! Where a person signs in to continue to an application.

use app::{
    account::{ClientSignInPage, Errors, Field},
    wire::{Notice, PASSWORD, Tone},
    words::{Language, words},
};
use axum::{
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use url::form_urlencoded;

use super::{continued, pages, visit::Visit};
use crate::{
    account::Asker,
    http::{
        account_pages::{Refusal, Typed, begin_session},
        api_auth::Asking,
        auth,
        auth_password::login_kind,
        boot, cookies, flash,
        sign_in_end::End,
        standing_alone,
        state::App,
    },
    provider::{Ask, Malformed, Parameters},
    random,
};

pub(super) const PATH: &str = "/oauth2/sign-in";
/// What `start` takes at most, seconds.
const LONGEST_AGE: u32 = 30 * 24 * 60 * 60;

/// Where the person of a request that waits signs in.
pub(super) fn address(name: &str) -> String {
    format!("{PATH}?waiting={name}")
}

/// What leads back to the request from another page of ours.
pub(super) fn way_back(name: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("return_to", &continued::address(name)).finish()
}

pub(super) async fn show(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = read(&query.unwrap_or_default());
    match Visit::of(&app, &headers, query.get("waiting").unwrap_or_default()).await {
        Ok(visit) => {
            let login = visit.request.login_hint.clone().unwrap_or_default();
            visit.page(StatusCode::OK, login, Errors::none())
        }
        Err(response) => *response,
    }
}

/// A password. The page comes back with what was wrong, or leads on.
pub(super) async fn submit(
    State(app): State<App>,
    Asking(asker): Asking,
    headers: HeaderMap,
    typed: Typed,
) -> Response {
    match Visit::of(&app, &headers, &typed.text("waiting")).await {
        Ok(visit) => visit.submit(typed, asker).await,
        Err(response) => *response,
    }
}

fn read(encoded: &str) -> Parameters {
    Malformed::readable(&Parameters::parse(encoded)).clone()
}

impl Visit<'_> {
    async fn submit(self, mut typed: Typed, asker: Asker) -> Response {
        let login = typed.required(Field::Login);
        let password = typed.password(Field::Password);
        let refusal = match password.filter(|_| typed.errors.is_empty()) {
            Some(password) => match begin_session(self.app, self.headers, &asker, &login, &password).await {
                Ok((signed_in, held)) => {
                    let end = End { return_to: continued::address(self.name), ..End::unknown() };
                    return auth::succeed(self.app, signed_in, held.as_ref(), end, self.headers).await;
                }
                Err(refused) => Refusal::of_sign_in(self.app, refused),
            },
            None => Refusal::of(typed.errors),
        };
        let page = self.page(refusal.status, login, refusal.errors.clone());
        refusal.on(page)
    }

    fn page(&self, status: StatusCode, login: String, errors: Errors) -> Response {
        let app = self.app;
        let nonce = random::token(app.random.as_ref());
        let language = boot::language(app, self.headers);
        let told = flash::read(self.headers);
        let page = ClientSignInPage {
            language,
            client: pages::face(&self.request.client),
            waiting: self.name.to_owned(),
            again: self.present.as_ref().map(|present| present.name.clone()),
            providers: boot::provider_links(app).into_iter().filter(|link| link.id != PASSWORD).collect(),
            kind: login_kind(app.accounts.config().login),
            registration: app.accounts.config().registration,
            max_age: self.freshness(),
            login,
            errors,
            notice: told.as_ref().and_then(|(notice, code)| bad_news(language, *notice, code.as_deref())),
            dressing: standing_alone::dressing(&nonce),
        };
        let mut response = standing_alone::answer(status, page.html(), &nonce, None);
        if told.is_some() {
            cookies::append(response.headers_mut(), [flash::clear(&app.0.cookies)]);
        }
        response
    }

    /// How fresh a provider's word must be for this request, seconds.
    fn freshness(&self) -> Option<u32> {
        if self.request.prompt.asks_for(Ask::Login) {
            return Some(0);
        }
        // Longer than anybody means is as good as not at all.
        let age = self.request.max_age.and_then(|age| u32::try_from(age.as_secs()).ok());
        age.filter(|age| *age <= LONGEST_AGE)
    }
}

/// What went wrong at a provider, with the code that support asks for.
fn bad_news(language: Language, notice: Notice, code: Option<&str>) -> Option<String> {
    let catalogue = words(language);
    let said = matches!(notice.tone(), Tone::Failure | Tone::Warning).then(|| (catalogue.notice)(notice))?;
    Some(match code {
        Some(code) => format!("{said} {}", (catalogue.common.support_code)(code)),
        None => said.to_owned(),
    })
}
