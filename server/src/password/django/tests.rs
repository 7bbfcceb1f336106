//! Hashes that Django 5.2.19 made of known passwords (argon2-cffi 25.1.0, bcrypt 5.0.0).

use crate::password::{
    memory::Memory,
    stored::{NoHash, Stored},
};

const PASSWORD: &str = "correct horse battery staple";
const SALT: &str = "seasalt2seasalt2seasa2";

/// `make_password(PASSWORD, SALT, kind)` with the settings that Django comes with.
const DEFAULTS: [&str; 6] = [
    "pbkdf2_sha256$1000000$seasalt2seasalt2seasa2$rZ65wyl8Xvy++l+zixtU7NHf57Bjlzyx4gM59gJHFHU=",
    "pbkdf2_sha1$1000000$seasalt2seasalt2seasa2$+DDDETlRqCWBqpRjH83jPaYu1Ww=",
    "argon2$argon2id$v=19$m=102400,t=2,p=8$c2Vhc2FsdDJzZWFzYWx0MnNlYXNhMg$hOzKjS3SqpBRj8wz8U7dNMaxesOyzmro88KfcZdGliM",
    "scrypt$16384$seasalt2seasalt2seasa2$8$5$iv2rMU6N/N82zr1CCWEQJkyGuogLEHl76btiNYr2r3P23Fo3xh5e75Stcz/Dl2ffZWOn1IeeptZqxa5k/bAiNg==",
    "bcrypt_sha256$$2b$12$UjTRqOGZI8R/VA9ANT3QROKFsyPT1i0Mj7NmEIBqm4ppY6DmE84Fa",
    "bcrypt$$2b$12$t7lrRI6CzJ80xNadZWfpA.H4Rw90xX0T.zH4xvlhDft3/EScLp9b.",
];

/// The same with less work.
const CHEAP: [&str; 5] = [
    "pbkdf2_sha256$1000$seasalt2seasalt2seasa2$84ji8Nd+SnGZgqiAdkAMcvhNRnPKtALSZjvcr2rMFXg=",
    "argon2$argon2id$v=19$m=64,t=2,p=2$c2Vhc2FsdDJzZWFzYWx0MnNlYXNhMg$VodTPVGi9F41NCzlhZR8pVxjowvuUCqnQ8S+t4/XqVc",
    "scrypt$64$seasalt2seasalt2seasa2$8$2$j50TFY5+vb2C4B3y8fuv5MPgp01n4JOxb3CAS5o1RxYAqZ1eiAOADYH7sTaJDMnGaRCTc8wokfB6GbX/fMJbIQ==",
    "bcrypt_sha256$$2b$04$DTCRN.zIelbJinnYUz1/dOwgpUd399X5OCmMt75w2drHNcMMpdjAm",
    "bcrypt$$2b$04$96XfLkHKIbmSks2/IbR.Ue0j0k/RsajSWk0rn6TYNCr85fdm.Rngi",
];

/// Of seventy-five `x` and `12345`, eighty characters, the same salt and cost.
const LONG: [&str; 2] = [
    "pbkdf2_sha256$1000$seasalt2seasalt2seasa2$ke9aqNe7qFost97dfETVyK9i4QFROjqROc5G+S8e1C0=",
    "bcrypt_sha256$$2b$04$pKpPLL9jHOq4ClhnPxPIqe8Sx67xWhJSi9vmoKYGs0J/icw39FjeW",
];

/// Of seventy-two `x`.
const TO_THE_BRIM: &str = "bcrypt$$2b$04$Tu7R30GREvY1.y5HhCiPj.oCQ113korP9sIos2cCffwM2QDPMD4py";

fn fits(hash: &str, text: &str) -> bool {
    let stored = Stored::read(hash).unwrap_or_else(|why| panic!("{hash}: {why:?}"));
    assert!(stored.is_djangos());
    stored.fits(&mut Memory::new(0), text).unwrap()
}

