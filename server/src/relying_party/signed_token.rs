//! A signature of somebody else's over a JWT (RFC 7515, RFC 8725). What is signed is judged elsewhere.

#[cfg(test)]
mod vectors;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value};

use super::key_set::KeySet;
use crate::config::is_symmetric;

/// Longer tokens are refused before anything is decoded.
const LONGEST: usize = 16 * 1024;

/// Whose signatures count.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    /// The issuer's keys.
    pub keys: &'a KeySet,
    /// The algorithms that count.
    pub algorithms: &'a [Algorithm],
    /// What symmetric algorithms are keyed with, where one of them counts.
    pub secret: Option<&'a str>,
}

/// A token whose signature is good.
#[derive(Clone, Debug)]
pub struct SignedToken {
    /// What it was signed with.
    pub algorithm: Algorithm,
    /// Which kind of token it says it is.
    pub typ: Option<String>,
    /// What is signed.
    pub claims: Map<String, Value>,
}

/// Why a signature does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// No key that we know of made it: the issuer may have new ones.
    #[error("it is signed with an unknown key")]
    UnknownKey,
    /// It is no signed token by its very form.
    #[error("it is no signed token")]
    Malformed,
    /// Its algorithm does not count here; `none` never does.
    #[error("its algorithm is not allowed")]
    Algorithm,
    /// It asks for what we do not know (`crit`), or for another way of signing (`b64`).
    #[error("its header asks for an extension")]
    Extension,
    /// The signature is not the key's.
    #[error("its signature is wrong")]
    Signature,
}

/// The token, if its signature counts. Keys that it brings itself (`jwk`, `jku`, `x5c`, `x5u`) are
/// never looked at.
pub fn verify(token: &str, trust: Trust<'_>) -> Result<SignedToken, SignatureError> {
    if token.len() > LONGEST || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
        return Err(SignatureError::Malformed);
    }
    let (message, signature) = token.rsplit_once('.').ok_or(SignatureError::Malformed)?;
    let (header, claims) = message.split_once('.').ok_or(SignatureError::Malformed)?;
    // Strictly: no padding, no white space, no bits left over.
    URL_SAFE_NO_PAD.decode(signature).map_err(|_| SignatureError::Malformed)?;
    let (header, claims) = (object(header)?, object(claims)?);
    if header.contains_key("crit") || header.contains_key("b64") {
        return Err(SignatureError::Extension);
    }
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    let algorithm: Algorithm = text("alg").and_then(|name| name.parse().ok()).ok_or(SignatureError::Algorithm)?;
    if !trust.algorithms.contains(&algorithm) {
        return Err(SignatureError::Algorithm);
    }
    let made_by = |key: &DecodingKey| is_made_by(key, algorithm, message.as_bytes(), signature);
    if is_symmetric(algorithm) {
        let secret = trust.secret.ok_or(SignatureError::Algorithm)?;
        if !made_by(&DecodingKey::from_secret(secret.as_bytes())) {
            return Err(SignatureError::Signature);
        }
    } else {
        let mut tried = trust.keys.candidates(text("kid"), algorithm).map(made_by).peekable();
        tried.peek().ok_or(SignatureError::UnknownKey)?;
        if !tried.any(|good| good) {
            return Err(if text("kid").is_none() { SignatureError::UnknownKey } else { SignatureError::Signature });
        }
    }
    Ok(SignedToken { algorithm, typ: text("typ").map(str::to_owned), claims })
}

/// Whether the key made that signature, which is in base64url, over that message.
fn is_made_by(key: &DecodingKey, algorithm: Algorithm, message: &[u8], signature: &str) -> bool {
    jsonwebtoken::crypto::verify(signature, message, key, algorithm).unwrap_or(false)
}

