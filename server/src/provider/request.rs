use std::{collections::BTreeSet, sync::Arc, time::Duration};

use super::{
    AuthorizationResponse, Challenge, ClaimsRequest, Client, Failure, Malformed, Parameters, RedirectUri, ResponseType,
    Scope,
};

/// A nonce is stored and comes back in a token, so it may not be any length.
const MAX_NONCE_LENGTH: usize = 512;
/// APIs that one request may name.
const MOST_RESOURCES: usize = 5;

/// What an issuer asks of authorization requests, and whether it is an OpenID Provider at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// OpenID Connect and nothing else: `openid` is wanted, the issuer names itself in its answers (RFC 9207),
    /// and an ID token is given.
    OpenId,
    /// OpenID Connect where `openid` is asked for, and OAuth 2.0 where it is not.
    OpenIdAndOAuth2,
    /// OAuth 2.0 alone, as it was before RFC 9700.
    OAuth2,
}

/// How the answer travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of a redirect.
    Query,
    /// In the fragment of a redirect: it reaches the page and not its server.
    Fragment,
    /// In a form that the browser posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
    /// In a message to the page that opened this one (OAuth 2.0 Web Message Response Mode).
    WebMessage,
}

/// A page that the application wants shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// Proof of identity, whoever is signed in.
    Login,
    /// Consent, whatever was agreed to before.
    Consent,
    /// Who of several it is.
    SelectAccount,
    /// A new account (Initiating User Registration via OpenID Connect §4.1).
    Create,
}

/// Whether the person may be asked anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// `prompt=none`: the application wants an answer without a page.
    Silent,
    /// Pages may be shown, and these must be.
    Interactive(BTreeSet<Ask>),
}

/// An authorization request that was found good (RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub client: Arc<Client>,
    /// Where the answer goes.
    pub redirect_uri: RedirectUri,
    /// What the answer holds.
    pub response_type: ResponseType,
    /// How it goes there.
    pub response_mode: ResponseMode,
    /// What is asked for, of what the client may have.
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
    /// An ID token of ours for whom it wants.
    pub id_token_hint: Option<String>,
    /// Claims asked for by name.
    pub claims: ClaimsRequest,
    /// APIs that the access token is to be for (RFC 8707).
    pub resources: BTreeSet<String>,
    /// Thumbprint of the key that the code is bound to (RFC 9449 §10).
    pub dpop_jkt: Option<String>,
    /// As the client sent it, to the browser or to us.
    pub sent: Parameters,
}

/// What makes a request one that gets no code, told to the application by redirect (RFC 6749
/// §4.1.2.1, OpenID Connect Core §3.1.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// A parameter is missing or wrong.
    #[error("{0}")]
    InvalidRequest(&'static str),
    /// The client may not ask for this.
    #[error("the client may not use this response_type")]
    UnauthorizedClient,
    /// Nothing that this provider gives.
    #[error("this response_type is not supported")]
    UnsupportedResponseType,
    /// No scope the issuer knows, or not `openid`.
    #[error("{0}")]
    InvalidScope(&'static str),
    /// An API that the client's tokens are not for (RFC 8707 §2).
    #[error("the client's tokens are not for this resource")]
    InvalidTarget,
    /// A request object by value.
    #[error("request objects are not supported")]
    RequestNotSupported,
    /// A request object by reference. It is never fetched.
    #[error("request objects are not supported")]
    RequestUriNotSupported,
    /// A request that was pushed, and is not there any more, or another client's (RFC 9126 §2.2).
    #[error("the pushed request is not known, or not any more")]
    InvalidRequestUri,
    /// A client that wants to register by the way.
    #[error("registration by this parameter is not supported")]
    RegistrationNotSupported,
    /// The person said no, or may not.
    #[error("the person refused, or may not sign in to this application")]
    AccessDenied,
    /// A page would have had to be shown, and none was wanted.
    #[error("the person has to sign in")]
    LoginRequired,
    /// The same, for the page that asks for consent.
    #[error("the person has to agree")]
    ConsentRequired,
    /// The same, for the page that asks who it is.
    #[error("the person has to choose an account")]
    AccountSelectionRequired,
    /// It is our fault.
    #[error("the provider failed")]
    ServerError,
}

impl AuthorizationError {
    /// The word itself, of what was written with one.
    pub(super) fn word(written: &str) -> &'static str {
        let all = [
            Self::InvalidRequest(""),
            Self::UnauthorizedClient,
            Self::UnsupportedResponseType,
            Self::InvalidScope(""),
            Self::InvalidTarget,
            Self::RequestNotSupported,
            Self::RequestUriNotSupported,
            Self::InvalidRequestUri,
            Self::RegistrationNotSupported,
        ];
        all.into_iter().map(Self::code).find(|code| *code == written).unwrap_or("invalid_request")
    }

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope(_) => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::AccessDenied => "access_denied",
            Self::LoginRequired => "login_required",
            Self::ConsentRequired => "consent_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::ServerError => "server_error",
        }
    }
}

