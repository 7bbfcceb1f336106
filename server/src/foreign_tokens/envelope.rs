use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;

use crate::token::MAX_TOKEN_BYTES;

#[derive(Deserialize)]
struct Named {
    iss: String,
}

/// Who issued a JWT, by its own word: it chooses whose keys are tried, and nothing else. `None` of what
/// is no JWT.
pub(super) fn issuer_of(token: &str) -> Option<String> {
    if token.len() > MAX_TOKEN_BYTES || !has_three_parts(token) {
        return None;
    }
    let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Named>(&payload).ok().map(|named| named.iss)
}

/// What is no JWT, and may be an opaque token: of the characters of RFC 6750 §2.1.
pub(super) fn is_opaque(token: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    token.len() <= MAX_TOKEN_BYTES && token.bytes().all(plain) && !has_three_parts(token)
}

fn has_three_parts(token: &str) -> bool {
    token.bytes().filter(|&byte| byte == b'.').count() == 2
}
