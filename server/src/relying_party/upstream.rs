//! What a provider's answer brings beside who is there: which session it was, and tokens.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretSlice, SecretString};
use serde::{Deserialize, Serialize};

use super::{TokenAnswer, id_token::is_subject};
use crate::clock::Timestamp;

/// A provider's tokens for one person.
#[derive(Clone, Debug)]
pub struct TokenSet {
    /// For the provider's API.
    pub access_token: SecretString,
    /// Brings the next ones.
    pub refresh_token: Option<SecretString>,
    /// What the access token is good for.
    pub scope: Vec<String>,
    /// When the access token lapses; `None` where the provider does not say.
    pub expires_at: Option<Timestamp>,
    /// What a renewed ID token must still say.
    pub origin: Origin,
}

/// What the first ID token said: which session it was, and what a renewed one must say again (OpenID
/// Connect Core §12.2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// The provider's own session, where it names one (OpenID Connect Front-Channel Logout §3).
    pub sid: Option<String>,
    /// What a renewed one says, if it says any.
    pub nonce: String,
    /// When the person proved who they are, seconds.
    pub auth_time: Option<i64>,
    /// For whom it was issued.
    pub azp: Option<String>,
}

impl Origin {
    /// Of an answer whose ID token was checked when it came. Nothing where there is none.
    pub fn of(answer: &TokenAnswer) -> Self {
        let claims = answer.id_token.as_ref().and_then(|token| {
            let payload = URL_SAFE_NO_PAD.decode(token.expose_secret().split('.').nth(1)?).ok()?;
            serde_json::from_slice::<Self>(&payload).ok()
        });
        let Self { sid, nonce, auth_time, azp } = claims.unwrap_or_default();
        let sid = sid.filter(|sid| is_subject(sid));
        Self { sid, nonce, auth_time, azp }
    }
}

/// As it is encrypted.
#[derive(Serialize, Deserialize)]
struct Plain {
    access_token: String,
    refresh_token: Option<String>,
    scope: Vec<String>,
    expires_at: Option<Timestamp>,
    origin: Origin,
}

impl TokenSet {
    /// Those of an answer. Where it does not say what they are good for, it is what was `asked` for.
    pub fn of(answer: &TokenAnswer, asked: &[String], origin: Origin, now: Timestamp) -> Self {
        // Facebook writes commas.
        let words = |text: &String| text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self {
            access_token: answer.access_token.clone(),
            refresh_token: answer.refresh_token.clone(),
            scope: answer.scope.as_ref().map_or_else(|| asked.to_vec(), words),
            expires_at: answer.expires_in.map(|seconds| now + Duration::from_secs(seconds)),
            origin,
        }
    }

    /// To be encrypted.
    pub fn to_bytes(&self) -> SecretSlice<u8> {
        let text = |secret: &SecretString| secret.expose_secret().to_owned();
        let plain = Plain {
            access_token: text(&self.access_token),
            refresh_token: self.refresh_token.as_ref().map(text),
            scope: self.scope.clone(),
            expires_at: self.expires_at,
            origin: self.origin.clone(),
        };
        serde_json::json!(plain).to_string().into_bytes().into()
    }

    /// The inverse of [`TokenSet::to_bytes`].
    pub fn from_bytes(bytes: &SecretSlice<u8>) -> Option<Self> {
        let plain: Plain = serde_json::from_slice(bytes.expose_secret()).ok()?;
        Some(Self {
            access_token: plain.access_token.into(),
            refresh_token: plain.refresh_token.map(Into::into),
            scope: plain.scope,
            expires_at: plain.expires_at,
            origin: plain.origin,
        })
    }

    /// Whether both bring their next tokens with the same refresh token.
    pub fn renews_like(&self, other: &Self) -> bool {
        let text = |set: &Self| set.refresh_token.as_ref().map(|token| token.expose_secret().to_owned());
        text(self) == text(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_id_token_is_remembered() {
        let answer = |claims: serde_json::Value| TokenAnswer {
            access_token: "a".into(),
            refresh_token: None,
            id_token: Some(format!("h.{}.s", URL_SAFE_NO_PAD.encode(claims.to_string())).into()),
            expires_in: Some(60),
            scope: Some("a,b c".to_owned()),
        };
        let told = answer(serde_json::json!({ "sid": "s-1", "nonce": "n", "auth_time": 5, "azp": "us", "sub": "x" }));
        let origin = Origin::of(&told);
        assert_eq!(
            (origin.sid.as_deref(), origin.auth_time, origin.azp.as_deref()),
            (Some("s-1"), Some(5), Some("us"))
        );
        assert_eq!(Origin::of(&answer(serde_json::json!({ "sid": "" }))).sid, None);
        assert_eq!(Origin::of(&answer(serde_json::json!({ "sid": "\u{0}" }))).sid, None);
        assert_eq!(Origin::of(&answer(serde_json::json!({ "sid": "x".repeat(256) }))).sid, None);
        let tokens = TokenSet::of(&told, &[], origin, Timestamp::from_seconds(1));
        assert_eq!(tokens.scope, ["a", "b", "c"]);
        assert_eq!(tokens.expires_at, Some(Timestamp::from_seconds(61)));
        let asked = ["x".to_owned()];
        let untold = TokenAnswer { scope: None, expires_in: None, ..told };
        let tokens = TokenSet::of(&untold, &asked, Origin::default(), Timestamp::from_seconds(1));
        assert_eq!((&tokens.scope[..], tokens.expires_at), (&asked[..], None));
    }

    #[test]
    fn what_is_kept_comes_back_and_does_not_print() {
        let tokens = TokenSet {
            access_token: "hush-access".into(),
            refresh_token: Some("hush-refresh".into()),
            scope: vec!["openid".to_owned()],
            expires_at: Some(Timestamp::from_seconds(9)),
            origin: Origin { nonce: "n".to_owned(), auth_time: Some(3), ..Origin::default() },
        };
        let back = TokenSet::from_bytes(&tokens.to_bytes()).unwrap();
        assert_eq!(back.access_token.expose_secret(), "hush-access");
        assert_eq!((&back.scope, back.expires_at, &back.origin), (&tokens.scope, tokens.expires_at, &tokens.origin));
        assert!(back.renews_like(&tokens));
        assert!(!back.renews_like(&TokenSet { refresh_token: None, ..tokens.clone() }));
        assert!(!format!("{tokens:?}").contains("hush"));
        assert!(TokenSet::from_bytes(&b"{}".to_vec().into()).is_none());
    }
}
