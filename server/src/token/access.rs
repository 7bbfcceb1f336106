use serde::{Deserialize, Serialize};

/// `typ` of an access token (RFC 9068 §2.1).
pub const ACCESS_TOKEN_TYPE: &str = "at+jwt";

/// Claims of an access token (RFC 9068 §2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessClaims {
    /// Our public address.
    pub iss: String,
    /// The person.
    pub sub: String,
    /// The API it is for.
    pub aud: String,
    /// End, seconds since 1970.
    pub exp: i64,
    /// Made, seconds since 1970.
    pub iat: i64,
    /// 128 random bits.
    pub jti: String,
    /// Who asked for it.
    pub client_id: String,
    /// The family.
    pub sid: String,
    /// Last proof of identity, seconds since 1970.
    pub auth_time: i64,
    /// How it was proven (RFC 8176).
    pub amr: Vec<String>,
    /// What it allows.
    pub scope: String,
    /// The generation of the refresh token it came with: using it shows that this one arrived.
    #[serde(rename = "gen")]
    pub generation: u32,
    /// `access`: what simplejwt's clients look for.
    pub token_type: String,
    /// The person once more, by simplejwt's name.
    pub user_id: String,
}
