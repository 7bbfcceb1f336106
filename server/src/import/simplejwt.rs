//! Tokens that the replaced Django signed (djangorestframework-simplejwt), until they expire.
//!
//! This checks a token by itself. Whoever lets somebody in by it also looks whether it is spent
//! (`Db::spent_jtis`), whom it names (`Db::imports`, `token_holder`), and whether that person may sign in.

use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

use crate::{clock::Timestamp, token::MAX_TOKEN_BYTES};

/// How Django signed: its `SIMPLE_JWT` settings.
#[derive(Clone, Debug)]
pub struct OldTokenSettings {
    /// `SIGNING_KEY`, which is Django's `SECRET_KEY` unless set; for RS, PS and ES `VERIFYING_KEY`, in PEM.
    pub key: SecretString,
    /// `ALGORITHM`.
    pub algorithm: Algorithm,
    /// `USER_ID_CLAIM`.
    pub user_id_claim: String,
}

/// Checks old tokens.
pub struct OldTokens {
    key: DecodingKey,
    algorithm: Algorithm,
    user_id_claim: String,
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldTokenKind {
    /// A request's `Authorization`.
    Access,
    /// Exchanged, once, for a session of ours.
    Refresh,
    /// Either, where it is only asked whether a token is good.
    Any,
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldClaims {
    /// The person's key in Django, as the import keeps it: a UUID with hyphens, or a number.
    pub source_id: Option<String>,
    /// Its id: spent once it was exchanged or blacklisted.
    pub jti: String,
    /// When it was signed.
    pub issued_at: Option<Timestamp>,
    /// When it is over.
    pub expires_at: Timestamp,
}

/// Why a token does not count, in simplejwt's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words())]
pub enum OldRefused {
    /// No JWT, signed otherwise, or not good yet.
    Invalid,
    /// Over.
    Expired,
    /// It would live for ever.
    NoExpiry,
    /// It could not be told from another.
    NoId,
    /// It does not say what it is for.
    NoType,
    /// It is for something else.
    WrongType,
}

impl OldRefused {
    /// In simplejwt's words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Invalid => "Token is invalid",
            Self::Expired => "Token is expired",
            Self::NoExpiry => "Token has no 'exp' claim",
            Self::NoId => "Token has no id",
            Self::NoType => "Token has no type",
            Self::WrongType => "Token has wrong type",
        }
    }
}

/// The key is none of that algorithm.
#[derive(Debug, thiserror::Error)]
#[error("the key is none for that algorithm")]
pub struct BadKey(#[from] jsonwebtoken::errors::Error);

impl OldTokens {
    /// With Django's key.
    pub fn new(settings: &OldTokenSettings) -> Result<Self, BadKey> {
        let key = settings.key.expose_secret().as_bytes();
        let key = match settings.algorithm {
            Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => DecodingKey::from_secret(key),
            Algorithm::ES256 | Algorithm::ES384 => DecodingKey::from_ec_pem(key)?,
            Algorithm::EdDSA => DecodingKey::from_ed_pem(key)?,
            _ => DecodingKey::from_rsa_pem(key)?,
        };
        Ok(Self { key, algorithm: settings.algorithm, user_id_claim: settings.user_id_claim.clone() })
    }

    /// What the token says, if it counts now. The checks come in simplejwt's order, so that a client
    /// is told the same.
    pub fn verify(&self, token: &str, kind: OldTokenKind, now: Timestamp) -> Result<OldClaims, OldRefused> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(OldRefused::Invalid);
        }
        let claims = jsonwebtoken::decode::<Map<String, Value>>(token, &self.key, &signature_only(self.algorithm))
            .map_err(|_| OldRefused::Invalid)?
            .claims;
        let time = |name: &str| number(claims.get(name));
        let (issued_at, starts_at, expires_at) = (time("iat")?, time("nbf")?, time("exp")?);
        if [issued_at, starts_at].into_iter().flatten().any(|at| at > now) {
            return Err(OldRefused::Invalid);
        }
        if expires_at.is_some_and(|at| at <= now) {
            return Err(OldRefused::Expired);
        }
        let expires_at = expires_at.ok_or(OldRefused::NoExpiry)?;
        let jti = claims.get("jti").and_then(Value::as_str).ok_or(OldRefused::NoId)?.to_owned();
        check_kind(claims.get("token_type"), kind)?;
        let source_id = claims.get(&self.user_id_claim).and_then(source_id);
        Ok(OldClaims { source_id, jti, issued_at, expires_at })
    }
}

/// A key of Django as the import keeps it, whether it was written with hyphens, as a number or as text.
pub fn normal_id(key: &str) -> String {
    uuid::Uuid::try_parse(key).map_or_else(|_| key.to_owned(), |id| id.to_string())
}

