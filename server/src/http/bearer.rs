use std::sync::Arc;

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{
    refusals::{TokenMessage, TokenRefused, Unavailable},
    state::App,
};
use crate::{
    account::OldTokenRefused,
    clock::Timestamp,
    foreign_tokens::{ForeignCaller, ForeignRefused},
    import::simplejwt::OldClaims,
    random,
    session::{API_CLIENT, Caller, NotAuthenticated, TokenOrigin},
    store::AccountRow,
    token::AccessClaims,
};

/// Whoever an `Authorization: Bearer` header lets in (RFC 6750 §2.1).
pub(super) struct Bearer(pub(super) Caller);

/// Why it lets nobody in. The bodies are those of simplejwt.
pub(super) enum Unauthorized {
    /// No credentials.
    Missing,
    /// Credentials of another form than `Bearer token`.
    BadHeader,
    /// The token does not count: why, in simplejwt's words.
    NotValid(&'static str),
    /// The token counts, its person does not any more: why, and the code of it.
    Token(&'static str, &'static str),
    /// The token counts, and does not allow all of that.
    Scope(String),
    /// The token counts, and what is asked for takes a session of ours.
    SessionNeeded,
    /// We cannot tell now.
    Fault(String),
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Unauthorized> {
        let caller = authenticate(app, &parts.headers).await?;
        may_ask(&caller, &parts.method)?;
        Ok(Self(caller))
    }
}

/// Whoever the header lets in.
pub(super) async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Caller, Unauthorized> {
    let token = token(headers)?;
    if let Some(foreign) = &app.foreign_tokens
        && let Some(judged) = foreign.authenticate(token).await
    {
        return judged.map(|caller| foreign_holder(app, caller)).map_err(|why| foreign_refused(app, why));
    }
    match app.sessions.authenticate(token).await {
        Ok(caller) => Ok(caller),
        Err(NotAuthenticated::Refused(_)) if app.accounts.knows_old_tokens() => old_holder(app, token).await,
        Err(NotAuthenticated::Inactive) => Err(Unauthorized::Token("User is inactive", "user_inactive")),
        Err(NotAuthenticated::Fault(error)) => Err(fault(app, &error)),
        Err(why) => {
            tracing::debug!(%why, "an access token was refused: {why}");
            Err(Unauthorized::NotValid(why.in_simplejwt_words()))
        }
    }
}

/// Another issuer's word lets a person look. For changes a session of ours is needed, which ends when
/// they sign out.
pub(super) fn may_ask(caller: &Caller, method: &Method) -> Result<(), Unauthorized> {
    let looks = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if looks || caller.origin != TokenOrigin::ForeignIssuer { Ok(()) } else { Err(Unauthorized::SessionNeeded) }
}

/// It belongs to no session of ours, and proves nobody's presence, whatever it says of that.
fn foreign_holder(app: &App, caller: ForeignCaller) -> Caller {
    let claims = AccessClaims {
        iss: app.0.origin.clone(),
        sub: caller.holder.person_id.clone(),
        aud: app.0.origin.clone(),
        exp: caller.expires_at.seconds(),
        iat: caller.issued_at,
        jti: caller.jti,
        client_id: caller.client_id,
        sid: String::new(),
        auth_time: 0,
        amr: Vec::new(),
        scope: caller.scope,
        generation: 0,
        token_type: "access".to_owned(),
        user_id: caller.holder.person_id,
    };
    Caller { claims: Arc::new(claims), email: caller.holder.email, origin: TokenOrigin::ForeignIssuer }
}

fn foreign_refused(app: &App, why: ForeignRefused) -> Unauthorized {
    match why {
        ForeignRefused::Invalid(why) => {
            tracing::debug!(%why, "a foreign access token was refused: {why}");
            Unauthorized::NotValid(why.in_simplejwt_words())
        }
        ForeignRefused::InsufficientScope(needed) => Unauthorized::Scope(needed),
        ForeignRefused::UnknownPerson => Unauthorized::Token("User not found", "user_not_found"),
        ForeignRefused::Inactive => Unauthorized::Token("User is inactive", "user_inactive"),
        ForeignRefused::Unreachable(_) | ForeignRefused::Store(_) => fault(app, &why),
    }
}

/// Whoever an access token of the system before lets in.
async fn old_holder(app: &App, token: &str) -> Result<Caller, Unauthorized> {
    match app.accounts.old_holder(token).await {
        Ok((account, old)) => {
            let claims = Arc::new(claims_of(app, &account, old));
            Ok(Caller { claims, email: account.email, origin: TokenOrigin::FormerSystem })
        }
        Err(OldTokenRefused::Token(why)) => Err(Unauthorized::NotValid(why.in_words())),
        Err(OldTokenRefused::Spent) => Err(Unauthorized::NotValid("Token is blacklisted")),
        Err(OldTokenRefused::NoPerson) => {
            Err(Unauthorized::Token("Token contained no recognizable user identification", "token_not_valid"))
        }
        Err(OldTokenRefused::UnknownPerson) => Err(Unauthorized::Token("User not found", "user_not_found")),
        Err(OldTokenRefused::Inactive) => Err(Unauthorized::Token("User is inactive", "user_inactive")),
        Err(OldTokenRefused::Other(error)) => Err(fault(app, &error)),
    }
}

/// It belongs to no session of ours, and nobody knows when its holder last showed who they are.
fn claims_of(app: &App, account: &AccountRow, old: OldClaims) -> AccessClaims {
    AccessClaims {
        iss: app.0.origin.clone(),
        sub: account.id.clone(),
        aud: app.0.origin.clone(),
        exp: old.expires_at.seconds(),
        iat: old.issued_at.map_or(0, Timestamp::seconds),
        jti: old.jti,
        client_id: API_CLIENT.to_owned(),
        sid: String::new(),
        auth_time: 0,
        amr: Vec::new(),
        scope: String::new(),
        generation: 0,
        token_type: "access".to_owned(),
        user_id: account.id.clone(),
    }
}

fn fault(app: &App, error: &(dyn std::error::Error + 'static)) -> Unauthorized {
    let code = random::support_code(app.random.as_ref());
    tracing::error!(support_code = %code, error, "API request {code} failed");
    Unauthorized::Fault(code)
}

/// The scheme's case does not matter (RFC 9110 §11.1).
fn token(headers: &HeaderMap) -> Result<&str, Unauthorized> {
    let mut values = headers.get_all(header::AUTHORIZATION).into_iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(if headers.contains_key(header::AUTHORIZATION) {
            Unauthorized::BadHeader
        } else {
            Unauthorized::Missing
        });
    };
    let value = value.to_str().map_err(|_| Unauthorized::BadHeader)?;
    let mut words = value.split_ascii_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(scheme), Some(token), None) if scheme.eq_ignore_ascii_case("bearer") => Ok(token),
        (Some(scheme), _, _) if !scheme.eq_ignore_ascii_case("bearer") => Err(Unauthorized::Missing),
        (None, ..) => Err(Unauthorized::Missing),
        _ => Err(Unauthorized::BadHeader),
    }
}

