use std::str::FromStr;

/// The opener's transaction: 128 bits or more, base64url. Unguessable, so a channel named after
/// it is heard by the opener alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel(String);

/// The S256 challenge of a verifier that only the opener knows (RFC 7636 §4.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge(String);

impl Channel {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Challenge {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Channel {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if (22..=64).contains(&text.len()) && is_base64url(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err("txn is 22 to 64 characters of base64url")
        }
    }
}

impl FromStr for Challenge {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.len() == 43 && is_base64url(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err("challenge is 43 characters of base64url")
        }
    }
}

fn is_base64url(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
