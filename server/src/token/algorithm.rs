use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How our own tokens may be signed (RFC 7518, RFC 8037). Nothing symmetric: an API must be able
/// to check a token without being able to make one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Algorithm {
    /// ECDSA on P-256: small and quick. The default for access tokens.
    #[default]
    Es256,
    /// RSA, 2048 bits: what every verifier in the field takes.
    Rs256,
    /// Ed25519.
    EdDsa,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

impl Algorithm {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Es256, Self::Rs256, Self::EdDsa, Self::Es512];

    /// The `alg` of JOSE headers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::EdDsa => "EdDSA",
            Self::Es512 => "ES512",
        }
    }
}

impl FromStr for Algorithm {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|algorithm| algorithm.name() == name).ok_or("is ES256, RS256, EdDSA or ES512")
    }
}

impl TryFrom<String> for Algorithm {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
    }
}

impl From<Algorithm> for &'static str {
    fn from(algorithm: Algorithm) -> Self {
        algorithm.name()
    }
}
