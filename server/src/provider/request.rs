use std::time::Duration;

use super::{AuthorizationResponse, Challenge, ClientId, Clients, Malformed, Parameters, RedirectUri, Scope};

/// A nonce is stored and comes back in a token, so it may not be any length.
const MAX_NONCE_LENGTH: usize = 512;

/// What an issuer asks of authorization requests, and whether it is an OpenID Provider at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// OpenID Connect: `openid` and a PKCE challenge are wanted, the issuer names itself in its
    /// answers (RFC 9207), and an ID token is given.
    OpenId,
    /// OAuth 2.0 alone, as it was before RFC 9700: PKCE is checked where a client uses it.
    OAuth2,
}

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of a redirect.
    Query,
    /// In a form that the browser posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

/// Whether the person may be asked anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// `prompt=none`: the application wants an answer without a page.
    Silent,
    /// Everything else. `login`, `consent` and `select_account` ask for pages that are shown anyway.
    Interactive,
}

/// An authorization request that was found good (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client_id: ClientId,
    /// Where the answer goes.
    pub redirect_uri: RedirectUri,
    /// How it goes there.
    pub response_mode: ResponseMode,
    /// What is asked for, of what the issuer supports.
    pub scope: Scope,
    /// Given back as it came.
    pub state: Option<String>,
    /// Comes back in the ID token.
    pub nonce: Option<String>,
    /// What the code is bound to.
    pub challenge: Option<Challenge>,
    /// Whether a page may be shown.
    pub prompt: Prompt,
    /// Greatest age of the proof of identity.
    pub max_age: Option<Duration>,
    /// Whom the application thinks it has before it.
    pub login_hint: Option<String>,
}

/// What makes a request one that gets no code, told to the application by redirect (RFC 6749
/// §4.1.2.1, OpenID Connect Core §3.1.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// A parameter is missing or wrong.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// Anything but the code flow.
    #[error("only response_type=code is supported")]
    UnsupportedResponseType,
    /// No scope the issuer knows, or not `openid`.
    #[error("{0}")]
    InvalidScope(&'static str),
    /// A request object by value.
    #[error("request objects are not supported")]
    RequestNotSupported,
    /// A request object by reference. It is never fetched.
    #[error("request objects are not supported")]
    RequestUriNotSupported,
    /// A client that wants to register by the way.
    #[error("registration by this parameter is not supported")]
    RegistrationNotSupported,
    /// The person said no.
    #[error("the person refused")]
    AccessDenied,
    /// A page would have had to be shown, and none was wanted.
    #[error("the person is not signed in")]
    LoginRequired,
    /// It is our fault.
    #[error("the provider failed")]
    ServerError,
}

impl AuthorizationError {
    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope(_) => "invalid_scope",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::AccessDenied => "access_denied",
            Self::LoginRequired => "login_required",
            Self::ServerError => "server_error",
        }
    }
}

/// A request that is answered by a page of our own, because there is no address that may be
/// trusted with an answer (RFC 6749 §4.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unredirectable {
    /// No client, more than one, or none that could be.
    #[error("The request does not say which application it is from (client_id).")]
    ClientId,
    /// No redirect address, more than one, or one that is not the client's.
    #[error("The request names no address that this provider may answer to (redirect_uri).")]
    RedirectUri,
}

/// What becomes of a request that is not good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestRefusal {
    /// A page.
    Page(Unredirectable),
    /// A redirect with an error.
    Redirect(AuthorizationResponse),
}

/// What a request is judged by.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) issuer: &'a str,
    pub(super) protocol: Protocol,
    pub(super) clients: Clients,
    pub(super) scopes: &'a [&'a str],
}

impl AuthorizationRequest {
    /// Reads a request. Nothing is sent to an address before it is known to be the client's.
    pub(super) fn parse(parameters: &Result<Parameters, Malformed>, rules: Rules<'_>) -> Result<Self, RequestRefusal> {
        let readable = parameters.as_ref().unwrap_or_else(|malformed| &malformed.readable);
        let client_id = readable
            .get("client_id")
            .and_then(ClientId::parse)
            .ok_or(RequestRefusal::Page(Unredirectable::ClientId))?;
        let redirect_uri = readable
            .get("redirect_uri")
            .and_then(|text| rules.clients.permitted_redirect(&client_id, text))
            .ok_or(RequestRefusal::Page(Unredirectable::RedirectUri))?;
        let mut request = Self {
            client_id,
            redirect_uri,
            response_mode: ResponseMode::Query,
            scope: Scope::default(),
            state: readable.get("state").map(str::to_owned),
            nonce: None,
            challenge: None,
            prompt: Prompt::Interactive,
            max_age: None,
            login_hint: readable.get("login_hint").map(str::to_owned),
        };
        match request.read(parameters, rules) {
            Ok(()) => Ok(request),
            Err(error) => Err(RequestRefusal::Redirect(request.refused(error, rules.issuer, rules.protocol))),
        }
    }