fn source_id(claim: &Value) -> Option<String> {
    match claim {
        Value::String(text) => Some(normal_id(text)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A time in seconds, whole or not; a token with anything else there is none.
fn number(claim: Option<&Value>) -> Result<Option<Timestamp>, OldRefused> {
    let Some(claim) = claim else { return Ok(None) };
    #[expect(clippy::cast_possible_truncation, reason = "a time that far away is as good as any")]
    let seconds = claim.as_i64().or_else(|| claim.as_f64().map(|seconds| seconds as i64));
    seconds.map(|seconds| Some(Timestamp::from_seconds(seconds))).ok_or(OldRefused::Invalid)
}

fn check_kind(found: Option<&Value>, kind: OldTokenKind) -> Result<(), OldRefused> {
    let wanted = match kind {
        OldTokenKind::Access => "access",
        OldTokenKind::Refresh => "refresh",
        OldTokenKind::Any => return Ok(()),
    };
    match found {
        None => Err(OldRefused::NoType),
        Some(found) if found == wanted => Ok(()),
        Some(_) => Err(OldRefused::WrongType),
    }
}

/// The claims are checked against a clock that is an argument.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::{EncodingKey, Header, encode};
    use serde_json::json;

    use super::*;

    const KEY: &str = "django-insecure-key-of-fifty-characters-and-not-one-less";
    const NOW: i64 = 1_700_000_000;

    fn tokens() -> OldTokens {
        let settings =
            OldTokenSettings { key: KEY.into(), algorithm: Algorithm::HS256, user_id_claim: "user_id".to_owned() };
        OldTokens::new(&settings).unwrap()
    }

    fn claims() -> Value {
        json!({
            "token_type": "access", "exp": NOW + 300, "iat": NOW, "jti": "4f2c", "user_id": "5",
        })
    }

    fn signed(claims: &Value, algorithm: Algorithm, key: &str) -> String {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(key.as_bytes())).unwrap()
    }

    fn verified(claims: &Value, kind: OldTokenKind) -> Result<OldClaims, OldRefused> {
        tokens().verify(&signed(claims, Algorithm::HS256, KEY), kind, Timestamp::from_seconds(NOW))
    }

    fn changed(name: &str, value: Value) -> Value {
        let mut claims = claims();
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value,
        }
        claims
    }

    #[test]
    fn what_simplejwt_signed_counts() {
        let told = verified(&claims(), OldTokenKind::Access).unwrap();
        assert_eq!(told.source_id.as_deref(), Some("5"));
        assert_eq!((told.jti.as_str(), told.expires_at.seconds()), ("4f2c", NOW + 300));
        assert_eq!(verified(&claims(), OldTokenKind::Any).unwrap(), told);
        let number = verified(&changed("user_id", json!(5)), OldTokenKind::Access).unwrap();
        assert_eq!(number.source_id, told.source_id);
    }

    #[test]
    fn a_uuid_is_one_however_it_is_written() {
        let bare = changed("user_id", json!("6513270E269E4D37B2A74DE452E6B438"));
        let told = verified(&bare, OldTokenKind::Access).unwrap();
        assert_eq!(told.source_id.as_deref(), Some("6513270e-269e-4d37-b2a7-4de452e6b438"));
    }

    #[test]
    fn what_is_wrong_is_told_in_simplejwts_words() {
        for (name, value, words) in [
            ("exp", json!(NOW), "Token is expired"),
            ("exp", json!("soon"), "Token is invalid"),
            ("exp", Value::Null, "Token has no 'exp' claim"),
            ("iat", json!(NOW + 10), "Token is invalid"),
            ("nbf", json!(NOW + 10), "Token is invalid"),
            ("jti", Value::Null, "Token has no id"),
            ("token_type", Value::Null, "Token has no type"),
            ("token_type", json!("refresh"), "Token has wrong type"),
        ] {
            let refused = verified(&changed(name, value.clone()), OldTokenKind::Access).unwrap_err();
            assert_eq!(refused.to_string(), words, "{name} {value}");
        }
        assert_eq!(verified(&changed("user_id", Value::Null), OldTokenKind::Access).unwrap().source_id, None);
        assert_eq!(verified(&claims(), OldTokenKind::Refresh).unwrap_err(), OldRefused::WrongType);
    }

    #[test]
    fn only_djangos_key_and_algorithm_count() {
        let now = Timestamp::from_seconds(NOW);
        for token in [
            signed(&claims(), Algorithm::HS256, "another key"),
            signed(&claims(), Algorithm::HS512, KEY),
            "a.b.c".to_owned(),
            String::new(),
            "x".repeat(MAX_TOKEN_BYTES + 1),
        ] {
            assert_eq!(tokens().verify(&token, OldTokenKind::Any, now).unwrap_err(), OldRefused::Invalid);
        }
    }

    #[test]
    fn a_key_of_another_kind_is_told_at_once() {
        let settings =
            OldTokenSettings { key: KEY.into(), algorithm: Algorithm::RS256, user_id_claim: "user_id".to_owned() };
        assert!(OldTokens::new(&settings).is_err());
    }
}
