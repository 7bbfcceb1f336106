//! What the switches do to an ID token: a real one is taken apart, made wrong, and signed again.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::fault::Fault;
use crate::token::{Keyring, TokenError};

const HOUR: i64 = 3600;
const LIFE: [&str; 2] = ["iat", "exp"];

/// The ID token as those faults leave it.
pub(super) fn id_token(
    token: String,
    faults: impl Iterator<Item = Fault>,
    keys: &Keyring,
) -> Result<String, TokenError> {
    let mut token = token;
    for fault in faults {
        token = match wrong(fault) {
            Wrong::Nothing => token,
            Wrong::Claims(change) => signed_again(&token, change, keys)?,
            Wrong::Type(typ) => keys.sign(keys.algorithm(), typ, &decoded(&token, 1))?,
            Wrong::Envelope(change) => change(&token),
        };
    }
    Ok(token)
}

/// What a fault has to change.
enum Wrong {
    Nothing,
    Claims(fn(&mut Map<String, Value>)),
    Type(&'static str),
    Envelope(fn(&str) -> String),
}

fn wrong(fault: Fault) -> Wrong {
    match fault {
        Fault::AccessDenied
        | Fault::LoginRequired
        | Fault::ServerError
        | Fault::TokenError
        | Fault::UnverifiedEmail
        | Fault::NoEmail
        | Fault::FormPost
        | Fault::WrongResponseIssuer
        | Fault::WrongUserinfoSub => Wrong::Nothing,
        Fault::WrongNonce => Wrong::Claims(|claims| set(claims, "nonce", "the-nonce-of-another-sign-in")),
        Fault::MissingNonce => Wrong::Claims(|claims| drop(claims.remove("nonce"))),
        Fault::WrongIssuer => Wrong::Claims(|claims| set(claims, "iss", "https://another-issuer.invalid")),
        Fault::WrongAudience => Wrong::Claims(|claims| set(claims, "aud", "another-application")),
        Fault::WrongAtHash => Wrong::Claims(|claims| set(claims, "at_hash", "AAAAAAAAAAAAAAAAAAAAAA")),
        Fault::ExpiredIdToken => Wrong::Claims(|claims| move_by(claims, &LIFE, -2 * HOUR)),
        Fault::FutureIdToken => Wrong::Claims(|claims| move_by(claims, &LIFE, HOUR)),
        Fault::NoAuthTime => Wrong::Claims(|claims| drop(claims.remove("auth_time"))),
        Fault::OldAuthTime => Wrong::Claims(|claims| move_by(claims, &["auth_time"], -HOUR)),
        Fault::MissingSub => Wrong::Claims(|claims| drop(claims.remove("sub"))),
        Fault::MissingExp => Wrong::Claims(|claims| drop(claims.remove("exp"))),
        Fault::MissingIat => Wrong::Claims(|claims| drop(claims.remove("iat"))),
        // Its life is an hour: a minute is left.
        Fault::StaleIdToken => Wrong::Claims(|claims| move_by(claims, &LIFE, 60 - HOUR)),
        Fault::FutureNbf => Wrong::Claims(|claims| {
            let iat = claims.get("iat").and_then(Value::as_i64).unwrap_or_default();
            claims.insert("nbf".to_owned(), (iat + HOUR).into());
        }),
        Fault::ExtraAudience => Wrong::Claims(|claims| {
            let ours = claims.remove("aud").unwrap_or_default();
            claims.insert("aud".to_owned(), json!([ours, "another-application"]));
        }),
        Fault::WrongAzp => Wrong::Claims(|claims| set(claims, "azp", "another-application")),
        Fault::AccessTokenType => Wrong::Type("at+jwt"),
        Fault::WrongSignature => Wrong::Envelope(with_wrong_signature),
        Fault::UnknownKid => Wrong::Envelope(|token| with_header(token, "kid", "not-a-published-key")),
        Fault::AlgNone => Wrong::Envelope(unsigned),
    }
}

fn set(claims: &mut Map<String, Value>, name: &str, value: &str) {
    claims.insert(name.to_owned(), value.into());
}

/// Moves times of a token, whose life is an hour.
fn move_by(claims: &mut Map<String, Value>, names: &[&str], seconds: i64) {
    for name in names {
        if let Some(at) = claims.get(*name).and_then(Value::as_i64) {
            claims.insert((*name).to_owned(), (at + seconds).into());
        }
    }
}

fn signed_again(token: &str, change: fn(&mut Map<String, Value>), keys: &Keyring) -> Result<String, TokenError> {
    let mut claims = decoded(token, 1);
    change(&mut claims);
    keys.sign(keys.algorithm(), "JWT", &claims)
}

fn with_wrong_signature(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    if let Some(byte) = bytes.first_mut() {
        *byte ^= 1;
    }
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn with_header(token: &str, name: &str, value: &str) -> String {
    let mut header = decoded(token, 0);
    set(&mut header, name, value);
    let (_, rest) = token.split_once('.').unwrap_or(("", token));
    format!("{}.{rest}", encoded(&json!(header)))
}

fn unsigned(token: &str) -> String {
    let claims = token.split('.').nth(1).unwrap_or_default();
    format!("{}.{claims}.", encoded(&json!({"alg": "none", "typ": "JWT"})))
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// Header (0) or claims (1).
fn decoded(token: &str, part: usize) -> Map<String, Value> {
    let json = URL_SAFE_NO_PAD.decode(token.split('.').nth(part).unwrap_or_default()).unwrap_or_default();
    serde_json::from_slice(&json).unwrap_or_default()
}
