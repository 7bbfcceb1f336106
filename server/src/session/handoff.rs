use app::wire::Tokens;

use super::{RefreshError, Sessions};
use crate::{
    digest, random,
    store::{HandoffRow, Tx},
    token::{TokenError, TokenParts},
};

impl Sessions {
    /// A code that the popup hands to its opener; it counts once `tx` is saved.
    pub async fn hand_off(&self, tx: &mut Tx, family: &str, challenge: &str) -> Result<String, TokenError> {
        let code = random::token(self.parts.random.as_ref());
        let row = HandoffRow {
            code_hash: digest::sha256(&code),
            family_id: family.to_owned(),
            challenge: challenge.to_owned(),
            expires_at: self.parts.clock.now() + self.parts.limits.handoff,
        };
        tx.handoffs().insert(&row).await?;
        Ok(code)
    }

    /// Redeems a hand-off code: once, with the opener's verifier, in the browser that has the
    /// session's cookie. Any other attempt uses the code up.
    pub async fn redeem(&self, code: &str, verifier: &str, cookie: Option<&str>) -> Result<Tokens, RefreshError> {
        let now = self.parts.clock.now();
        let row = self.parts.store.write().await?.handoffs().consume(&digest::sha256(code), now).await?;
        let row = row.ok_or(RefreshError::InvalidGrant("unknown or used"))?;
        if now >= row.expires_at {
            return Err(RefreshError::InvalidGrant("expired"));
        }
        if !digest::equal(&digest::sha256(verifier), &row.challenge) {
            return Err(RefreshError::InvalidGrant("wrong verifier"));
        }
        let parts = cookie.and_then(TokenParts::parse).ok_or(RefreshError::InvalidGrant("no session"))?;
        if parts.family.to_string() != row.family_id {
            return Err(RefreshError::InvalidGrant("another session"));
        }
        let session = self.find(&parts).await?.ok_or(RefreshError::InvalidGrant("no session"))?;
        let live = session.family.live()?.ok_or(RefreshError::InvalidGrant("ended"))?;
        if !live.admits(parts.generation, &self.parts.clock.moment(), &self.parts.limits) {
            return Err(RefreshError::InvalidGrant("ended"));
        }
        Ok(self.tokens(&session)?)
    }
}
