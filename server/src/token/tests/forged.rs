//! Tokens that are not what they say (RFC 8725), for each algorithm.

use std::{path::PathBuf, sync::Arc, time::Duration};

use aws_lc_rs::hmac;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use crate::{
    clock::{Clock, Moment, Timestamp},
    random::{SystemRandom, bytes, id},
    store::Store,
    token::{Algorithm, Keyring, MAX_TOKEN_BYTES, Refused, RingParts, RingPolicy, Vault, ring::Material},
};

const TYPE: &str = "at+jwt";
const ISSUER: &str = "https://id.example";
const AUDIENCE: &str = "https://api.example";
const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

struct Standing;

impl Clock for Standing {
    fn moment(&self) -> Moment {
        Moment { at: NOW, process: "test".into(), tick: NOW.millis() }
    }
}

/// Real keys of every algorithm, in a database that is gone with the test.
struct Bench {
    keys: Keyring,
    folder: PathBuf,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Bench {
    async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("gatepost-test-{}", id(&SystemRandom)));
        std::fs::create_dir(&folder).unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.join("test.db").display()).into()).await.unwrap();
        store.migrate().await.unwrap();
        let vault = Arc::new(Vault::from_base64(&STANDARD.encode(bytes::<32>(&SystemRandom)).into()).unwrap());
        let parts = RingParts { store, vault, clock: Arc::new(Standing), random: Arc::new(SystemRandom) };
        let hour = Duration::from_secs(3600);
        let policy =
            RingPolicy { ring: "test", publish_ahead: hour, signs_for: hour, verifies_for: hour, known_for: hour };
        Self { keys: Keyring::open(parts, policy, Algorithm::Es256, &Algorithm::ALL).await.unwrap(), folder }
    }

    fn token(&self, algorithm: Algorithm) -> String {
        self.keys.sign(algorithm, TYPE, &claims()).unwrap()
    }

    /// What the key of that algorithm signs when it is given that header, word for word.
    fn signed(&self, algorithm: Algorithm, header: &str) -> String {
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims().to_string()));
        let signature = self.keys.ring.with_active(algorithm, |key| key.material.sign(message.as_bytes()));
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature.unwrap().unwrap()))
    }

    fn kid(&self, algorithm: Algorithm) -> String {
        self.keys.ring.with_active(algorithm, |key| key.id.clone()).unwrap()
    }

    fn jwk(&self, algorithm: Algorithm) -> Value {
        let kid = self.kid(algorithm);
        let set = json!(self.keys.jwks());
        set["keys"].as_array().unwrap().iter().find(|key| key["kid"] == kid.as_str()).unwrap().clone()
    }

    fn verify(&self, token: &str) -> Result<Value, Refused> {
        let used = self.keys.verify(token, TYPE, ISSUER, Some(AUDIENCE), NOW);
        let hinted = self.keys.verify_hint::<Value>(token, TYPE, ISSUER, NOW);
        assert_eq!(used, hinted, "a hint is proven as well: {token}");
        used
    }

    #[track_caller]
    fn refused(&self, token: &str) {
        assert!(self.verify(token).is_err(), "{token}");
    }
}

fn claims() -> Value {
    let now = NOW.seconds();
    json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 600 })
}

fn header(alg: &str, kid: &str) -> Value {
    json!({ "alg": alg, "typ": TYPE, "kid": kid })
}

#[tokio::test]
async fn what_is_signed_is_verified() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        assert_eq!(bench.verify(&bench.token(algorithm)), Ok(claims()));
        let by_hand = header(algorithm.name(), &bench.kid(algorithm)).to_string();
        assert_eq!(bench.verify(&bench.signed(algorithm, &by_hand)), Ok(claims()), "the other tests' way to sign");
    }
}

