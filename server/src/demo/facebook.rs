//! The Facebook stand-in: OAuth 2 without OpenID Connect, with errors in the form of its Graph API.

use std::sync::Arc;

use aws_lc_rs::hmac;
use axum::{
    Json, Router,
    body::Bytes,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::{
    Site, authorize,
    fault::Fault,
    graph_error::GraphError,
    stand_in::{FACEBOOK_DEBUG, FACEBOOK_DIALOG, FACEBOOK_ME, FACEBOOK_TOKEN},
    switches::Notes,
};
use crate::{
    digest,
    http::oauth2::answer,
    provider::{Grant, IssuedToken, Parameters},
};

/// Facebook's addresses.
pub(super) fn routes(site: Arc<Site>) -> Router {
    FACEBOOK_DEBUG
        .into_iter()
        .fold(Router::new(), |router, path| router.route(path, get(debug_token)))
        .route(FACEBOOK_DIALOG, get(authorize::show).post(authorize::submit))
        .route(FACEBOOK_TOKEN, get(access_token).post(access_token_posted))
        .route(FACEBOOK_ME, get(me))
        .with_state(site)
}

/// Facebook takes the exchange as a GET, secret in the address and all.
async fn access_token(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    answered(&site, exchange(&site, &query.unwrap_or_default()).await)
}

async fn access_token_posted(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    answered(&site, exchange(&site, &answer::text(&body)).await)
}

async fn me(State(site): State<Arc<Site>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    answered(&site, person(&site, &query.unwrap_or_default(), answer::bearer(&headers)).await)
}

async fn debug_token(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Response {
    answered(&site, debug(&site, &query.unwrap_or_default()).await)
}

fn answered(site: &Site, result: Result<Value, GraphError>) -> Response {
    match result {
        Ok(body) => Json(body).into_response(),
        Err(error) => error.answer(site),
    }
}

async fn exchange(site: &Site, encoded: &str) -> Result<Value, GraphError> {
    let parameters = read(encoded)?;
    let earned = site.provider.exchange(None, &parameters.clone().with("grant_type", "authorization_code")).await?;
    let grant = earned.grant().ok_or(GraphError::InvalidToken)?;
    let mut notes = Notes::read(grant.annotations.as_deref());
    tokio::time::sleep(notes.delay()).await;
    if notes.has(Fault::TokenError) {
        return Err(GraphError::SwitchedOff);
    }
    let tokens = site.provider.tokens(&earned).await?;
    let proof = proof(parameters.get("client_secret").unwrap_or_default(), &tokens.access_token);
    notes.proof_hash = Some(digest::sha256(&proof));
    site.provider.annotate(grant, &notes.write()).await?;
    Ok(json!({
        "access_token": tokens.access_token,
        "token_type": "bearer",
        "expires_in": tokens.expires_in,
    }))
}

async fn person(site: &Site, encoded: &str, bearer: Option<&str>) -> Result<Value, GraphError> {
    let parameters = read(encoded)?;
    let token = bearer.or_else(|| parameters.get("access_token")).ok_or(GraphError::NoToken)?;
    let grant = site.provider.issued_token(token).await?.and_then(|token| token.grant);
    let grant = grant.ok_or(GraphError::InvalidToken)?;
    let notes = Notes::read(grant.annotations.as_deref());
    if parameters.get("appsecret_proof").is_some_and(|proof| !is_proof(&notes, proof)) {
        return Err(GraphError::InvalidProof);
    }
    let mut fields = fields(&grant, parameters.get("fields").unwrap_or("id,name"))?;
    let mut id = grant.subject.as_str().to_owned();
    if notes.has(Fault::WrongUserinfoSub) {
        id.push_str("000");
    }
    fields.insert("id".into(), id.into());
    Ok(Value::Object(fields))
}

/// What was asked for, as far as it was granted and there is any. The id comes in any case.
fn fields(grant: &Grant, asked: &str) -> Result<Map<String, Value>, GraphError> {
    let mut fields = Map::new();
    for name in asked.split(',').map(str::trim) {
        let value = match name {
            "id" => continue,
            "name" => grant.claims.name.as_ref(),
            "email" => grant.claims.email.as_ref().filter(|_| grant.scope.contains("email")),
            _ => return Err(GraphError::NoSuchField(name.chars().take(40).collect())),
        };
        if let Some(value) = value {
            fields.insert(name.to_owned(), value.clone().into());
        }
    }
    Ok(fields)
}

/// What a token is worth, told to the application that it was issued to.
async fn debug(site: &Site, encoded: &str) -> Result<Value, GraphError> {
    let parameters = read(encoded)?;
    let input = parameters.get("input_token").ok_or(GraphError::Missing("input_token"))?;
    let (app_id, secret) =
        parameters.get("access_token").ok_or(GraphError::NoToken)?.split_once('|').ok_or(GraphError::InvalidToken)?;
    let Some(IssuedToken { grant: Some(grant), issued_at, expires_at, .. }) = site.provider.issued_token(input).await?
    else {
        let error = json!({ "code": 190, "message": "The access token could not be decrypted" });
        return Ok(json!({ "data": { "error": error, "is_valid": false, "scopes": [] } }));
    };
    let notes = Notes::read(grant.annotations.as_deref());
    if grant.client_id.as_str() != app_id || !is_proof(&notes, &proof(secret, input)) {
        return Err(GraphError::InvalidToken);
    }
    Ok(json!({ "data": {
        "app_id": app_id,
        "type": "USER",
        "application": app_id,
        "expires_at": expires_at.seconds(),
        "is_valid": true,
        "issued_at": issued_at.seconds(),
        "scopes": grant.scope.names().collect::<Vec<_>>(),
        "user_id": grant.subject.as_str(),
    } }))
}

fn read(encoded: &str) -> Result<Parameters, GraphError> {
    Parameters::parse(encoded).map_err(|malformed| GraphError::Malformed(malformed.why))
}

/// `appsecret_proof`: HMAC-SHA256 of the token with the application's secret, in hex.
fn proof(secret: &str, access_token: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, access_token.as_bytes());
    tag.as_ref().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Any secret will do at the exchange, so the proof is held against the one that was shown there.
fn is_proof(notes: &Notes, proof: &str) -> bool {
    notes.proof_hash.as_ref().is_some_and(|hash| digest::equal(hash, &digest::sha256(proof)))
}

#[cfg(test)]
mod tests {
    /// RFC 4231 §4.3.
    #[test]
    fn the_proof_is_hmac_sha256_in_hex() {
        assert_eq!(
            super::proof("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }
}
