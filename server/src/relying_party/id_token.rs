//! The ID token, checked in full (OpenID Connect Core §3.1.3.7).

use std::time::Duration;

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use serde_json::Value;

use super::{claims::Claims, signed_token::SignedToken};
use crate::{
    clock::Timestamp,
    config::{FreshProof, IdTokenRules, OidcConfig},
    digest::equal,
};

/// An ID token made longer ago was not made for this sign-in.
const OLDEST: Duration = Duration::from_secs(10 * 60);
/// OpenID Connect Core §2.
const LONGEST_SUBJECT: usize = 255;

/// What an ID token says of the request that it answers.
#[derive(Clone, Copy)]
pub(super) enum ExpectedNonce<'a> {
    /// A sign-in: its nonce.
    Exactly(&'a str),
    /// A renewal: that of the sign-in, or none (OpenID Connect Core §12.2).
    NoneOr(&'a str),
}

/// What an ID token is checked against.
pub(super) struct Expected<'a> {
    pub(super) provider: &'a OidcConfig,
    pub(super) client_id: &'a str,
    pub(super) nonce: ExpectedNonce<'a>,
    pub(super) access_token: &'a str,
    pub(super) max_age: Option<i64>,
    /// The classes that were asked for.
    pub(super) acr_values: &'a str,
    pub(super) now: Timestamp,
}

/// Whom it is about.
pub(super) struct Checked {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) claims: Claims,
}

/// The claims, if every check passes.
pub(super) fn check(token: SignedToken, expected: &Expected<'_>) -> Result<Checked, &'static str> {
    // RFC 8725 §3.11: an access token or a logout token is no ID token.
    if token.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err("typ is of another kind of token");
    }
    let claims = Claims::new(token.claims);
    let rules = &expected.provider.id_token;
    let issuer = check_issuer(&claims, expected.provider)?;
    check_audience(&claims, expected.client_id)?;
    check_times(&claims, rules, expected.now)?;
    let subject = check_subject(&claims)?;
    match (claims.get("nonce").map(Value::as_str), expected.nonce) {
        (Some(Some(told)), ExpectedNonce::Exactly(nonce) | ExpectedNonce::NoneOr(nonce)) if equal(told, nonce) => {}
        (None, ExpectedNonce::NoneOr(_)) => {}
        (Some(_), _) => return Err("nonce is of another sign-in"),
        (None, ExpectedNonce::Exactly(_)) => return Err("nonce is missing"),
    }
    check_access_token_hash(&claims, token.algorithm, expected.access_token)?;
    check_age_of_proof(&claims, expected)?;
    if rules.require_acr {
        let acr = claims.get("acr").and_then(Value::as_str).ok_or("acr is missing")?;
        if !expected.acr_values.split(' ').any(|wanted| wanted == acr) {
            return Err("acr is none of those that were asked for");
        }
    }
    if !rules.hosted_domains.is_empty() {
        let domain = claims.text("hd").ok_or("hd is missing: the account is of no Workspace domain")?;
        if !rules.hosted_domains.contains(&domain.to_lowercase()) {
            return Err("hd is another Workspace domain");
        }
    }
    Ok(Checked { issuer, subject, claims })
}

/// Exactly the issuer; where one address stands for many tenants, exactly that of the token's own.
fn check_issuer(claims: &Claims, provider: &OidcConfig) -> Result<String, &'static str> {
    let issuer = claims.get("iss").and_then(Value::as_str).ok_or("iss is missing")?;
    match &provider.tenants {
        None if issuer == provider.issuer => Ok(issuer.to_owned()),
        None => Err("iss is another issuer"),
        Some(tenants) => {
            let tenant = claims.get("tid").and_then(Value::as_str).ok_or("tid is missing")?;
            let of_tenant = tenants.issuer_of(tenant).ok_or("tid is a tenant that is not let in")?;
            if issuer == of_tenant { Ok(of_tenant) } else { Err("iss is not the issuer of the tenant tid") }
        }
    }
}

/// For us alone: nobody else is trusted with it.
fn check_audience(claims: &Claims, client_id: &str) -> Result<(), &'static str> {
    let for_us = match claims.get("aud") {
        Some(Value::String(audience)) => audience == client_id,
        Some(Value::Array(audiences)) => {
            !audiences.is_empty() && audiences.iter().all(|audience| audience.as_str() == Some(client_id))
        }
        _ => return Err("aud is missing"),
    };
    if !for_us {
        return Err("aud is another client, or others beside us");
    }
    if claims.get("azp").is_some_and(|party| party.as_str() != Some(client_id)) {
        return Err("azp is another client");
    }
    Ok(())
}

fn check_times(claims: &Claims, rules: &IdTokenRules, now: Timestamp) -> Result<(), &'static str> {
    let at = |name| claims.seconds(name).map(Timestamp::from_seconds);
    let expires = at("exp").ok_or("exp is missing")?;
    let issued = at("iat").ok_or("iat is missing")?;
    if now >= expires + rules.leeway {
        return Err("it has expired");
    }
    if issued > now + rules.leeway {
        return Err("iat is in the future");
    }
    if now > issued + OLDEST {
        return Err("iat is too long ago");
    }
    match (claims.get("nbf"), at("nbf")) {
        (Some(_), None) => Err("nbf is no time"),
        (_, Some(not_before)) if not_before > now + rules.leeway => Err("nbf is in the future"),
        _ => Ok(()),
    }
}

fn check_subject(claims: &Claims) -> Result<String, &'static str> {
    let subject = claims.get("sub").and_then(Value::as_str).ok_or("sub is missing")?;
    if is_subject(subject) { Ok(subject.to_owned()) } else { Err("sub is empty, too long or not printable") }
}

/// Whether that can name a person.
pub(super) fn is_subject(text: &str) -> bool {
    (1..=LONGEST_SUBJECT).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// OpenID Connect Core §3.1.3.7 (13): whoever asked how old the proof is looks at the answer.
fn check_age_of_proof(claims: &Claims, expected: &Expected<'_>) -> Result<(), &'static str> {
    let Some(max_age) = expected.max_age else { return Ok(()) };
    let Some(auth_time) = claims.seconds("auth_time") else {
        return match expected.provider.fresh_proof {
            FreshProof::Answer => Ok(()),
            FreshProof::AuthTime => Err("auth_time is missing though max_age was asked for"),
        };
    };
    let most = Duration::from_secs(u64::try_from(max_age).unwrap_or(0)) + expected.provider.id_token.leeway;
    if expected.now.since(Timestamp::from_seconds(auth_time)) > most {
        return Err("auth_time is older than max_age");
    }
    Ok(())
}

/// OpenID Connect Core §3.1.3.8: checked wherever it is there. Half of the digest that belongs to the
/// signature's algorithm; that of Ed25519 is SHA-512 (RFC 8032 §5.1).
fn check_access_token_hash(claims: &Claims, algorithm: Algorithm, access_token: &str) -> Result<(), &'static str> {
    let Some(told) = claims.get("at_hash") else { return Ok(()) };
    let digest = match algorithm {
        Algorithm::HS256 | Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 => &digest::SHA256,
        Algorithm::HS384 | Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 => &digest::SHA384,
        _ => &digest::SHA512,
    };
    let whole = digest::digest(digest, access_token.as_bytes());
    let half = URL_SAFE_NO_PAD.encode(&whole.as_ref()[..whole.as_ref().len() / 2]);
    let same = told.as_str().is_some_and(|told| equal(told, &half));
    if same { Ok(()) } else { Err("at_hash is of another access token") }
}