#[tokio::test]
async fn the_algorithm_is_the_keys_and_not_the_headers() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let kid = bench.kid(algorithm);
        let names = [
            "none", "None", "nOnE", "", "HS256", "HS512", "RS256", "RS512", "PS256", "ES256", "ES384", "ES512",
            "EdDSA", "Ed25519", "es256", "RS256 ",
        ];
        for alg in names.into_iter().filter(|&alg| alg != algorithm.name()) {
            let header = header(alg, &kid).to_string();
            assert_eq!(bench.verify(&bench.signed(algorithm, &header)), Err(Refused::Signature), "{alg}");
            let message =
                format!("{}.{}", URL_SAFE_NO_PAD.encode(&header), URL_SAFE_NO_PAD.encode(claims().to_string()));
            bench.refused(&format!("{message}."));
        }
        for alg in [Value::Null, json!(["RS256"]), json!(256)] {
            let header = json!({ "alg": alg, "typ": TYPE, "kid": kid }).to_string();
            assert_eq!(bench.verify(&bench.signed(algorithm, &header)), Err(Refused::Malformed));
        }
    }
}

#[tokio::test]
async fn a_public_key_is_no_secret_to_mac_with() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let jwk = bench.jwk(algorithm);
        let mut secrets = vec![jwk.to_string().into_bytes(), Vec::new()];
        for member in ["x", "y", "n", "e"] {
            if let Some(encoded) = jwk[member].as_str() {
                secrets.push(encoded.as_bytes().to_vec());
                secrets.push(URL_SAFE_NO_PAD.decode(encoded).unwrap());
            }
        }
        for (secret, alg) in secrets.iter().flat_map(|secret| [(secret, "HS256"), (secret, algorithm.name())]) {
            let header = header(alg, &bench.kid(algorithm)).to_string();
            let message =
                format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims().to_string()));
            let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
            bench.refused(&format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac)));
        }
    }
}

#[tokio::test]
async fn a_key_speaks_for_itself_alone() {
    let bench = Bench::new().await;
    for signing in Algorithm::ALL {
        for named in Algorithm::ALL.into_iter().filter(|&named| named != signing) {
            for alg in [signing.name(), named.name()] {
                let header = header(alg, &bench.kid(named)).to_string();
                assert_eq!(bench.verify(&bench.signed(signing, &header)), Err(Refused::Signature));
            }
        }
        let unknown = header(signing.name(), "AAAAAAAAAAAA").to_string();
        assert_eq!(bench.verify(&bench.signed(signing, &unknown)), Err(Refused::UnknownKey));
        let nameless = json!({ "alg": signing.name(), "typ": TYPE }).to_string();
        assert_eq!(bench.verify(&bench.signed(signing, &nameless)), Err(Refused::Malformed));
        for kid in ["../../dev/null", "' or '1'='1", "\u{0}", ""] {
            let odd = header(signing.name(), kid).to_string();
            assert_eq!(bench.verify(&bench.signed(signing, &odd)), Err(Refused::UnknownKey));
        }
    }
}

/// Even where our own key has signed it.
#[tokio::test]
async fn a_header_that_asks_for_more_is_refused() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let plain = header(algorithm.name(), &bench.kid(algorithm));
        for (name, value) in [
            ("crit", json!(["exp"])),
            ("crit", json!(["b64"])),
            ("crit", json!([])),
            ("b64", json!(true)),
            ("b64", json!(false)),
            ("jwk", bench.jwk(algorithm)),
            ("jku", json!("https://evil.example/keys")),
            ("x5u", json!("https://evil.example/certificate")),
            ("x5c", json!(["MIIB"])),
            ("zip", json!("DEF")),
            ("enc", json!("A256GCM")),
        ] {
            let mut header = plain.clone();
            header[name] = value;
            let token = bench.signed(algorithm, &header.to_string());
            assert_eq!(bench.verify(&token), Err(Refused::Malformed), "{name}");
        }
    }
}

