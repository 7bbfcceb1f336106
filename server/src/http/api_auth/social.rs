//! Signing in with a provider from a front end that keeps its tokens itself: djoser's `o/{provider}/`,
//! without the shared session cookie that it needs there.

use axum::{
    extract::{FromRequestParts, Path, RawQuery, Request, State},
    http::{StatusCode, request::Parts},
    response::Response,
};
use url::form_urlencoded;

use super::{
    answer::{self, detail, fault, refusal},
    asked::SocialAnswer,
    asker::Asking,
    fields::Fields,
    wire::{AuthorizationAddress, SocialTokens},
};
use crate::{
    account::{Asker, NO_FIELD},
    audit::{AuditEvent, Outcome},
    clock::Timestamp,
    config::{Login, ResponseMode},
    http::{
        refusals::{KnowsAsker, LooksUp, MayMiss, ReadsBody},
        state::App,
    },
    random,
    relying_party::{
        AuthorizationResponse, Display, Errand, FinishError, FrontEnd, FrontEndError, FrontEndProof, ReturnPath,
        StartError, StartRequest, Vouched,
    },
    session::API_CLIENT,
    sign_in::{Circumstances, SignInFailure, SignedIn},
};

/// What of a request is the provider's, beside the state.
const OF_THE_PROVIDER: [&str; 4] = ["code", "iss", "error", "error_description"];

#[utoipa::path(
    get,
    path = "/api/auth/o/{provider}/",
    tag = "tokens",
    summary = "Begin a sign-in with a provider, from a front end of one's own",
    security((), ("bearer" = [])),
    params(
        ("provider" = String, Path, description = "Which provider.", example = "okta"),
        ("redirect_uri" = String, Query, description = "The front end's page to come back to: exactly one of those that the settings allow."),
    ),
    responses(
        (status = 200, description = "Where the person signs in.", body = AuthorizationAddress),
        (status = 400, description = "The page is not allowed.", body = String, content_type = "application/json"),
        KnowsAsker, MayMiss, LooksUp,
    ),
)]
pub(super) async fn begin(
    State(app): State<App>,
    Provider(provider): Provider,
    Asking(asker): Asking,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "redirect_uri");
    let asked = match (pairs.next(), pairs.next()) {
        (Some((_, page)), None) => Some(page),
        _ => None,
    };
    let allowed = &app.accounts.config().social_redirect_uris;
    let Some(page) = asked.and_then(|asked| allowed.iter().find(|page| page.as_str() == asked)) else {
        let why = "redirect_uri must be in SOCIAL_AUTH_ALLOWED_REDIRECT_URIS";
        return answer::json(StatusCode::BAD_REQUEST, why);
    };
    if !is_supported(&app, &provider) {
        return not_supported(&provider);
    }
    let front_end = FrontEnd { redirect_uri: page.clone(), begun_from: asker.plain_device() };
    let mut request = StartRequest::new(Display::FrontEnd(front_end), ReturnPath::home(), Errand::SignIn);
    request.language = Some(asker.language.tag());
    match app.relying_party.start(&provider, &request).await {
        Ok(started) => {
            let body = AuthorizationAddress { authorization_url: started.location.into(), binding: started.binding };
            answer::json(StatusCode::OK, body)
        }
        Err(StartError::UnknownProvider) => not_supported(&provider),
        Err(error) => fault(&app, &error),
    }
}

/// The provider's answer, and the session that it is good for.
#[utoipa::path(
    post,
    path = "/api/auth/o/{provider}/",
    tag = "tokens",
    summary = "Finish a sign-in with a provider for a pair of tokens",
    description = "`state` and `code` may stand in the address too.",
    security((), ("bearer" = [])),
    params(("provider" = String, Path, description = "Which provider.", example = "okta")),
    request_body = SocialAnswer,
    responses(
        (status = 201, description = "Signed in.", body = SocialTokens),
        ReadsBody, KnowsAsker, MayMiss, LooksUp,
    ),
)]
pub(super) async fn finish(
    State(app): State<App>,
    Provider(provider): Provider,
    Asking(asker): Asking,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    if !is_supported(&app, &provider) {
        return not_supported(&provider);
    }
    let mut fields = match Fields::read(request).await {
        Ok(fields) => fields.and_query(&query.unwrap_or_default()),
        Err(refused) => return refused,
    };
    let brought = match Brought::read(&mut fields) {
        Ok(brought) => brought,
        Err(refused) => return refused,
    };
    let brought_from = asker.plain_device();
    let proof = FrontEndProof { binding: brought.binding.as_deref(), brought_from: &brought_from };
    let answered = app.clock.now();
    let attempt = Attempt { app: &app, provider: &provider, asker: &asker };
    let row = match app.relying_party.begun_by_front_end(&provider, &brought.state, proof).await {
        Ok(row) => row,
        Err(error) => return attempt.failed(error).await,
    };
    let Ok(response) = AuthorizationResponse::parse(&brought.encoded) else {
        return invalid("A required authentication parameter is missing.");
    };
    match app.relying_party.finish_for_front_end(row, response).await {
        Ok(vouched) => attempt.sign_in(&vouched, answered).await,
        Err(error) => attempt.failed(error).await,
    }
}

