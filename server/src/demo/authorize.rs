//! The authorization endpoint of every stand-in: the page, and what comes of its buttons.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::{
    Site,
    fault::Fault,
    form::{Decision, Fields},
    page,
    sign_in_page::SignInPage,
    stand_in::StandIn,
    switches::{CoopOn, Notes, ONCE, Switches},
};
use crate::http::oauth2::answer;
use crate::provider::{
    Authentication, AuthorizationError, AuthorizationRequest, AuthorizationResponse, Malformed, Parameters, Prompt,
    RequestRefusal, ResponseMode, StandardClaims, Subject,
};

/// The parameter that says whom to fill in.
pub(super) const PERSON: &str = "as";
/// The parameter that says that the bare redirect has been.
const HOP: &str = "demo_hop";

const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// `GET`: the page, or a bare redirect to it.
pub(super) async fn show(State(site): State<Arc<Site>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    match Visit::read(&site, &query.unwrap_or_default(), &headers).await {
        Ok(visit) => visit.begin(),
        Err(answer) => *answer,
    }
}

/// `POST`: a button of the page, or a request that came as a form (OpenID Connect Core §3.1.2.1).
pub(super) async fn submit(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (query, body) = (query.unwrap_or_default(), answer::text(&body));
    let form = Parameters::parse(&body).unwrap_or_else(|Malformed { readable, .. }| readable);
    let Some(decision) = Decision::of(&form) else {
        return match Visit::read(&site, &format!("{query}&{body}"), &headers).await {
            Ok(visit) => visit.begin(),
            Err(answer) => *answer,
        };
    };
    if is_from_elsewhere(&headers) {
        return page::refusal(site.stand_in, "The form was sent by another site's page.");
    }
    match Visit::read(&site, &query, &headers).await {
        Ok(visit) => visit.decide(decision, Fields::sent(&form)).await,
        Err(answer) => *answer,
    }
}

/// Another site's page must not be able to press our buttons. Clients that are no browsers send
/// no such header, and there is nobody they could deceive.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

/// Somebody at the authorization endpoint with a good request.
struct Visit<'a> {
    site: &'a Site,
    parameters: Parameters,
    request: AuthorizationRequest,
    switches: Switches,
}

impl<'a> Visit<'a> {
    /// Reads request and switches, or says what to answer instead.
    async fn read(site: &'a Site, encoded: &str, headers: &HeaderMap) -> Result<Self, Box<Response>> {
        let parameters = Parameters::parse(encoded);
        let readable = parameters.as_ref().unwrap_or_else(|malformed| &malformed.readable).clone();
        let switches = Switches::from_cookie(headers)
            .changed_by(&readable, ONCE)
            .map_err(|unknown| Box::new(page::refusal(site.stand_in, &unknown.to_string())))?;
        let normal = parameters.map(|parameters| site.stand_in.normalise(parameters));
        let mut request = site.provider.authorization_request(&normal).await.map_err(|refusal| {
            Box::new(match refusal {
                RequestRefusal::Page(why) => page::refusal(site.stand_in, &why.to_string()),
                RequestRefusal::Redirect(answer) => send(site, &switches, answer),
                RequestRefusal::Failed(cause) => page::failure(site, &cause),
            })
        })?;
        if switches.has(Fault::FormPost) {
            request.response_mode = ResponseMode::FormPost;
        }
        Ok(Self { site, parameters: readable, request, switches })
    }

    /// The person arrives. The demo provider always asks, so without a page there is nobody.
    fn begin(&self) -> Response {
        if self.request.prompt == Prompt::Silent {
            return self.refuse(AuthorizationError::LoginRequired);
        }
        if self.switches.coop_on == CoopOn::Redirect && self.parameters.get(HOP).is_none() {
            return self.hop();
        }
        let person = self.parameters.get(PERSON);
        let fields = Fields::prefilled(self.site.stand_in, person, self.request.login_hint.as_deref());
        self.page(fields, None)
    }

