//! The claims that let a token in, and each that keeps it out.

use serde_json::{Value, json};

use super::{
    WhyInvalid,
    claims::{Accepted, Claims, Expected, check_type},
    envelope::{is_opaque, issuer_of},
};
use crate::{
    clock::Timestamp,
    config::{ForeignTokenConfig, SubjectClaim},
};

const NOW: i64 = 1_800_000_000;

fn config() -> ForeignTokenConfig {
    ForeignTokenConfig {
        issuer: "https://dev-1.okta.com/oauth2/default".to_owned(),
        audiences: vec!["api://default".to_owned(), "https://api.example".to_owned()],
        client_ids: Vec::new(),
        scopes: Vec::new(),
        subject: SubjectClaim::Uid,
        algorithms: Vec::new(),
        create: false,
        introspection: false,
    }
}

/// As Okta writes them.
fn okta() -> Value {
    json!({
        "ver": 1, "jti": "AT.1", "iss": "https://dev-1.okta.com/oauth2/default", "aud": "api://default",
        "iat": NOW - 10, "exp": NOW + 3600, "cid": "0oaSpa", "uid": "00uAda", "scp": ["openid", "orders.read"],
        "auth_time": NOW - 100, "sub": "ada@example.com",
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = okta();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = okta();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn judge(claims: &Value, typ: Option<&str>, config: &ForeignTokenConfig) -> Result<Accepted, WhyInvalid> {
    let claims: Claims = serde_json::from_str(&claims.to_string()).map_err(|_| WhyInvalid::Malformed)?;
    check_type(typ, &claims)?;
    claims.accept(&Expected { config, own_client_id: "0oaWeb", now: Timestamp::from_seconds(NOW) })
}

fn refused(claims: &Value) -> WhyInvalid {
    judge(claims, None, &config()).unwrap_err()
}

#[test]
fn oktas_token_names_the_person_by_uid_and_not_by_login() {
    let accepted = judge(&okta(), None, &config()).unwrap();
    assert_eq!(accepted.subject, "00uAda");
    assert_eq!((accepted.client_id.as_str(), accepted.scope.as_str()), ("0oaSpa", "openid orders.read"));
    assert_eq!(refused(&without("uid")), WhyInvalid::NoPerson, "a service's token has a sub and no uid");
    let by_sub = ForeignTokenConfig { subject: SubjectClaim::Sub, ..config() };
    assert_eq!(judge(&okta(), None, &by_sub).unwrap().subject, "ada@example.com");
}

#[test]
fn the_audience_is_ours_exactly() {
    for audience in [json!("api://default"), json!(["x", "api://default"]), json!("https://api.example")] {
        assert!(judge(&with("aud", audience), None, &config()).is_ok());
    }
    for audience in
        [json!("api://other"), json!([]), json!("api://default/"), json!("api://default x"), json!("0oaWeb")]
    {
        assert_eq!(refused(&with("aud", audience)), WhyInvalid::WrongAudience);
    }
    assert_eq!(refused(&without("aud")), WhyInvalid::WrongAudience);
}

#[test]
fn an_id_token_is_never_an_access_token() {
    let id_token = || {
        let mut claims = without("scp");
        claims.as_object_mut().unwrap().remove("cid");
        claims["azp"] = "0oaSpa".into();
        claims
    };
    assert!(matches!(refused(&id_token()), WhyInvalid::NoAccessToken(_)), "nothing in it says what it allows");
    for (name, value) in [
        ("nonce", json!("n")),
        ("at_hash", json!("h")),
        ("c_hash", json!("h")),
        ("aud", json!(["api://default", "0oaWeb"])),
        ("typ", json!("ID")),
        ("typ", json!("Refresh")),
        ("token_use", json!("id")),
        ("token_type", json!("refresh_token")),
        ("events", json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
    ] {
        assert!(matches!(refused(&with(name, value.clone())), WhyInvalid::NoAccessToken(_)), "{name} {value}");
    }
    for (name, value) in [("typ", json!("Bearer")), ("token_use", json!("access")), ("token_type", json!("Bearer"))] {
        assert!(judge(&with(name, value), None, &config()).is_ok(), "{name}");
    }
}

#[test]
fn the_headers_type_tells_other_tokens_apart() {
    for typ in [None, Some("JWT"), Some("jwt"), Some("at+jwt"), Some("AT+JWT"), Some("application/at+jwt")] {
        assert!(judge(&okta(), typ, &config()).is_ok(), "{typ:?}");
    }
    for typ in ["logout+jwt", "secevent+jwt", "dpop+jwt", "id_token", "refresh+jwt", ""] {
        assert!(matches!(judge(&okta(), Some(typ), &config()), Err(WhyInvalid::NoAccessToken(_))), "{typ}");
    }
    let bare = json!({
        "iss": okta()["iss"], "aud": "api://default", "exp": NOW + 60, "uid": "00uAda",
    });
    assert!(judge(&bare, Some("at+jwt"), &config()).is_ok());
    assert!(judge(&bare, Some("JWT"), &config()).is_err());
}

#[test]
fn a_token_counts_within_its_life_and_a_little_leeway() {
    for (name, at) in [("exp", NOW - 29), ("nbf", NOW + 30), ("iat", NOW + 30)] {
        assert!(judge(&with(name, json!(at)), None, &config()).is_ok(), "{name}");
    }
    assert_eq!(refused(&with("exp", json!(NOW - 30))), WhyInvalid::Expired);
    assert_eq!(refused(&with("nbf", json!(NOW + 31))), WhyInvalid::NotYet);
    assert_eq!(refused(&with("iat", json!(NOW + 31))), WhyInvalid::NotYet);
    assert_eq!(refused(&without("exp")), WhyInvalid::Malformed);
    for odd in [json!("9999999999"), json!(null), json!(1e300), json!([NOW + 60]), json!(-1)] {
        assert!(judge(&with("exp", odd.clone()), None, &config()).is_err(), "{odd}");
    }
}

#[test]
fn only_the_named_applications_tokens_count() {
    let config = ForeignTokenConfig { client_ids: vec!["0oaSpa".to_owned(), "0oaApp".to_owned()], ..config() };
    assert!(judge(&okta(), None, &config).is_ok());
    for name in ["cid", "client_id", "azp"] {
        assert_eq!(judge(&with(name, json!("0oaEvil")), None, &config).unwrap_err(), WhyInvalid::WrongClient, "{name}");
    }
    assert_eq!(judge(&without("cid"), None, &config).unwrap_err(), WhyInvalid::WrongClient);
}

#[test]
fn a_programs_own_token_is_no_persons() {
    for claims in [
        with("uid", json!("0oaSpa")),
        with("sub", json!("0oaSpa")),
        with("gty", json!("client-credentials")),
        with("idtyp", json!("app")),
    ] {
        assert_eq!(refused(&claims), WhyInvalid::NoPerson, "{claims}");
    }
}

#[test]
fn a_token_that_is_bound_to_a_key_is_no_bearer_token() {
    assert_eq!(refused(&with("cnf", json!({ "jkt": "x" }))), WhyInvalid::Bound);
}

#[test]
fn of_another_issuer_and_rubbish() {
    assert_eq!(refused(&with("iss", json!("https://dev-2.okta.com/oauth2/default"))), WhyInvalid::WrongIssuer);
    for odd in [json!(""), json!("x".repeat(256)), json!(7), json!(["00uAda"])] {
        assert!(judge(&with("uid", odd), None, &config()).is_err());
    }
}

#[test]
fn scopes_come_as_an_array_or_as_words() {
    for claims in [with("scp", json!("openid orders.read")), {
        let mut claims = without("scp");
        claims["scope"] = "openid orders.read".into();
        claims
    }] {
        assert_eq!(judge(&claims, None, &config()).unwrap().scope, "openid orders.read");
    }
}

#[test]
fn an_address_counts_only_where_it_is_vouched_for() {
    let mut claims = with("email", json!("ada@example.com"));
    assert_eq!(judge(&claims, None, &config()).unwrap().verified_email, None);
    claims["email_verified"] = "true".into();
    assert_eq!(judge(&claims, None, &config()).unwrap().verified_email, None);
    claims["email_verified"] = true.into();
    assert_eq!(judge(&claims, None, &config()).unwrap().verified_email.as_deref(), Some("ada@example.com"));
}

#[test]
fn what_is_no_jwt_may_be_opaque() {
    for token in ["00abcDEF-_", "a.b", "a.b.c.d", "YWJj=="] {
        assert!(issuer_of(token).is_none() && is_opaque(token), "{token}");
    }
    for token in ["a.b.c", "..", "a b", "a\u{e9}", &"a".repeat(9000)] {
        assert!(!is_opaque(token), "{token}");
    }
}
