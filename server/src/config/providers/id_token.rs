use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey};

use super::{ClientAuthentication, Section, section};

/// What an ID token must be like, beyond what every one must.
#[derive(Clone, Debug)]
pub struct IdTokenRules {
    /// `alg` values that count.
    pub algorithms: Vec<Algorithm>,
    /// How far the provider's clock may be from ours.
    pub leeway: Duration,
    /// The one key that counts, instead of those that the provider publishes.
    pub key: Option<DecodingKey>,
    /// Whether `acr` must be one of those that were asked for.
    pub require_acr: bool,
    /// Google: the Workspace domains that count, by the claim `hd`.
    pub hosted_domains: Vec<String>,
}

/// What counts unless somebody says otherwise: nothing symmetric, and never `none`.
const DEFAULT: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

impl Default for IdTokenRules {
    fn default() -> Self {
        Self {
            algorithms: DEFAULT.to_vec(),
            leeway: Duration::from_secs(60),
            key: None,
            require_acr: false,
            hosted_domains: Vec::new(),
        }
    }
}

impl IdTokenRules {
    pub(super) fn read(section: &mut Section<'_>, authentication: Option<&ClientAuthentication>) -> Self {
        let default = Self::default();
        let algorithms = section.get("algorithms", default.algorithms, parse_algorithms);
        let symmetric = algorithms.iter().any(|algorithm| is_symmetric(*algorithm));
        if symmetric && authentication.is_some_and(|authentication| authentication.secret().is_none()) {
            section.mistake("algorithms", "hold HS256 or another whose key is the client_secret, and there is none");
        }
        Self {
            algorithms,
            leeway: section.seconds("leeway", 60, 0, 60),
            key: section.optional("signing_key", parse_key),
            require_acr: section.flag("require_acr", false),
            hosted_domains: section.words("hosted_domain").iter().map(|word| word.to_lowercase()).collect(),
        }
    }
}

/// Whether whoever can check a signature by it can make one.
pub const fn is_symmetric(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512)
}

fn parse_algorithms(text: &str) -> Result<Vec<Algorithm>, &'static str> {
    const FORM: &str =
        "are made of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, EdDSA and HS256, HS384, HS512";
    let algorithms: Result<Vec<Algorithm>, _> = section::words(text).iter().map(|name| name.parse()).collect();
    algorithms.ok().filter(|algorithms| !algorithms.is_empty()).ok_or(FORM)
}

fn parse_key(pem: &str) -> Result<DecodingKey, &'static str> {
    let pem = pem.replace("\\n", "\n");
    DecodingKey::from_rsa_pem(pem.as_bytes())
        .or_else(|_| DecodingKey::from_ec_pem(pem.as_bytes()))
        .or_else(|_| DecodingKey::from_ed_pem(pem.as_bytes()))
        .map_err(|_| "is a public key in PEM (RSA, EC or Ed25519)")
}
