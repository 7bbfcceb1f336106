use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::{MacRing, TokenError};

const KEY_ID_LENGTH: usize = 12;
const MAC_LENGTH: usize = 32;

/// A refresh token. It is derived, never stored: a leak of the database yields none.
///
/// `key id ‖ family id ‖ generation ‖ HMAC(key, family id ‖ salt ‖ generation)`.
#[derive(Clone)]
pub struct RefreshToken(SecretString);

/// What a refresh token says of itself, before its MAC is checked.
pub struct TokenParts {
    /// Which key it was derived with.
    pub key_id: String,
    /// Whose it is.
    pub family: Uuid,
    /// Which in the row of tokens.
    pub generation: u32,
    mac: Vec<u8>,
}

impl RefreshToken {
    /// The token of that generation: the same whoever derives it, until the key is rotated.
    pub fn derive(keys: &MacRing, family: Uuid, salt: &[u8], generation: u32) -> Result<Self, TokenError> {
        let (key_id, mac) = keys.mac(&message(family, salt, generation))?;
        let mut bytes = Vec::with_capacity(KEY_ID_LENGTH + 16 + 4 + MAC_LENGTH);
        bytes.extend_from_slice(key_id.as_bytes());
        bytes.extend_from_slice(family.as_bytes());
        bytes.extend_from_slice(&generation.to_be_bytes());
        bytes.extend_from_slice(&mac);
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes).into()))
    }

    /// The text, for a cookie or an answer to an API client.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl TokenParts {
    /// `None` for what has not even the form of one.
    pub fn parse(token: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (key_id, rest) = bytes.split_at_checked(KEY_ID_LENGTH)?;
        let (family, rest) = rest.split_at_checked(16)?;
        let (generation, mac) = rest.split_at_checked(4)?;
        Some(Self {
            key_id: std::str::from_utf8(key_id).ok()?.to_owned(),
            family: Uuid::from_slice(family).ok()?,
            generation: u32::from_be_bytes(generation.try_into().ok()?),
            mac: (mac.len() == MAC_LENGTH).then(|| mac.to_vec())?,
        })
    }

    /// Whether we derived it.
    pub fn is_genuine(&self, keys: &MacRing, salt: &[u8]) -> bool {
        keys.is_mac(&self.key_id, &message(self.family, salt, self.generation), &self.mac)
    }
}

fn message(family: Uuid, salt: &[u8], generation: u32) -> Vec<u8> {
    [family.as_bytes(), salt, &generation.to_be_bytes()[..]].concat()
}

#[cfg(test)]
mod tests {
    use super::TokenParts;

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "x", "%%", &"A".repeat(85), &"A".repeat(87), &"\u{1F512}".repeat(40)] {
            assert!(TokenParts::parse(text).is_none(), "{text}");
        }
    }
}
