use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

/// Nobody publishes more: a longer list is there to keep us busy.
const MOST_KEYS: usize = 100;
/// Keys that are tried for a token that names none.
const MOST_TRIES: usize = 10;
/// Bits of an RSA modulus (RFC 7518 §3.3, and what verifying is worth).
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// Members of a JWK that a public key has not.
pub const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The public keys of an issuer that signatures can be checked by. What is for something else, weak,
/// or of a kind we do not know is left out (RFC 7517 §5), and harms nobody.
#[derive(Clone, Default)]
pub struct KeySet(Vec<PublicKey>);

/// A public key.
#[derive(Clone)]
pub struct PublicKey {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    kind: KeyKind,
    key: DecodingKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    Rsa,
    P256,
    P384,
    Ed25519,
    /// Typed in by somebody who named the algorithms, too.
    Typed,
}

impl KeySet {
    /// From a JWK Set.
    pub fn read(body: &[u8]) -> Result<Self, String> {
        let document: Map<String, Value> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let keys = document.get("keys").and_then(Value::as_array).ok_or("there is no list of keys")?;
        if keys.len() > MOST_KEYS {
            return Err(format!("there are {} keys", keys.len()));
        }
        Ok(Self(keys.iter().filter_map(Value::as_object).filter_map(PublicKey::read).collect()))
    }

    /// The one key that somebody has typed in.
    pub fn typed(key: DecodingKey) -> Self {
        Self(vec![PublicKey { id: None, algorithm: None, kind: KeyKind::Typed, key }])
    }

    /// The keys that a token of that header may be signed by. One that names a key is signed by that
    /// one; one that does not, by one of those that fit (OpenID Connect Core §10.1).
    pub fn candidates(&self, id: Option<&str>, algorithm: Algorithm) -> impl Iterator<Item = &DecodingKey> {
        let named = move |key: &PublicKey| match (key.kind, id) {
            (KeyKind::Typed, _) | (_, None) => true,
            (_, Some(id)) => key.id.as_deref() == Some(id),
        };
        self.0.iter().filter(move |key| named(key) && key.fits(algorithm)).map(|key| &key.key).take(MOST_TRIES)
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PublicKey {
    fn read(jwk: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let is_for_signatures = jwk.get("use").is_none_or(|used| used == "sig")
            && jwk
                .get("key_ops")
                .is_none_or(|ops| ops.as_array().is_some_and(|ops| ops.iter().any(|op| op == "verify")));
        if !is_for_signatures || PRIVATE_MEMBERS.iter().any(|member| jwk.contains_key(*member)) {
            return None;
        }
        let algorithm = match jwk.get("alg") {
            None => None,
            Some(name) => Some(name.as_str()?.parse().ok()?),
        };
        let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let (kind, key) = match (text("kty")?, text("crv")) {
            ("RSA", _) => (KeyKind::Rsa, rsa(&bytes("n")?, &bytes("e")?)?),
            ("EC", Some("P-256")) => (KeyKind::P256, ec(text("x")?, text("y")?, 32)?),
            ("EC", Some("P-384")) => (KeyKind::P384, ec(text("x")?, text("y")?, 48)?),
            ("OKP", Some("Ed25519")) if bytes("x")?.len() == 32 => {
                (KeyKind::Ed25519, DecodingKey::from_ed_components(text("x")?).ok()?)
            }
            _ => return None,
        };
        let key = Self { id: text("kid").map(str::to_owned), algorithm, kind, key };
        key.algorithm.is_none_or(|algorithm| key.fits(algorithm)).then_some(key)
    }

    fn fits(&self, algorithm: Algorithm) -> bool {
        let by_kind = match algorithm {
            Algorithm::RS256
            | Algorithm::RS384
            | Algorithm::RS512
            | Algorithm::PS256
            | Algorithm::PS384
            | Algorithm::PS512 => self.kind == KeyKind::Rsa,
            Algorithm::ES256 => self.kind == KeyKind::P256,
            Algorithm::ES384 => self.kind == KeyKind::P384,
            Algorithm::EdDSA => self.kind == KeyKind::Ed25519,
            _ => false,
        };
        // Whether a typed key is of the algorithm's family is seen when it is used.
        (by_kind || self.kind == KeyKind::Typed) && self.algorithm.is_none_or(|own| own == algorithm)
    }
}

/// With an exponent of 1 anybody signs; an even one is no key's.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Option<DecodingKey> {
    let significant = &modulus[modulus.iter().position(|byte| *byte != 0)?..];
    let bits = significant.len() * 8 - significant[0].leading_zeros() as usize;
    let small = exponent.iter().rev().skip(1).all(|byte| *byte == 0) && exponent.last().is_none_or(|last| *last < 3);
    let odd = exponent.last().is_some_and(|last| last & 1 == 1);
    (RSA_BITS.contains(&bits) && odd && !small).then(|| DecodingKey::from_rsa_raw_components(significant, exponent))
}

fn ec(x: &str, y: &str, length: usize) -> Option<DecodingKey> {
    let fits = |text: &str| URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == length);
    if fits(x) && fits(y) { DecodingKey::from_ec_components(x, y).ok() } else { None }
}
