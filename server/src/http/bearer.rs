use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{
    refusals::{TokenMessage, TokenRefused, Unavailable},
    state::App,
};
use crate::{
    random,
    session::{Caller, NotAuthenticated},
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
    /// We cannot tell now.
    Fault(String),
}

impl FromRequestParts<App> for Bearer {
    type Rejection = Unauthorized;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Unauthorized> {
        authenticate(app, &parts.headers).await.map(Self)
    }
}

/// Whoever the header lets in.
pub(super) async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Caller, Unauthorized> {
    match app.sessions.authenticate(token(headers)?).await {
        Ok(caller) => Ok(caller),
        Err(NotAuthenticated::Fault(error)) => {
            let code = random::support_code(app.random.as_ref());
            tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "API request {code} failed");
            Err(Unauthorized::Fault(code))
        }
        Err(why) => {
            tracing::debug!(%why, "an access token was refused: {why}");
            Err(Unauthorized::NotValid(why.in_simplejwt_words()))
        }
    }
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
            Self::Fault(code) => {
                return (StatusCode::SERVICE_UNAVAILABLE, Json(Unavailable::fault(code))).into_response();
            }
        };
        let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge))];
        (StatusCode::UNAUTHORIZED, challenge, Json(body)).into_response()
    }
}
