//! What the applications' servers ask of the OpenID Connect stand-ins, and the sign-out page.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode};

use super::{
    Site, authorize, distort,
    fault::Fault,
    page,
    stand_in::{GOOGLE, OKTA, OKTA_INTROSPECT, OKTA_LOGOUT, Paths},
    switches::Notes,
};
use crate::http::oauth2::answer;
use crate::provider::{
    Entitlement, Failure, Grant, Parameters, TokenEndpointError, TokenQueryError, TokenResponse, Userinfo,
    UserinfoError,
};

/// Okta's addresses.
pub(super) fn okta(site: Arc<Site>) -> Router {
    common(&OKTA)
        .route(&format!("{}/.well-known/oauth-authorization-server", OKTA.issuer), get(discovery))
        .route(OKTA.revoke, post(revoke))
        .route(OKTA_INTROSPECT, post(introspect))
        .route(OKTA_LOGOUT, get(end_session).post(end_session_posted))
        .with_state(site)
}

/// Google's addresses.
pub(super) fn google(site: Arc<Site>) -> Router {
    common(&GOOGLE).route(GOOGLE.revoke, post(revoke_by_possession)).with_state(site)
}

fn common(paths: &Paths) -> Router<Arc<Site>> {
    Router::new()
        .route(&format!("{}/.well-known/openid-configuration", paths.issuer), get(discovery))
        .route(paths.authorize, get(authorize::show).post(authorize::submit))
        .route(paths.token, post(token))
        .route(paths.userinfo, get(userinfo).post(userinfo_posted))
        .route(paths.keys, get(keys))
}

async fn discovery(State(site): State<Arc<Site>>) -> Response {
    match site.stand_in.endpoints(&site.demo.origin) {
        Some(endpoints) => answer::public_json(site.provider.metadata(endpoints)),
        None => page::not_found().await,
    }
}

async fn keys(State(site): State<Arc<Site>>) -> Response {
    answer::public_json(site.provider.jwks())
}

async fn token(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let redeemed = match answer::form(&headers, &body) {
        Ok(parameters) => site.provider.exchange(answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenEndpointError::InvalidRequest(why)),
    };
    match redeemed {
        Ok(earned) => tokens(&site, &earned).await,
        Err(error) => no_tokens(&site, &error),
    }
}

/// What the code was exchanged for, as the switches that were set at the page leave it.
async fn tokens(site: &Site, earned: &Entitlement) -> Response {
    let notes = Notes::read(earned.grant().and_then(|grant| grant.annotations.as_deref()));
    tokio::time::sleep(notes.delay()).await;
    if notes.has(Fault::TokenError) {
        let wire = (StatusCode::INTERNAL_SERVER_ERROR, "server_error");
        return answer::oauth_error(wire, "switched on: token_error", None);
    }
    match issue(site, earned, &notes).await {
        Ok(tokens) => Json(tokens).into_response(),
        Err(failure) => no_tokens(site, &failure.into()),
    }
}

async fn issue(site: &Site, earned: &Entitlement, notes: &Notes) -> Result<TokenResponse, Failure> {
    let mut tokens = site.provider.tokens(earned).await?;
    if let Some(token) = tokens.id_token.take() {
        tokens.id_token = Some(distort::id_token(token, notes.faults(), &site.demo.parts.keys)?);
    }
    Ok(tokens)
}

fn no_tokens(site: &Site, error: &TokenEndpointError) -> Response {
    if let TokenEndpointError::Failed(cause) = error {
        page::log_failure(site, cause);
    }
    answer::oauth_error(error.wire(), &error.to_string(), error.challenge())
}

async fn userinfo(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    tell(&site, answer::bearer(&headers)).await
}

/// The token may come in the form too (RFC 6750 §2.2).
async fn userinfo_posted(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let form = answer::form(&headers, &body).unwrap_or_default();
    tell(&site, answer::bearer(&headers).or_else(|| form.get("access_token"))).await
}

async fn tell(site: &Site, access_token: Option<&str>) -> Response {
    match told(site, access_token).await {
        Ok((grant, mut userinfo)) => {
            if Notes::read(grant.annotations.as_deref()).has(Fault::WrongUserinfoSub) {
                userinfo.sub.push_str("-somebody-else");
            }
            Json(userinfo).into_response()
        }
        Err(error) => {
            if let UserinfoError::Failed(cause) = &error {
                page::log_failure(site, cause);
            }
            let (status, challenge) = error.wire();
            answer::challenged(status.into_response(), challenge)
        }
    }
}

async fn told(site: &Site, access_token: Option<&str>) -> Result<(Grant, Userinfo), UserinfoError> {
    let (grant, scope) = site.provider.grant_for_userinfo(access_token).await?;
    let userinfo = site.provider.userinfo(&grant, &scope).await?;
    Ok((grant, userinfo))
}

async fn introspect(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let answered = match answer::form(&headers, &body) {
        Ok(parameters) => site.provider.introspect(answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenQueryError::InvalidRequest(why)),
    };
    match answered {
        Ok(introspection) => Json(introspection).into_response(),
        Err(error) => no_answer(&site, &error),
    }
}

async fn revoke(State(site): State<Arc<Site>>, headers: HeaderMap, body: Bytes) -> Response {
    let revoked = match answer::form(&headers, &body) {
        Ok(parameters) => site.provider.revoke(answer::authorization(&headers), &parameters).await,
        Err(why) => Err(TokenQueryError::InvalidRequest(why)),
    };
    match revoked {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => no_answer(&site, &error),
    }
}

fn no_answer(site: &Site, error: &TokenQueryError) -> Response {
    if let TokenQueryError::Failed(cause) = error {
        page::log_failure(site, cause);
    }
    answer::oauth_error(error.wire(), &error.to_string(), error.challenge())
}

/// Google asks for no client here: who has the token may end it, and hears if there was none.
async fn revoke_by_possession(
    State(site): State<Arc<Site>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let sent = match query {
        Some(query) => Parameters::parse(&query).map_err(|malformed| malformed.why),
        None => answer::form(&headers, &body),
    };
    let ended = match sent {
        Ok(parameters) => end(&site, parameters.get("token").unwrap_or_default()).await,
        Err(why) => Err(TokenQueryError::InvalidRequest(why)),
    };
    match ended {
        Ok(true) => StatusCode::OK.into_response(),
        Ok(false) => answer::oauth_error((StatusCode::BAD_REQUEST, "invalid_token"), "Token expired or revoked", None),
        Err(error) => no_answer(&site, &error),
    }
}

async fn end(site: &Site, token: &str) -> Result<bool, TokenQueryError> {
    let Some(grant) = site.provider.issued_token(token).await?.and_then(|token| token.grant) else { return Ok(false) };
    site.provider.end(&grant).await?;
    Ok(true)
}

async fn end_session(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    sign_out(&site, &query.unwrap_or_default()).await
}

async fn end_session_posted(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    sign_out(&site, &answer::text(&body)).await
}

async fn sign_out(site: &Site, encoded: &str) -> Response {
    match site.provider.end_session(Parameters::parse(encoded)).await {
        Ok(request) => page::signed_out(site.stand_in, request.go_on.as_deref()),
        Err(error) => page::refusal(site.stand_in, &error.to_string()),
    }
}