#[test]
fn what_django_wrote_is_verified() {
    for hash in DEFAULTS {
        assert!(fits(hash, PASSWORD), "{hash}");
    }
}

#[test]
fn another_password_fits_none_of_it() {
    for hash in CHEAP {
        assert!(fits(hash, PASSWORD), "{hash}");
        for other in ["Correct horse battery staple", "correct horse battery stapl", ""] {
            assert!(!fits(hash, other), "{hash} {other}");
        }
    }
}

#[test]
fn a_long_password_counts_to_its_end() {
    let long = format!("{}12345", "x".repeat(75));
    let other = format!("{}02345", "x".repeat(75));
    for hash in LONG {
        assert!(fits(hash, &long) && !fits(hash, &other), "{hash}");
    }
}

#[test]
fn plain_bcrypt_looks_no_further_than_it_did_for_django() {
    assert!(fits(TO_THE_BRIM, &"x".repeat(72)));
    assert!(fits(TO_THE_BRIM, &"x".repeat(80)));
    assert!(!fits(TO_THE_BRIM, &"x".repeat(71)));
}

#[test]
fn what_is_no_hash_is_told_from_what_should_be_one() {
    for unusable in ["", "!", "!F8SUkHLJnx4NgiTuH2vsimf3o9AkBEE4NMG2cNe2"] {
        assert_eq!(Stored::read(unusable).err(), Some(NoHash::Unusable), "{unusable}");
    }
    for unreadable in [
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99",
        "pbkdf2_sha256$1000$salt",
        "pbkdf2_sha256$1000$salt$AAAA",
        "pbkdf2_sha256$many$salt$84ji8Nd+SnGZgqiAdkAMcvhNRnPKtALSZjvcr2rMFXg=",
        "bcrypt$$2b$04$96XfLkHKIbmSks2",
        "bcrypt$$2b$04$éééLkHKIbmSks2/IbR.Ue0j0k/RsajSWk0rn6TYNCr85fdm.Rngi",
        "scrypt$64$salt$8$2$AAAA",
        "argon2$argon2x$v=19$m=64,t=2,p=2$c2Vhc2FsdDJzZWFzYWx0MnNlYXNhMg$VodTPVGi9F41NCzlhZR8pVxjowvuUCqnQ8S+t4/XqVc",
        "argon2$",
        "$",
        "$$$$$$",
    ] {
        assert_eq!(Stored::read(unreadable).err(), Some(NoHash::Unreadable), "{unreadable}");
    }
}

#[test]
fn a_damaged_row_asks_for_no_more_work_than_is_borne() {
    let bearable = |hash: String| Stored::read(&hash).is_ok();
    let pbkdf2 = |iterations: &str| {
        bearable(format!("pbkdf2_sha256${iterations}${SALT}$84ji8Nd+SnGZgqiAdkAMcvhNRnPKtALSZjvcr2rMFXg="))
    };
    assert!(pbkdf2("5000000") && !pbkdf2("5000001") && !pbkdf2("0") && !pbkdf2("-1") && !pbkdf2("4294967296"));
    let bcrypt = |cost: &str| bearable(CHEAP[4].replace("$04$", cost));
    assert!(bcrypt("$14$") && !bcrypt("$15$") && !bcrypt("$99$"));
    let scrypt = |n: &str, r: &str, p: &str| {
        let output = CHEAP[2].rsplit('$').next().unwrap();
        bearable(format!("scrypt${n}${SALT}${r}${p}${output}"))
    };
    assert!(scrypt("131072", "8", "4") && scrypt("262144", "8", "1"));
    for (n, r, p) in [
        ("524288", "8", "1"),
        ("131072", "8", "5"),
        ("16383", "8", "1"),
        ("0", "8", "1"),
        ("1", "8", "1"),
        ("16384", "0", "1"),
        ("16384", "8", "0"),
        ("9223372036854775808", "8", "1"),
        ("16384", "4294967295", "4294967295"),
    ] {
        assert!(!scrypt(n, r, p), "{n} {r} {p}");
    }
}
