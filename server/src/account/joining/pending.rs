use std::time::Duration;

use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};

use super::JoiningIdentity;
use crate::{
    account::{AccountError, Accounts, Asker, ExternalIdentity, ProviderProfile},
    audit::{AuditEvent, Outcome},
    digest, random,
    store::{JoinRow, SignInRow, StoreError},
    token::TokenError,
};

/// A join that is not finished by then has lapsed.
const LIFE: Duration = Duration::from_secs(10 * 60);

/// A pending join that has begun.
pub struct BegunJoin {
    /// Names it and its cookie. No secret.
    pub id: String,
    /// The cookie's secret.
    pub binding: String,
}

/// An identity that waits until the person of an account shows who they are.
#[derive(Debug)]
pub struct PendingJoin {
    /// What is kept of it.
    pub row: JoinRow,
    /// The identity.
    pub identity: JoiningIdentity,
    /// What its provider says of the person, taken over once they are joined.
    pub profile: ProviderProfile,
}

/// What is sealed until then.
#[derive(Serialize, Deserialize)]
struct Waiting {
    #[serde(flatten)]
    identity: JoiningIdentity,
    /// A replica of an earlier version seals none.
    #[serde(default)]
    profile: ProviderProfile,
}

/// Why there is no such join (any more).
#[derive(Debug, thiserror::Error)]
pub enum JoinGone {
    /// None was begun under that id in this browser.
    #[error("no such join was begun in this browser")]
    Unknown,
    /// It was finished before.
    #[error("the join was finished before")]
    Used(Box<JoinRow>),
    /// It was begun too long ago.
    #[error("the join was begun too long ago")]
    Expired(Box<JoinRow>),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<StoreError> for JoinGone {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl Accounts {
    /// Keeps the identity of a sign-in whose address is `holder`'s, and what its provider says of it, until
    /// that account's person shows who they are.
    pub async fn begin_join(
        &self,
        (identity, profile): (&ExternalIdentity, &ProviderProfile),
        holder: &str,
        sign_in: &SignInRow,
        asker: &Asker,
    ) -> Result<BegunJoin, AccountError> {
        let (id, binding) = (random::id(self.random()).simple().to_string(), random::token(self.random()));
        let now = self.now();
        let waiting = Waiting { identity: JoiningIdentity::from(identity), profile: profile.clone() };
        let plain = serde_json::to_vec(&waiting).map_err(|_| TokenError::Crypto("a join"))?;
        let row = JoinRow {
            binding_hash: digest::sha256(&binding),
            person_id: holder.to_owned(),
            sealed: self.parts.vault.seal(&sealed_as(&id), &SecretSlice::from(plain))?,
            channel: sign_in.channel.clone(),
            challenge: sign_in.challenge.clone(),
            opener: sign_in.opener.clone(),
            return_to: sign_in.return_to.clone(),
            max_age: sign_in.max_age,
            replaces: sign_in.replaces.clone(),
            created_at: now,
            expires_at: now + LIFE,
            used_at: None,
            id,
        };
        let event = AuditEvent::at_provider("join_asked", Outcome::Ok, &identity.provider, &asker.visitor);
        let mut tx = self.parts.store.begin().await?;
        tx.joins().insert(&row).await?;
        self.audit(&mut tx, event.of_person(holder)).await?;
        tx.save().await?;
        Ok(BegunJoin { id: row.id, binding })
    }

    /// The join of that id, for the browser that has its cookie: `binding` finds the secret in it.
    pub async fn pending_join(
        &self,
        id: &str,
        binding: impl FnOnce(&str) -> Option<String>,
    ) -> Result<PendingJoin, JoinGone> {
        // Nothing else is asked of the store: PostgreSQL takes no NUL in a text.
        if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(JoinGone::Unknown);
        }
        let row = self.parts.store.read().await?.joins().find(id).await?.ok_or(JoinGone::Unknown)?;
        let bound = binding(id).is_some_and(|secret| digest::equal(&digest::sha256(&secret), &row.binding_hash));
        if bound { self.opened(row) } else { Err(JoinGone::Unknown) }
    }

    /// The join that a sign-in of this browser is to prove: that sign-in is bound to the browser itself.
    pub async fn join_to_prove(&self, id: &str) -> Result<PendingJoin, JoinGone> {
        let row = self.parts.store.read().await?.joins().find(id).await?;
        self.opened(row.ok_or(JoinGone::Unknown)?)
    }

    fn opened(&self, row: JoinRow) -> Result<PendingJoin, JoinGone> {
        if row.used_at.is_some() {
            return Err(JoinGone::Used(Box::new(row)));
        }
        if self.now() >= row.expires_at {
            return Err(JoinGone::Expired(Box::new(row)));
        }
        let plain = self.parts.vault.open(&sealed_as(&row.id), &row.sealed)?;
        let waiting = serde_json::from_slice(plain.expose_secret());
        let Waiting { identity, profile } = waiting.map_err(|_| TokenError::from(StoreError::Corrupt("a join")))?;
        Ok(PendingJoin { row, identity, profile })
    }

    /// Gives a join up.
    pub async fn cancel_join(&self, join: &PendingJoin) -> Result<(), AccountError> {
        self.parts.store.write().await?.joins().consume(&join.row.id, self.now()).await?;
        Ok(())
    }
}

fn sealed_as(id: &str) -> String {
    format!("join {id}")
}
