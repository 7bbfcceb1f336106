use secrecy::SecretString;
use serde::Deserialize;

use super::{FinishError, fetch::Answer};

/// What a token endpoint answers (RFC 6749 §5.1).
#[derive(Clone, Debug, Deserialize)]
pub struct TokenAnswer {
    /// For the provider's own APIs.
    pub access_token: SecretString,
    /// For the next one.
    pub refresh_token: Option<SecretString>,
    /// Who signed in.
    pub id_token: Option<SecretString>,
    /// Seconds that the access token lasts.
    pub expires_in: Option<u64>,
    /// What was granted, where it is not what was asked for.
    pub scope: Option<String>,
}

/// RFC 6749 §5.2. GitHub answers so with status 200.
#[derive(Deserialize)]
struct Refusal {
    error: String,
    #[serde(default)]
    error_description: String,
}

impl TokenAnswer {
    /// Out of a token endpoint's answer.
    pub fn read(answer: &Answer) -> Result<Self, FinishError> {
        if let Ok(refusal) = serde_json::from_slice::<Refusal>(answer.body()) {
            let said = format!("{}: {}", refusal.error, refusal.error_description);
            return Err(FinishError::Exchange(plain(&said)));
        }
        if !answer.status().is_success() {
            let said = String::from_utf8_lossy(answer.body());
            return Err(FinishError::Exchange(format!("status {}: {}", answer.status(), plain(&said))));
        }
        // What serde says of it may hold a token.
        serde_json::from_slice(answer.body())
            .map_err(|_| FinishError::Refused("the token answer holds no access token".to_owned()))
    }
}

/// What a provider says stands in the log: not too much of it, and in one line.
fn plain(text: &str) -> String {
    text.chars().filter(|char| !char.is_control()).take(300).collect()
}