    /// A redirect without a page, as identity providers like to send before theirs.
    fn hop(&self) -> Response {
        let address = format!(
            "{}{}?{}",
            self.site.demo.origin,
            self.site.stand_in.authorize_path(),
            self.parameters.clone().with(HOP, "1").encode()
        );
        let mut response = (StatusCode::FOUND, [(header::LOCATION, address)]).into_response();
        self.send_coop(&mut response);
        response
    }

    fn page(&self, fields: Fields, problem: Option<&'static str>) -> Response {
        let page = SignInPage {
            site: self.site,
            request: &self.request,
            parameters: &self.parameters,
            switches: &self.switches,
            fields,
            problem,
        };
        let mut response = page.answer();
        if self.switches.coop_on == CoopOn::Page {
            self.send_coop(&mut response);
        }
        response
    }

    fn send_coop(&self, response: &mut Response) {
        if let Some(coop) = self.switches.coop {
            response.headers_mut().insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static(coop));
        }
    }

    /// A button was pressed.
    async fn decide(&self, decision: Decision, fields: Fields) -> Response {
        if decision == Decision::Deny {
            return self.refuse(AuthorizationError::AccessDenied);
        }
        if let Some(error) = self.switched_error() {
            return self.refuse(error);
        }
        match fields.read(self.site.stand_in) {
            Ok((subject, claims)) => self.grant(subject, claims).await,
            Err(problem) => self.page(fields, Some(problem)),
        }
    }

    fn switched_error(&self) -> Option<AuthorizationError> {
        [
            (Fault::AccessDenied, AuthorizationError::AccessDenied),
            (Fault::LoginRequired, AuthorizationError::LoginRequired),
            (Fault::ServerError, AuthorizationError::ServerError),
        ]
        .into_iter()
        .find_map(|(fault, error)| self.switches.has(fault).then_some(error))
    }

    async fn grant(&self, subject: Subject, mut claims: StandardClaims) -> Response {
        if self.switches.has(Fault::NoEmail) {
            (claims.email, claims.email_verified) = (None, None);
        }
        if self.switches.has(Fault::UnverifiedEmail) {
            claims.email_verified = claims.email_verified.map(|_| false);
        }
        let authentication = Authentication {
            subject,
            claims,
            account: None,
            auth_time: self.site.demo.parts.clock.now(),
            // What Okta says of a password; Google says nothing.
            amr: (self.site.stand_in == StandIn::Okta).then(|| "pwd".to_owned()).into_iter().collect(),
            annotations: Some(Notes::of(&self.switches).write()),
        };
        match self.site.provider.grant(&self.request, authentication).await {
            Ok(answer) => send(self.site, &self.switches, answer),
            Err(error) => page::failure(self.site, &error),
        }
    }

    fn refuse(&self, error: AuthorizationError) -> Response {
        let mut answer = self.site.provider.refuse(&self.request, error);
        if self.site.stand_in == StandIn::Facebook && error == AuthorizationError::AccessDenied {
            answer.parameters.push(("error_code", "200".to_owned()));
            answer.parameters.push(("error_reason", "user_denied".to_owned()));
        }
        send(self.site, &self.switches, answer)
    }
}

/// Sends an answer to the application: 303, so that the form is not sent along (RFC 9700 §4.12).
fn send(site: &Site, switches: &Switches, mut answer: AuthorizationResponse) -> Response {
    if switches.has(Fault::WrongResponseIssuer) {
        answer.parameters.retain(|(name, _)| *name != "iss");
        answer.parameters.push(("iss", "https://another-issuer.invalid".to_owned()));
    }
    match answer.mode {
        ResponseMode::Query | ResponseMode::Fragment | ResponseMode::WebMessage => {
            (StatusCode::SEE_OTHER, [(header::LOCATION, answer.location())]).into_response()
        }
        ResponseMode::FormPost => page::form_post(site, &answer),
    }
}