impl IntoResponse for Unauthorized {
    fn into_response(self) -> Response {
        let plain = |detail, code| TokenRefused { detail, code, messages: None };
        let (challenge, body) = match self {
            Self::Missing => ("Bearer realm=\"api\"", plain("Authentication credentials were not provided.", None)),
            Self::BadHeader => (
                "Bearer realm=\"api\", error=\"invalid_request\"",
                plain("Authorization header must contain two space-delimited values", Some("bad_authorization_header")),
            ),
            Self::Token(text, code) => ("Bearer realm=\"api\", error=\"invalid_token\"", plain(text, Some(code))),
            Self::NotValid(message) => {
                let found = TokenMessage { token_class: "AccessToken", token_type: "access", message };
                let told = plain("Given token not valid for any token type", Some("token_not_valid"));
                ("Bearer realm=\"api\", error=\"invalid_token\"", TokenRefused { messages: Some([found]), ..told })
            }
            Self::Scope(needed) => return forbidden(&format!(", scope=\"{needed}\""), "insufficient_scope"),
            Self::SessionNeeded => return forbidden("", "session_needed"),
            Self::Fault(code) => {
                return (StatusCode::SERVICE_UNAVAILABLE, Json(Unavailable::fault(code))).into_response();
            }
        };
        let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))];
        (StatusCode::UNAUTHORIZED, challenge, Json(body)).into_response()
    }
}

/// The token counts, and not for this (RFC 6750 §3.1).
fn forbidden(more: &str, code: &'static str) -> Response {
    let detail = "You do not have permission to perform this action.";
    let mut response =
        (StatusCode::FORBIDDEN, Json(TokenRefused { detail, code: Some(code), messages: None })).into_response();
    let challenge = format!("Bearer realm=\"api\", error=\"insufficient_scope\"{more}");
    if let Ok(challenge) = HeaderValue::try_from(challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
