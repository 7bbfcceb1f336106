use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// An id as links carry it, the way Django writes it.
pub fn encode(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

/// The id of a link; `None` if it can be nobody's.
pub fn decode(uid: &str) -> Option<String> {
    let bytes = URL_SAFE_NO_PAD.decode(uid).ok()?;
    String::from_utf8(bytes).ok().filter(|id| !id.is_empty() && id.len() <= 64 && !id.contains('\0'))
}
