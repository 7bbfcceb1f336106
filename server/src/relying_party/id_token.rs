//! The ID token, checked in full (OpenID Connect Core §3.1.3.7).

use std::time::Duration;

use chrono::{DateTime, Utc};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, ClientSecret, IdToken,
    IdTokenClaims, IdTokenVerifier, Nonce, SignatureVerificationError,
    core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Serialize};

use super::directory::Metadata;
use crate::{clock::Timestamp, config::FreshProof};

/// How far the provider's clock may be from ours.
const LEEWAY: Duration = Duration::from_secs(60);
/// An ID token made longer ago was not made for this sign-in.
const OLDEST: Duration = Duration::from_secs(10 * 60);
/// OpenID Connect Core §2.
const LONGEST_SUBJECT: usize = 255;

/// `alg` values that count. Symmetric ones and `none` never do.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// Claims that openidconnect leaves to us.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct MoreClaims {
    #[serde(default)]
    nbf: Option<i64>,
}

impl AdditionalClaims for MoreClaims {}

pub(super) type SignedIdToken =
    IdToken<MoreClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub(super) type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;

/// Why an ID token does not count.
#[derive(Debug)]
pub(super) enum IdTokenError {
    /// No key of the provider's that we know made it: it may have new ones.
    UnknownKey,
    /// A check failed.
    Refused(String),
}

/// What an ID token is checked against.
pub(super) struct Expected<'a> {
    pub(super) client_id: &'a ClientId,
    pub(super) client_secret: &'a ClientSecret,
    pub(super) nonce: &'a Nonce,
    pub(super) access_token: &'a AccessToken,
    pub(super) max_age: Option<i64>,
    pub(super) fresh_proof: FreshProof,
    pub(super) now: Timestamp,
}

/// The claims, if every check passes.
pub(super) fn check<'t>(
    token: &'t SignedIdToken,
    metadata: &Metadata,
    expected: &Expected<'_>,
) -> Result<&'t Claims, IdTokenError> {
    let now = expected.now;
    let verifier = IdTokenVerifier::<CoreJsonWebKey>::new_confidential_client(
        expected.client_id.clone(),
        expected.client_secret.clone(),
        metadata.issuer().clone(),
        metadata.jwks().clone(),
    )
    .set_allowed_algs(ALGORITHMS)
    .set_time_fn(move || utc(now))
    .set_issue_time_verifier_fn(move |iat| check_issue_time(iat, now));
    let claims = token.claims(&verifier, expected.nonce).map_err(classify)?;
    check_the_rest(claims, expected).map_err(IdTokenError::Refused)?;
    check_access_token_hash(token, claims, &verifier, expected.access_token).map_err(IdTokenError::Refused)?;
    Ok(claims)
}

fn classify(error: ClaimsVerificationError) -> IdTokenError {
    match error {
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            IdTokenError::UnknownKey
        }
        other => IdTokenError::Refused(other.to_string()),
    }
}

fn check_issue_time(iat: DateTime<Utc>, now: Timestamp) -> Result<(), String> {
    let iat = Timestamp::from_seconds(iat.timestamp());
    if iat > now + LEEWAY {
        Err("iat is in the future".to_owned())
    } else if now > iat + OLDEST {
        Err("iat is too long ago".to_owned())
    } else {
        Ok(())
    }
}

fn check_the_rest(claims: &Claims, expected: &Expected<'_>) -> Result<(), String> {
    let now = expected.now;
    if claims.authorized_party().is_some_and(|party| party != expected.client_id) {
        return Err("azp is another client".to_owned());
    }
    if claims.additional_claims().nbf.is_some_and(|nbf| Timestamp::from_seconds(nbf) > now + LEEWAY) {
        return Err("nbf is in the future".to_owned());
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err("sub is empty or too long".to_owned());
    }
    if let Some(max_age) = expected.max_age {
        let Some(auth_time) = claims.auth_time() else {
            return match expected.fresh_proof {
                FreshProof::Answer => Ok(()),
                FreshProof::AuthTime => Err("auth_time is missing though max_age was asked for".to_owned()),
            };
        };
        let age = now.since(Timestamp::from_seconds(auth_time.timestamp()));
        if age > Duration::from_secs(u64::try_from(max_age).unwrap_or(0)) + LEEWAY {
            return Err("auth_time is older than max_age".to_owned());
        }
    }
    Ok(())
}

/// OpenID Connect Core §3.1.3.8: checked wherever it is there.
fn check_access_token_hash(
    token: &SignedIdToken,
    claims: &Claims,
    verifier: &IdTokenVerifier<'_, CoreJsonWebKey>,
    access_token: &AccessToken,
) -> Result<(), String> {
    let Some(told) = claims.access_token_hash() else { return Ok(()) };
    let algorithm = token.signing_alg().map_err(|error| error.to_string())?;
    let key = token.signing_key(verifier).map_err(|error| error.to_string())?;
    let actual = AccessTokenHash::from_token(access_token, algorithm, key).map_err(|error| error.to_string())?;
    if *told == actual { Ok(()) } else { Err("at_hash is of another access token".to_owned()) }
}

fn utc(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.millis()).unwrap_or_default()
}
