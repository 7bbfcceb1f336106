//! What follows a sign-out here: tokens given back, and the way to the provider's own sign-out.

use std::time::Duration;

use url::Url;

use super::{
    Upstream,
    keeping::{of_family, seal, unseal},
};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    config::SignOutAt,
    digest, random,
    relying_party::EndSessionRequest,
    store::{FamilyRow, StoreError, UpstreamSessionRow, UpstreamSignOutRow},
    token::TokenError,
};

/// A sign-out at the provider that has not come back by then has lapsed.
pub const SIGN_OUT_LIFE: Duration = Duration::from_secs(10 * 60);
/// Whoever signs out does not wait longer than this for a provider to say where to.
const PATIENCE: Duration = Duration::from_secs(5);

/// A sign-out that goes on at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Id of the provider.
    pub provider: String,
    /// For the browser's cookie; the provider sends it back.
    pub state: String,
}

impl Upstream {
    /// A session has been signed out of here: gives its tokens back, in the background, unless another
    /// session still needs them. `Some` where its provider's settings send the person there.
    pub async fn signed_out(&self, family: &FamilyRow) -> Result<Option<Leaving>, TokenError> {
        if self.parts.store.read().await?.upstream_sessions().find(&family.id).await?.is_none() {
            return Ok(None);
        }
        let mut tx = self.parts.store.begin().await?;
        let Some(row) = tx.upstream_sessions().take(&family.id).await? else { return Ok(None) };
        let forgotten = self.forget_unused(&mut tx, &family.person_id).await?;
        let leaving = match self.settings(&row.provider).map(|settings| settings.sign_out) {
            Some(SignOutAt::Provider) => {
                let (leaving, row) = self.leaving(&row)?;
                tx.upstream_sign_outs().insert(&row).await?;
                Some(leaving)
            }
            _ => None,
        };
        tx.save().await?;
        forgotten.give_back();
        Ok(leaving)
    }

    fn leaving(&self, row: &UpstreamSessionRow) -> Result<(Leaving, UpstreamSignOutRow), TokenError> {
        let vault = &self.parts.vault;
        let state = random::token(self.parts.random.as_ref());
        let state_hash = digest::sha256(&state);
        let id_token = row.sealed_id_token.as_ref();
        let id_token = id_token.map(|sealed| unseal(vault, &of_family(&row.family_id), sealed)).transpose()?;
        let id_token = id_token.map(|token| seal(vault, &of_sign_out(&state_hash), &token)).transpose()?;
        let expires_at = self.now() + SIGN_OUT_LIFE;
        let kept =
            UpstreamSignOutRow { state_hash, provider: row.provider.clone(), sealed_id_token: id_token, expires_at };
        Ok((Leaving { provider: row.provider.clone(), state }, kept))
    }

    /// Where that sign-out goes on. `None` where it is used up or has lapsed, or where the provider has no
    /// place for it, or cannot say in time: the person is signed out here all the same.
    pub async fn way_out(&self, leaving: &Leaving) -> Result<Option<Url>, TokenError> {
        let Leaving { provider, state } = leaving;
        let state_hash = digest::sha256(state);
        let mut db = self.parts.store.read().await?;
        let Some(row) = db.upstream_sign_outs().find(&state_hash, provider, self.now()).await? else {
            return Ok(None);
        };
        drop(db);
        let hint = row.sealed_id_token.map(|sealed| unseal(&self.parts.vault, &of_sign_out(&state_hash), &sealed));
        let hint = hint.transpose()?;
        let request = EndSessionRequest { provider, id_token_hint: hint.as_ref(), state };
        match tokio::time::timeout(PATIENCE, self.parts.relying_party.end_session_url(&request)).await {
            Ok(Ok(url)) => Ok(url),
            Ok(Err(error)) => {
                tracing::warn!(%provider, %error, "nobody is signed out at {provider}: {error}");
                Ok(None)
            }
            Err(_) => {
                tracing::warn!(%provider, "nobody is signed out at {provider}: it does not answer in time");
                Ok(None)
            }
        }
    }

    /// The provider has sent the browser back with that state. False unless it was under way in this
    /// browser, at that provider, and for the first time.
    pub async fn came_back(&self, leaving: &Leaving, visitor: &Visitor) -> Result<bool, StoreError> {
        let state_hash = digest::sha256(&leaving.state);
        let mut tx = self.parts.store.begin().await?;
        if !tx.upstream_sign_outs().consume(&state_hash, &leaving.provider, self.now()).await? {
            return Ok(false);
        }
        let event = AuditEvent::at_provider("sign_out_at_provider", Outcome::Ok, &leaving.provider, visitor);
        event.write(&mut tx, self.now(), self.parts.random.as_ref()).await?;
        tx.save().await?;
        Ok(true)
    }
}

/// What the ID token of a sign-out is sealed as.
fn of_sign_out(state_hash: &str) -> String {
    format!("id_token of sign-out {state_hash}")
}
