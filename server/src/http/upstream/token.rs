//! `GET /api/upstream/{provider}/token`.

use axum::{
    Json,
    extract::{
        Path, Query, State,
        rejection::{PathRejection, QueryRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    audit::Visitor,
    http::{
        bearer::Bearer,
        refusals::{Detail, KnowsAsker, LooksUp, Unavailable},
        state::App,
    },
    random,
    upstream::{ApiToken, ApiTokenError, Asked},
};

/// What the token is to be good for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Scopes with spaces between them, among those that the settings allow; all of these without it.
    #[param(example = "calendar.readonly")]
    scope: Option<String>,
}

/// A provider's access token, as RFC 6749 §5.1 writes it.
#[derive(Serialize, ToSchema)]
struct ProviderToken {
    access_token: String,
    #[schema(examples("Bearer"))]
    token_type: &'static str,
    /// Seconds; absent where the provider does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in: Option<u64>,
    /// What it is good for.
    #[schema(examples("calendar.readonly"))]
    scope: String,
}

#[utoipa::path(
    get,
    path = "/api/upstream/{provider}/token",
    tag = "session",
    summary = "Take an access token of the provider's",
    description = "For an app that calls the provider's own API in the person's name. It is good for what \
                   `providers.<id>.api_token_scopes` allows and for nothing else; it is renewed here when it \
                   has to be, and the refresh token stays here.",
    security(("bearer" = [])),
    params(("provider" = String, Path, description = "The provider's id.", example = "okta"), Wanted),
    responses(
        (status = 200, description = "An access token of the provider's.", body = ProviderToken),
        (status = 400, description = "The query is malformed.", body = Detail),
        (status = 403, description = "The settings do not allow that scope.", body = Detail),
        (status = 404, description = "No token of that provider is kept for this person.", body = Detail),
        (status = 502, description = "The provider refuses: the person has to sign in there again, or the \
                                      settings do not fit.", body = Unavailable),
        KnowsAsker,
        LooksUp,
    ),
)]
pub(super) async fn access_token(
    State(app): State<App>,
    Bearer(caller): Bearer,
    visitor: Visitor,
    provider: Result<Path<String>, PathRejection>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Response {
    let Ok(Path(provider)) = provider else { return not_kept() };
    let Ok(Query(wanted)) = wanted else {
        let detail = "The query is malformed.".to_owned();
        return (StatusCode::BAD_REQUEST, Json(Detail { detail })).into_response();
    };
    let claims = &caller.claims;
    if claims.sid.is_empty() {
        // A token of another system's: there is no session that anything could be kept for.
        return not_kept();
    }
    let asked =
        Asked { person_id: &claims.sub, family: &claims.sid, provider: &provider, scope: wanted.scope.as_deref() };
    match app.upstream.access_token(&asked, &visitor).await {
        Ok(token) => handed_out(token),
        Err(error) => not_handed_out(&app, &provider, &error),
    }
}

fn handed_out(token: ApiToken) -> Response {
    let body = ProviderToken {
        access_token: token.access_token.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: token.expires_in,
        scope: token.scope.join(" "),
    };
    Json(body).into_response()
}

fn not_handed_out(app: &App, provider: &str, error: &ApiTokenError) -> Response {
    const REFUSED: &str = "The provider refuses to give a token.";
    match error {
        ApiTokenError::NotKept => not_kept(),
        ApiTokenError::ScopeNotAllowed(scope) => {
            let detail = format!("The scope {scope} is not allowed here.");
            (StatusCode::FORBIDDEN, Json(Detail { detail })).into_response()
        }
        ApiTokenError::Over => {
            let again = "The provider gives no more tokens for this sign-in. Sign in with it again.";
            in_words(app, provider, error, (StatusCode::BAD_GATEWAY, again, "sign_in_again"))
        }
        ApiTokenError::TooWide(_) | ApiTokenError::Refused(_) => {
            in_words(app, provider, error, (StatusCode::BAD_GATEWAY, REFUSED, "provider_refused"))
        }
        ApiTokenError::Unreachable(_) => {
            let down = "The provider does not answer. Try again in a moment.";
            in_words(app, provider, error, (StatusCode::SERVICE_UNAVAILABLE, down, "provider_unreachable"))
        }
        ApiTokenError::Fault(_) => {
            let fault = (StatusCode::SERVICE_UNAVAILABLE, "Try again in a moment.", "unavailable");
            in_words(app, provider, error, fault)
        }
    }
}

/// To the app what happened, to the log the cause, under one code.
fn in_words(
    app: &App,
    provider: &str,
    error: &ApiTokenError,
    (status, detail, code): (StatusCode, &'static str, &'static str),
) -> Response {
    let support_code = random::support_code(app.random.as_ref());
    tracing::warn!(support_code = %support_code, %provider, %error, "no token of {provider}, {support_code}: {error}");
    let body = Unavailable { detail, code: Some(code), support_code: Some(support_code) };
    (status, Json(body)).into_response()
}

fn not_kept() -> Response {
    (StatusCode::NOT_FOUND, Json(Detail { detail: "Not found.".to_owned() })).into_response()
}