/// A provider's id in an address; what is no text names none.
pub(super) struct Provider(String);

impl FromRequestParts<App> for Provider {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let Path(id) = Path::from_request_parts(parts, app).await.map_err(|_| not_supported("?"))?;
        Ok(Self(id))
    }
}

/// Apple and others that post their answer post it to a server, which a front end's page is not.
fn is_supported(app: &App, provider: &str) -> bool {
    let found = app.relying_party.provider(provider);
    found.is_some_and(|config| config.request.response_mode == ResponseMode::Query)
}

fn not_supported(provider: &str) -> Response {
    let named: String = provider.chars().take(100).collect();
    detail(StatusCode::NOT_FOUND, &format!("Provider '{named}' not supported"))
}

fn invalid(text: &str) -> Response {
    answer::fields(StatusCode::BAD_REQUEST, [(NO_FIELD, text.to_owned())])
}

/// What a front end brings.
struct Brought {
    state: String,
    /// The provider's answer, as a query.
    encoded: String,
    binding: Option<String>,
}

impl Brought {
    fn read(fields: &mut Fields) -> Result<Self, Response> {
        let mut told = |name| fields.optional_or_blank(name).filter(|value| !value.is_empty());
        let (state, binding) = (told("state"), told("binding"));
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        for name in OF_THE_PROVIDER {
            encoded.extend_pairs(told(name).map(|value| (name, value)));
        }
        encoded.extend_pairs(state.as_deref().map(|state| ("state", state)));
        fields.finish()?;
        let state = state.ok_or_else(|| invalid("State could not be found in request data."))?;
        Ok(Self { state, encoded: encoded.finish(), binding })
    }
}

/// A sign-in whose answer has come.
struct Attempt<'a> {
    app: &'a App,
    provider: &'a str,
    asker: &'a Asker,
}

impl Attempt<'_> {
    async fn sign_in(&self, vouched: &Vouched, answered: Timestamp) -> Response {
        let circumstances = Circumstances { challenge: None, replaces: &[], answered };
        match self.app.sign_in.begin(vouched, API_CLIENT, &circumstances, self.asker).await {
            Ok(signed_in) => self.tokens(&signed_in).await,
            Err(SignInFailure::Fault(error)) => fault(self.app, &error),
            Err(why @ SignInFailure::AddressInUse { .. }) => {
                self.refused("This address belongs to an account that signs in another way.", &why).await
            }
            Err(why) => self.refused("Your credentials aren't allowed", &why).await,
        }
    }

    async fn tokens(&self, signed_in: &SignedIn) -> Response {
        let tokens = match self.app.sessions.first_tokens(&signed_in.family).await {
            Ok(tokens) => tokens,
            Err(error) => return fault(self.app, &error),
        };
        let person = match self.app.accounts.person(&tokens.user.id, &signed_in.family, self.app.clock.now()).await {
            Ok(person) => person.account,
            Err(error) => return refusal(self.app, error),
        };
        let login = match self.app.accounts.config().login {
            Login::Username => person.username,
            Login::Email | Login::Either => person.email,
        };
        let body = SocialTokens {
            access: tokens.access_token,
            refresh: signed_in.refresh_token.expose().to_owned(),
            user: login.unwrap_or(person.name),
        };
        answer::json(StatusCode::CREATED, body)
    }

    async fn failed(&self, error: FrontEndError) -> Response {
        match &error {
            // Anybody can make one up: that is no sign-in that failed.
            FrontEndError::UnknownState => invalid("State could not be found in server-side session data."),
            FrontEndError::InvalidState(_) => self.refused("Invalid state has been provided.", &error).await,
            FrontEndError::Finish(why) => match why {
                FinishError::Store(_) => fault(self.app, &error),
                FinishError::NotAdmitted(_) => self.refused("Your credentials aren't allowed", &error).await,
                FinishError::ProviderSaid { error: said, .. } if said == "access_denied" => {
                    self.refused("Authentication process canceled", &error).await
                }
                FinishError::ProviderSaid { error: said, .. } => {
                    self.refused(&format!("Authentication failed: {said}"), &error).await
                }
                FinishError::Unreachable(_) | FinishError::Directory(_) => {
                    let text = "Network error during authentication: the provider cannot be reached";
                    self.refused(text, &error).await
                }
                _ => self.refused("Authentication failed: the provider's answer does not count", &error).await,
            },
        }
    }

    /// In the words that djoser's front ends know; to the log with the cause, under one code.
    async fn refused(&self, text: &str, cause: &(dyn std::error::Error + Send + Sync)) -> Response {
        let code = random::support_code(self.app.random.as_ref());
        tracing::warn!(support_code = %code, provider = %self.provider, "sign-in {code} failed: {cause}");
        let event = AuditEvent::at_provider("sign_in", Outcome::Failed, self.provider, &self.asker.visitor)
            .with_cause(&code, cause.to_string());
        if let Err(error) = self.app.sign_in.write_down(event).await {
            tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "audit event {code} was not written");
        }
        answer::fields(StatusCode::BAD_REQUEST, [(NO_FIELD, text.to_owned()), ("support_code", code)])
    }
}