/// A request that is answered by a page of our own, because there is no address that may be
/// trusted with an answer (RFC 6749 §4.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unredirectable {
    /// No client, more than one, or none that is known.
    #[error("The request does not say which application it is from (client_id).")]
    ClientId,
    /// No redirect address, more than one, or one that is not the client's.
    #[error("The request names no address that this provider may answer to (redirect_uri).")]
    RedirectUri,
}

/// What becomes of a request that is not good.
#[derive(Debug)]
pub enum RequestRefusal {
    /// A page.
    Page(Unredirectable),
    /// A redirect with an error.
    Redirect(AuthorizationResponse),
    /// It is our fault.
    Failed(Failure),
}

/// What a request is judged by.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) issuer: &'a str,
    pub(super) protocol: Protocol,
    /// Whether the client itself has sent it, or it was judged before.
    pub(super) pushed: bool,
}

impl AuthorizationRequest {
    /// Reads a client's request. Nothing is sent to an address before it is known to be the client's.
    pub(super) fn parse(
        parameters: &Result<Parameters, Malformed>,
        client: Arc<Client>,
        rules: Rules<'_>,
    ) -> Result<Self, RequestRefusal> {
        let readable = Malformed::readable(parameters);
        let redirect_uri = readable
            .get("redirect_uri")
            .and_then(|text| client.permitted_redirect(text))
            .ok_or(RequestRefusal::Page(Unredirectable::RedirectUri))?;
        let mut request = Self {
            client,
            redirect_uri,
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scope: Scope::default(),
            state: readable.get("state").map(str::to_owned),
            nonce: None,
            challenge: None,
            prompt: Prompt::Interactive(BTreeSet::new()),
            max_age: None,
            login_hint: readable.get("login_hint").map(str::to_owned),
            id_token_hint: readable.get("id_token_hint").map(str::to_owned),
            claims: ClaimsRequest::default(),
            resources: BTreeSet::new(),
            dpop_jkt: readable.get("dpop_jkt").map(str::to_owned),
            sent: readable.clone(),
        };
        match request.read(parameters, rules) {
            Ok(()) => Ok(request),
            Err(error) => Err(RequestRefusal::Redirect(request.refused(error, rules.issuer, rules.protocol))),
        }
    }

    /// The part of which an error may be told by redirect.
    fn read(&mut self, parameters: &Result<Parameters, Malformed>, rules: Rules<'_>) -> Result<(), AuthorizationError> {
        use AuthorizationError as Error;
        // First of all how the answer travels: an error travels so too.
        let readable = Malformed::readable(parameters);
        let response_type = response_type(readable.get("response_type"));
        self.response_type = response_type.unwrap_or(ResponseType::Code);
        self.response_mode = self.response_type.default_mode();
        self.response_mode = self.mode(readable.get("response_mode"))?;
        let parameters = parameters.as_ref().map_err(|malformed| Error::InvalidRequest(malformed.why))?;
        response_type?;
        if !self.client.metadata.response_types.contains(&self.response_type) {
            return Err(Error::UnauthorizedClient);
        }
        refuse_request_objects(parameters)?;
        if self.client.metadata.require_pushed_authorization_requests && !rules.pushed {
            return Err(Error::InvalidRequest("the client's requests must be pushed"));
        }
        self.scope = self.scope(parameters.get("scope"), rules)?;
        self.nonce = self.nonce(parameters.get("nonce"))?;
        self.challenge = self.challenge(parameters)?;
        self.prompt = prompt(parameters.get("prompt"))?;
        self.max_age = max_age(parameters.get("max_age"))?.or(self.client.default_max_age());
        self.claims = ClaimsRequest::parse(parameters.get("claims")).map_err(Error::InvalidRequest)?;
        self.resources = self.resources(parameters)?;
        Ok(())
    }

    fn mode(&self, text: Option<&str>) -> Result<ResponseMode, AuthorizationError> {
        let wrong = AuthorizationError::InvalidRequest;
        match text {
            None => Ok(self.response_type.default_mode()),
            Some("query") if self.response_type == ResponseType::Code => Ok(ResponseMode::Query),
            Some("query") => Err(wrong("an ID token does not go into a query")),
            Some("fragment") => Ok(ResponseMode::Fragment),
            Some("form_post") => Ok(ResponseMode::FormPost),
            Some("web_message") if self.client.may_be_told(&self.redirect_uri) => Ok(ResponseMode::WebMessage),
            Some("web_message") => Err(wrong("web_message goes to an origin of the client only")),
            Some(_) => Err(wrong("response_mode is query, fragment, form_post or web_message")),
        }
    }

