use serde::{Deserialize, Serialize};

/// A way to sign in, as a button shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderLink {
    /// Path segment of `/auth/{id}/start`.
    pub id: String,
    /// What stands on the button: "Sign in with {label}".
    pub label: String,
    /// Whether it did not answer a moment ago. It may be back any time, so the button stays one. The server
    /// alone says so, on the pages that it writes.
    #[serde(skip)]
    pub silent: bool,
}

impl ProviderLink {
    /// One that answers, as far as anybody knows.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), silent: false }
    }
}

/// The id in a provider's place where a person signed in with an address and a password of ours.
pub const PASSWORD: &str = "password";

/// How a sign-in is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartMode<'a> {
    /// In a popup that reports on channel `txn`, its code bound to `challenge`.
    Popup {
        /// 128 random bits of the opener, base64url.
        txn: &'a str,
        /// S256 challenge of the opener's verifier.
        challenge: &'a str,
    },
    /// In this very tab.
    Page,
}

/// Address that begins a sign-in with `provider` and comes back to `return_to`.
///
/// `max_auth_age` (seconds) asks the provider to have the person prove themselves anew.
pub fn start_path(provider: &str, mode: StartMode<'_>, return_to: &str, max_auth_age: Option<u32>) -> String {
    let mut path = format!("/auth/{provider}/start?return_to={}", percent_encode(return_to));
    if let StartMode::Popup { txn, challenge } = mode {
        path.push_str("&display=popup&txn=");
        path.push_str(txn);
        path.push_str("&challenge=");
        path.push_str(challenge);
    }
    if let Some(age) = max_auth_age {
        path.push_str("&max_age=");
        path.push_str(&age.to_string());
    }
    path
}

/// Address of the sign-in page that goes on to `return_to`.
pub fn sign_in_path(return_to: &str) -> String {
    format!("/sign-in?return_to={}", percent_encode(return_to))
}

/// Everything but RFC 3986's unreserved characters, so that any path is safe inside a query.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_path_with_a_query_stays_one_parameter() {
        assert_eq!(
            start_path("okta", StartMode::Page, "/shop?a=1&b=ü", None),
            "/auth/okta/start?return_to=/shop%3Fa%3D1%26b%3D%C3%BC"
        );
    }

    #[test]
    fn the_sign_in_page_knows_the_way_back() {
        assert_eq!(sign_in_path("/shop?a=1&b=2"), "/sign-in?return_to=/shop%3Fa%3D1%26b%3D2");
    }

    #[test]
    fn a_popup_names_its_channel_and_challenge() {
        let mode = StartMode::Popup { txn: "T", challenge: "C" };
        assert_eq!(
            start_path("okta", mode, "/", Some(300)),
            "/auth/okta/start?return_to=/&display=popup&txn=T&challenge=C&max_age=300"
        );
    }
}