#[tokio::test]
async fn a_header_that_says_something_twice_is_refused() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let (alg, kid) = (algorithm.name(), bench.kid(algorithm));
        for header in [
            format!(r#"{{"alg":"none","alg":"{alg}","typ":"{TYPE}","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"{alg}","typ":"{TYPE}","kid":"{kid}","alg":"{alg}"}}"#),
            format!(r#"{{"alg":"{alg}","typ":"JWT","typ":"{TYPE}","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"{alg}","typ":"{TYPE}","kid":"x","kid":"{kid}"}}"#),
            format!(r#"{{"alg":"{alg}","typ":"{TYPE}","kid":"{kid}"}}{{}}"#),
            format!(r#"[{{"alg":"{alg}","typ":"{TYPE}","kid":"{kid}"}}]"#),
        ] {
            assert_eq!(bench.verify(&bench.signed(algorithm, &header)), Err(Refused::Malformed), "{header}");
        }
    }
}

#[tokio::test]
async fn nothing_may_be_missing_of_a_token_or_changed() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let token = bench.token(algorithm);
        for end in 0..token.len() {
            bench.refused(&token[..end]);
        }
        let (message, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let with = |signature: &[u8]| format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature));
        assert_eq!(with(&signature), token);
        for at in 0..signature.len() {
            let mut changed = signature.clone();
            changed[at] ^= 0x80;
            bench.refused(&with(&changed));
        }
        for wrong in [
            vec![0; signature.len()],
            vec![0xff; signature.len()],
            [&signature[..], &[0]].concat(),
            [&[0], &signature[..]].concat(),
            signature.repeat(2),
            signature.iter().rev().copied().collect(),
        ] {
            bench.refused(&with(&wrong));
        }
        let (head, payload) = message.split_once('.').unwrap();
        let mut others = claims();
        others["sub"] = "grace".into();
        let others = URL_SAFE_NO_PAD.encode(others.to_string());
        let tail = URL_SAFE_NO_PAD.encode(&signature);
        for changed in [[head, &others, &tail], [payload, head, &tail], [head, &tail, payload]] {
            bench.refused(&changed.join("."));
        }
    }
}

#[tokio::test]
async fn a_token_has_one_spelling() {
    let bench = Bench::new().await;
    for algorithm in Algorithm::ALL {
        let token = bench.token(algorithm);
        let parts: Vec<&str> = token.split('.').collect();
        let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
        for spelled in [
            format!("{token}="),
            format!("{token}=="),
            format!("{token}."),
            format!(".{token}"),
            format!(" {token}"),
            format!("{token}\n"),
            format!("{}.{}", parts[0], token),
            format!("{token}.{}.{}", parts[0], parts[1]),
            [parts[0], parts[1], &STANDARD.encode(&signature)].join("."),
            [parts[0], parts[1], &format!("{}=", STANDARD_NO_PAD.encode(&signature))].join("."),
            json!({ "payload": parts[1], "protected": parts[0], "signature": parts[2] }).to_string(),
            json!({ "payload": parts[1], "signatures": [{ "protected": parts[0], "signature": parts[2] }] })
                .to_string(),
            "A".repeat(MAX_TOKEN_BYTES + 1),
            String::new(),
        ] {
            // Where the signature has neither + nor / and needs no padding, the alphabets agree.
            if spelled != token {
                bench.refused(&spelled);
            }
        }
        let unused_bits = (signature.len() * 8).next_multiple_of(6) - signature.len() * 8;
        if unused_bits > 0 {
            let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let (start, last) = token.split_at(token.len() - 1);
            let number = alphabet.find(last).unwrap();
            bench.refused(&format!("{start}{}", &alphabet[number + 1..number + 2]));
        }
    }
}

#[tokio::test]
async fn a_private_key_is_of_its_own_algorithm() {
    use crate::token::signing_key::SigningKey;
    for made in Algorithm::ALL {
        let private = SigningKey::generate(made, &SystemRandom).unwrap();
        for read in Algorithm::ALL {
            assert_eq!(SigningKey::load("k", read.name(), &private).is_ok(), made == read, "{made:?} as {read:?}");
        }
        assert!(SigningKey::load("k", "HS256", &private).is_err());
    }
}
