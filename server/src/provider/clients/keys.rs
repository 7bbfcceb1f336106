use serde_json::Value;

use super::Fault;
use crate::relying_party::{KeySet, PRIVATE_MEMBERS};

/// Longer key sets are refused: they are stored.
const LONGEST: usize = 16 * 1024;

/// A client's public keys (RFC 7517 §5): at least one that we can use, and none that is a secret.
pub(super) fn public_keys(text: &str) -> Result<Value, Fault> {
    if text.len() > LONGEST {
        return Err(Fault::TooLong(LONGEST));
    }
    let document: Value = serde_json::from_str(text).map_err(|_| Fault::NotKeys)?;
    let keys = document.get("keys").and_then(Value::as_array).ok_or(Fault::NotKeys)?;
    let secret = |key: &Value| {
        PRIVATE_MEMBERS.iter().any(|member| key.get(member).is_some()) || key.get("kty").is_some_and(|kty| kty == "oct")
    };
    if keys.iter().any(secret) {
        return Err(Fault::PrivateKeys);
    }
    match KeySet::read(text.as_bytes()) {
        Ok(usable) if !usable.is_empty() => Ok(document),
        _ => Err(Fault::NotKeys),
    }
}
