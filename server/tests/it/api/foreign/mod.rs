//! Access tokens of another issuer at our API.

mod forged;
mod introspection;
mod issuer_down;
mod limits;
mod people;
mod reading;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::{Answer, Engine, Person, Site};

/// What our API is called there.
const AUDIENCE: &str = "api://default";
/// Where the demo's Okta publishes its keys.
const KEYS: &str = "GET /oauth2/default/v1/keys";

/// A site that takes Okta's access tokens, where Ada has signed in once.
async fn site(engine: Engine, settings: &[(&str, &str)]) -> Site {
    let settings: Vec<_> = [("api_audience", AUDIENCE)].iter().chain(settings).copied().collect();
    let site = Site::with_oidc_provider(engine, "okta", &settings).await;
    site.browser().sign_in("okta", &Person::ada()).await;
    site
}

/// What Okta says in an access token for Ada.
fn claims(site: &Site) -> Value {
    claims_of(site, &Person::ada())
}

fn claims_of(site: &Site, person: &Person) -> Value {
    let now = site.now().seconds();
    json!({
        "ver": 1, "jti": "AT.1", "iss": format!("{}oauth2/default", site.demo), "aud": AUDIENCE,
        "iat": now, "exp": now + 3600, "cid": "0oaSpa", "uid": person.sub, "sub": person.email,
        "scp": ["openid", "orders.read"], "auth_time": now,
    })
}

fn with(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

/// Signed with Okta's own key (RS256).
fn signed(site: &Site, claims: &Value) -> String {
    signed_as("JWT", site, claims)
}

fn signed_as(typ: &str, site: &Site, claims: &Value) -> String {
    let keys = site.rings.demo.as_ref().unwrap();
    keys.sign(keys.algorithm(), typ, claims).unwrap()
}

async fn profile(site: &Site, token: &str) -> Answer {
    site.api(token).get("/api/profile").await
}

/// It does not count, in simplejwt's shape; that word of it.
#[track_caller]
fn assert_not_valid(answer: &Answer, message: &str) {
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", answer.text());
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"api\", error=\"invalid_token\"");
    let told = json!({
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{ "token_class": "AccessToken", "token_type": "access", "message": message }],
    });
    assert_eq!(answer.json(), told);
}

#[track_caller]
fn assert_forbidden(answer: &Answer, challenge: &str, code: &str) {
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.text());
    assert_eq!(
        answer.header("www-authenticate"),
        format!("Bearer realm=\"api\", error=\"insufficient_scope\"{challenge}")
    );
    let told = json!({ "detail": "You do not have permission to perform this action.", "code": code });
    assert_eq!(answer.json(), told);
}
