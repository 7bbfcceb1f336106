use super::{JoinError, JoiningIdentity};
use crate::{
    account::{Accounts, Asker},
    store::{AccountRow, StoreError, Tx},
};

/// The session whose person gets one more way in.
#[derive(Clone, Copy, Debug)]
pub struct AttachTo<'a> {
    /// The session that asked for it.
    pub family: &'a str,
    /// Whose session the browser has now, if it brought one along.
    pub present: Option<&'a str>,
}

impl Accounts {
    /// Joins an identity to the person of the session that asked for it, while that session lives and no
    /// other person's has taken its place (RFC 9700 §4.7).
    pub async fn attach(&self, to: AttachTo<'_>, identity: &JoiningIdentity, asker: &Asker) -> Result<(), JoinError> {
        let mut tx = self.parts.store.begin().await?;
        let account = self.person_of_live(&mut tx, to.family).await?.ok_or(JoinError::SessionOver)?;
        if to.present.is_some_and(|present| present != account.id) {
            return Err(JoinError::SessionOver);
        }
        self.parts.sign_in.attach(&mut tx, &account, identity, asker).await?;
        Ok(tx.save().await?)
    }

    /// Whoever a session that lives belongs to, kept as they are until `tx` ends.
    async fn person_of_live(&self, tx: &mut Tx, family: &str) -> Result<Option<AccountRow>, StoreError> {
        let Some(found) = tx.families().find(family).await? else { return Ok(None) };
        let person_id = found.family.person_id;
        tx.accounts().hold(&person_id).await?;
        // Whoever ends sessions holds the account too: from here on it is as it is.
        let now = self.now();
        let live = tx.families().find(family).await?.map(|session| session.family).filter(|family| {
            family.revoked_at.is_none() && now < family.idle_expires_at && now < family.absolute_expires_at
        });
        match live {
            Some(_) => tx.accounts().find(&person_id).await,
            None => Ok(None),
        }
    }
}