fn object(encoded: &str) -> Result<Map<String, Value>, SignatureError> {
    let json = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| SignatureError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| SignatureError::Malformed)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::{
        encoding::AsDer,
        rand::SystemRandom,
        rsa::{KeyPair, KeySize},
        signature::Ed25519KeyPair,
    };
    use jsonwebtoken::{EncodingKey, Header, encode, jwk::Jwk};
    use serde_json::json;

    use super::*;

    /// A key pair, and the set that its public half is in.
    fn pair(algorithm: Algorithm) -> (EncodingKey, KeySet) {
        let key = match algorithm {
            Algorithm::EdDSA => {
                EncodingKey::from_ed_der(Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap().as_ref())
            }
            _ => {
                let der = KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
                let base64 = base64::engine::general_purpose::STANDARD.encode(der.as_ref());
                let pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
                EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap()
            }
        };
        let mut jwk = Jwk::from_encoding_key(&key, algorithm).unwrap();
        jwk.common.key_algorithm = None;
        (key, KeySet::read(json!({ "keys": [jwk] }).to_string().as_bytes()).unwrap())
    }

    #[test]
    fn each_algorithm_counts_where_it_is_named_and_nowhere_else() {
        let (rsa, rsa_set) = pair(Algorithm::RS256);
        let (ed25519, ed25519_set) = pair(Algorithm::EdDSA);
        for (algorithm, key, keys) in [
            (Algorithm::RS256, &rsa, &rsa_set),
            (Algorithm::RS512, &rsa, &rsa_set),
            (Algorithm::PS256, &rsa, &rsa_set),
            (Algorithm::PS384, &rsa, &rsa_set),
            (Algorithm::EdDSA, &ed25519, &ed25519_set),
        ] {
            let token = encode(&Header::new(algorithm), &json!({ "sub": "ada" }), key).unwrap();
            let trust = |algorithms| Trust { keys, algorithms, secret: None };
            let named = [algorithm];
            let verified = verify(&token, trust(&named)).unwrap();
            assert_eq!((verified.algorithm, &verified.claims["sub"]), (algorithm, &json!("ada")));
            assert_eq!(verify(&token, trust(&[Algorithm::ES256])).unwrap_err(), SignatureError::Algorithm);
            let other = if algorithm == Algorithm::EdDSA { &rsa_set } else { &ed25519_set };
            let elsewhere = Trust { keys: other, algorithms: &[algorithm], secret: None };
            assert_eq!(verify(&token, elsewhere).unwrap_err(), SignatureError::UnknownKey, "{algorithm:?}");
        }
    }

    /// Whatever is left out, put in or changed, it is no token any more.
    #[test]
    fn a_token_of_another_form_is_none() {
        let (key, keys) = pair(Algorithm::EdDSA);
        let token = encode(&Header::new(Algorithm::EdDSA), &json!({ "sub": "ada" }), &key).unwrap();
        let trust = Trust { keys: &keys, algorithms: &[Algorithm::EdDSA], secret: Some("") };
        assert!(verify(&token, trust).is_ok());
        let parts: Vec<_> = token.split('.').collect();
        let [header, claims, signature] = parts[..] else { panic!("three parts") };
        let other = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let none = other(json!({ "alg": "none" }));
        for odd in [
            String::new(),
            header.to_owned(),
            format!("{header}.{claims}"),
            format!("{header}.{claims}."),
            format!("{header}..{signature}"),
            format!(".{claims}.{signature}"),
            format!("{claims}.{signature}"),
            format!(".{claims}."),
            "..".to_owned(),
            format!("{token}."),
            format!("{token}.{signature}"),
            format!(" {token}"),
            format!("{token}\n"),
            format!("{token}="),
            format!("{header}.{claims}.{}", &signature[..signature.len() - 2]),
            format!("{header}.{claims}.{signature}AA"),
            format!("{header}.{}.{signature}", other(json!({ "sub": "eve" }))),
            format!("{}.{claims}.{signature}", other(json!({ "alg": "EdDSA", "x": 1 }))),
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            json!({ "payload": claims, "protected": header, "signature": signature }).to_string(),
        ] {
            assert!(verify(&odd, trust).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_public_key_is_no_secret() {
        let (key, keys) = pair(Algorithm::RS256);
        let public = Jwk::from_encoding_key(&key, Algorithm::RS256).unwrap();
        for secret in [json!(public).to_string().into_bytes(), URL_SAFE_NO_PAD.encode("n").into_bytes(), Vec::new()] {
            let token =
                encode(&Header::default(), &json!({ "sub": "ada" }), &EncodingKey::from_secret(&secret)).unwrap();
            for algorithms in [&[Algorithm::RS256][..], &[Algorithm::RS256, Algorithm::HS256]] {
                let trust = Trust { keys: &keys, algorithms, secret: Some("the client's secret") };
                assert!(verify(&token, trust).is_err());
            }
        }
    }

    #[test]
    fn weak_keys_are_left_out() {
        let odd_modulus = |bytes: usize| {
            let mut modulus = vec![0xc5; bytes];
            modulus[0] = 0x80;
            URL_SAFE_NO_PAD.encode(modulus)
        };
        let read = |jwk: Value| KeySet::read(json!({ "keys": [jwk] }).to_string().as_bytes()).unwrap().len();
        assert_eq!(read(json!({ "kty": "RSA", "n": odd_modulus(256), "e": "AQAB" })), 1);
        for (bytes, exponent) in
            [(128, "AQAB"), (255, "AQAB"), (1025, "AQAB"), (256, "AQ"), (256, "Ag"), (256, "AAE"), (256, "")]
        {
            assert_eq!(read(json!({ "kty": "RSA", "n": odd_modulus(bytes), "e": exponent })), 0, "{bytes} {exponent}");
        }
        assert_eq!(read(json!({ "kty": "RSA", "n": odd_modulus(256), "e": "AQAB", "d": "AQAB" })), 0, "it is private");
    }
}