    fn scope(&self, text: Option<&str>, rules: Rules<'_>) -> Result<Scope, AuthorizationError> {
        let asked = Scope::parse(text.unwrap_or_default())
            .map_err(|_| AuthorizationError::InvalidScope("scope holds characters that are not allowed"))?;
        let open_id = asked.contains("openid");
        if !open_id && (rules.protocol == Protocol::OpenId || self.response_type != ResponseType::Code) {
            return Err(AuthorizationError::InvalidScope("scope does not contain openid"));
        }
        Ok(asked.shared_with(&self.client.metadata.scope))
    }

    /// An ID token that comes through the browser must be bound to the one who asked (OpenID Connect Core §3.2.2.1).
    fn nonce(&self, text: Option<&str>) -> Result<Option<String>, AuthorizationError> {
        match text {
            Some(nonce) if nonce.len() > MAX_NONCE_LENGTH => {
                Err(AuthorizationError::InvalidRequest("nonce is too long"))
            }
            None if self.response_type != ResponseType::Code => {
                Err(AuthorizationError::InvalidRequest("nonce is missing"))
            }
            nonce => Ok(nonce.map(str::to_owned)),
        }
    }

    fn challenge(&self, parameters: &Parameters) -> Result<Option<Challenge>, AuthorizationError> {
        use AuthorizationError::InvalidRequest;
        let required = self.client.requires_pkce() && self.response_type != ResponseType::IdToken;
        match (parameters.get("code_challenge"), parameters.get("code_challenge_method")) {
            (Some(text), Some("S256")) => {
                Challenge::parse(text).map(Some).ok_or(InvalidRequest("code_challenge is not a SHA-256 in base64url"))
            }
            // No method means `plain` (RFC 7636 §4.3).
            (Some(_), _) | (None, Some(_)) => {
                Err(InvalidRequest("code_challenge_method is S256, with a code_challenge"))
            }
            (None, None) if required => Err(InvalidRequest("code_challenge is missing")),
            (None, None) => Ok(None),
        }
    }

    fn resources(&self, parameters: &Parameters) -> Result<BTreeSet<String>, AuthorizationError> {
        let resources = parameters.resources();
        if resources.len() > MOST_RESOURCES || !resources.is_subset(&self.client.metadata.audiences) {
            return Err(AuthorizationError::InvalidTarget);
        }
        Ok(resources.clone())
    }
}

fn response_type(text: Option<&str>) -> Result<ResponseType, AuthorizationError> {
    let text = text.ok_or(AuthorizationError::InvalidRequest("response_type is missing"))?;
    // The order of the words says nothing (OAuth 2.0 Multiple Response Types §3).
    let words: BTreeSet<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    match words.into_iter().collect::<Vec<_>>()[..] {
        ["code"] => Ok(ResponseType::Code),
        ["id_token"] => Ok(ResponseType::IdToken),
        ["code", "id_token"] => Ok(ResponseType::CodeIdToken),
        _ => Err(AuthorizationError::UnsupportedResponseType),
    }
}

fn refuse_request_objects(parameters: &Parameters) -> Result<(), AuthorizationError> {
    let refused = [
        ("request", AuthorizationError::RequestNotSupported),
        ("request_uri", AuthorizationError::RequestUriNotSupported),
        ("registration", AuthorizationError::RegistrationNotSupported),
    ];
    if parameters.get("request_uri").is_some_and(|uri| uri.starts_with("urn:ietf:params:oauth:request_uri:")) {
        return Err(AuthorizationError::InvalidRequestUri);
    }
    match refused.into_iter().find(|(name, _)| parameters.get(name).is_some()) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}

fn prompt(text: Option<&str>) -> Result<Prompt, AuthorizationError> {
    let names: BTreeSet<&str> = text.unwrap_or_default().split(' ').filter(|name| !name.is_empty()).collect();
    if names.len() == 1 && names.contains("none") {
        return Ok(Prompt::Silent);
    }
    let asks: Option<BTreeSet<Ask>> = names.into_iter().map(Ask::parse).collect();
    asks.map(Prompt::Interactive).ok_or(AuthorizationError::InvalidRequest(
        "prompt is none alone, or of login, consent, select_account and create",
    ))
}

impl Ask {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "login" => Some(Self::Login),
            "consent" => Some(Self::Consent),
            "select_account" => Some(Self::SelectAccount),
            "create" => Some(Self::Create),
            _ => None,
        }
    }
}

impl Prompt {
    /// Whether that page must be shown.
    pub fn asks_for(&self, ask: Ask) -> bool {
        matches!(self, Self::Interactive(asks) if asks.contains(&ask))
    }
}

fn max_age(text: Option<&str>) -> Result<Option<Duration>, AuthorizationError> {
    text.map(|text| text.parse().map(|seconds: u32| Duration::from_secs(seconds.into())))
        .transpose()
        .map_err(|_| AuthorizationError::InvalidRequest("max_age is a number of seconds"))
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