    /// The part of which an error may be told by redirect.
    fn read(&mut self, parameters: &Result<Parameters, Malformed>, rules: Rules<'_>) -> Result<(), AuthorizationError> {
        use AuthorizationError as Error;
        let parameters = parameters.as_ref().map_err(|malformed| Error::InvalidRequest(malformed.why))?;
        self.response_mode = response_mode(parameters.get("response_mode"))?;
        match parameters.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(Error::UnsupportedResponseType),
            None => return Err(Error::InvalidRequest("response_type is missing")),
        }
        refuse_request_objects(parameters)?;
        self.scope = scope(parameters.get("scope"), rules)?;
        self.nonce = nonce(parameters.get("nonce"))?;
        self.challenge = challenge(parameters, rules.protocol)?;
        self.prompt = prompt(parameters.get("prompt"))?;
        self.max_age = max_age(parameters.get("max_age"))?;
        Ok(())
    }
}

fn response_mode(text: Option<&str>) -> Result<ResponseMode, AuthorizationError> {
    match text {
        None | Some("query") => Ok(ResponseMode::Query),
        Some("form_post") => Ok(ResponseMode::FormPost),
        Some(_) => Err(AuthorizationError::InvalidRequest("response_mode is query or form_post")),
    }
}

fn refuse_request_objects(parameters: &Parameters) -> Result<(), AuthorizationError> {
    let refused = [
        ("request", AuthorizationError::RequestNotSupported),
        ("request_uri", AuthorizationError::RequestUriNotSupported),
        ("registration", AuthorizationError::RegistrationNotSupported),
    ];
    match refused.into_iter().find(|(name, _)| parameters.get(name).is_some()) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}

fn scope(text: Option<&str>, rules: Rules<'_>) -> Result<Scope, AuthorizationError> {
    let asked = Scope::parse(text.unwrap_or_default())
        .map_err(|_| AuthorizationError::InvalidScope("scope holds characters that are not allowed"))?;
    if rules.protocol == Protocol::OpenId && !asked.contains("openid") {
        return Err(AuthorizationError::InvalidScope("scope does not contain openid"));
    }
    Ok(asked.among(rules.scopes))
}

fn nonce(text: Option<&str>) -> Result<Option<String>, AuthorizationError> {
    if text.is_some_and(|nonce| nonce.len() > MAX_NONCE_LENGTH) {
        return Err(AuthorizationError::InvalidRequest("nonce is too long"));
    }
    Ok(text.map(str::to_owned))
}

fn challenge(parameters: &Parameters, protocol: Protocol) -> Result<Option<Challenge>, AuthorizationError> {
    use AuthorizationError::InvalidRequest;
    match (parameters.get("code_challenge"), parameters.get("code_challenge_method")) {
        (Some(text), Some("S256")) => {
            Challenge::parse(text).map(Some).ok_or(InvalidRequest("code_challenge is not a SHA-256 in base64url"))
        }
        // No method means `plain` (RFC 7636 §4.3).
        (Some(_), _) | (None, Some(_)) => Err(InvalidRequest("code_challenge_method is S256, with a code_challenge")),
        (None, None) if protocol == Protocol::OpenId => Err(InvalidRequest("code_challenge is missing")),
        (None, None) => Ok(None),
    }
}

fn prompt(text: Option<&str>) -> Result<Prompt, AuthorizationError> {
    let names: Vec<&str> = text.unwrap_or_default().split(' ').filter(|name| !name.is_empty()).collect();
    if names == ["none"] {
        return Ok(Prompt::Silent);
    }
    if names.iter().all(|name| matches!(*name, "login" | "consent" | "select_account")) {
        return Ok(Prompt::Interactive);
    }
    Err(AuthorizationError::InvalidRequest("prompt is none alone, or of login, consent and select_account"))
}

fn max_age(text: Option<&str>) -> Result<Option<Duration>, AuthorizationError> {
    text.map(|text| text.parse().map(|seconds: u32| Duration::from_secs(seconds.into())))
        .transpose()
        .map_err(|_| AuthorizationError::InvalidRequest("max_age is a number of seconds"))
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
