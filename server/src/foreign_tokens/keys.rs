use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use jsonwebtoken::{
    DecodingKey, Validation,
    jwk::{AlgorithmParameters, Jwk, KeyOperations, PublicKeyUse},
};

use super::{ForeignRefused, WhyInvalid, claims::Claims, envelope::Header};
use crate::{
    clock::Moment,
    config::ForeignTokenConfig,
    relying_party::{Published, RelyingParty},
};

/// How long what an issuer has published is believed without looking whether there is something newer.
/// The directory decides when it is fetched again; whoever brings a token waits for that at most once.
const BELIEVED_FOR: Duration = Duration::from_secs(60);
/// Shorter RSA keys are nobody's (RFC 7518 §3.3), bytes.
const SHORTEST_RSA_MODULUS: usize = 256;

/// The keys of one issuer.
pub(super) struct IssuerKeys {
    current: RwLock<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    published: Arc<Published>,
    keys: Arc<[Key]>,
    looked_at: Moment,
}

struct Key {
    id: Option<String>,
    /// What it is for, where it says so.
    algorithm: Option<jsonwebtoken::Algorithm>,
    decoding: DecodingKey,
}

impl IssuerKeys {
    pub(super) const fn new() -> Self {
        Self { current: RwLock::new(None) }
    }

    /// The claims of a token that one of the issuer's keys signed. A key that is not known yet is
    /// looked for, as often as the directory allows.
    pub(super) async fn verify(
        &self,
        (token, header): (&str, &Header),
        config: &ForeignTokenConfig,
        relying_party: &RelyingParty,
        now: &Moment,
    ) -> Result<Claims, ForeignRefused> {
        let algorithm = header.alg.parse().ok().filter(|algorithm| config.algorithms.contains(algorithm));
        let algorithm = algorithm.ok_or(WhyInvalid::Algorithm)?;
        let keys = self.known(config, relying_party, now).await?;
        match verify(token, header, algorithm, &keys) {
            Err(WhyInvalid::UnknownKey) => {}
            other => return Ok(other?),
        }
        let Some(published) = relying_party.published_anew(&config.issuer, now).await? else {
            return Err(WhyInvalid::UnknownKey.into());
        };
        Ok(verify(token, header, algorithm, &self.keep(published, now))?)
    }

    async fn known(
        &self,
        config: &ForeignTokenConfig,
        relying_party: &RelyingParty,
        now: &Moment,
    ) -> Result<Arc<[Key]>, ForeignRefused> {
        let known = self.current.read().ok().and_then(|known| known.clone());
        if let Some(known) = &known
            && now.elapsed_since(&known.looked_at) < BELIEVED_FOR
        {
            return Ok(Arc::clone(&known.keys));
        }
        let published = relying_party.published(&config.issuer, now).await?;
        Ok(match known {
            Some(known) if known.published.is_same(&published) => {
                let keys = Arc::clone(&known.keys);
                self.set(Known { looked_at: now.clone(), ..known });
                keys
            }
            _ => self.keep(published, now),
        })
    }

    fn keep(&self, published: Published, now: &Moment) -> Arc<[Key]> {
        let keys: Arc<[Key]> = published.keys().iter().filter_map(usable).collect();
        self.set(Known { published: Arc::new(published), keys: Arc::clone(&keys), looked_at: now.clone() });
        keys
    }

    fn set(&self, known: Known) {
        if let Ok(mut current) = self.current.write() {
            *current = Some(known);
        }
    }
}

/// A key that may sign a token: not one for encryption, and no weak one (RFC 8725 §3.5).
fn usable(jwk: &Jwk) -> Option<Key> {
    let common = &jwk.common;
    let for_signatures = common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify));
    let strong = match &jwk.algorithm {
        AlgorithmParameters::RSA(rsa) => base64_length(&rsa.n) >= SHORTEST_RSA_MODULUS && rsa.e != "AQ",
        AlgorithmParameters::EllipticCurve(_) | AlgorithmParameters::OctetKeyPair(_) => true,
        _ => false,
    };
    if !for_signatures || !strong {
        return None;
    }
    let decoding = DecodingKey::from_jwk(jwk).ok()?;
    let algorithm = common.key_algorithm.and_then(|told| told.to_string().parse().ok());
    Some(Key { id: common.key_id.clone(), algorithm, decoding })
}

const fn base64_length(text: &str) -> usize {
    text.len() * 3 / 4
}

/// By the key of that name; without a name, by each that fits.
fn verify(
    token: &str,
    header: &Header,
    algorithm: jsonwebtoken::Algorithm,
    keys: &[Key],
) -> Result<Claims, WhyInvalid> {
    let named = |key: &&Key| header.kid.is_none() || key.id == header.kid;
    let fits =
        |key: &&Key| key.decoding.family() == algorithm.family() && key.algorithm.is_none_or(|told| told == algorithm);
    if !keys.iter().any(|key| named(&key)) {
        return Err(WhyInvalid::UnknownKey);
    }
    let validation = signature_only(algorithm);
    for key in keys.iter().filter(named).filter(fits) {
        match jsonwebtoken::decode::<Claims>(token, &key.decoding, &validation) {
            Ok(decoded) => return Ok(decoded.claims),
            Err(error) if is_about_the_claims(&error) => return Err(WhyInvalid::Malformed),
            Err(_) => {}
        }
    }
    Err(WhyInvalid::Signature)
}

fn is_about_the_claims(error: &jsonwebtoken::errors::Error) -> bool {
    matches!(error.kind(), jsonwebtoken::errors::ErrorKind::Json(_))
}

/// The rest is checked by [`Claims::accept`], against a clock that is an argument.
fn signature_only(algorithm: jsonwebtoken::Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
