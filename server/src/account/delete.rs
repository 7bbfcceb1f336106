use super::{
    asker::Asker,
    proof::Proven,
    service::{AccountError, Accounts},
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::AccountRow,
};

impl Accounts {
    /// Removes the account of whoever has just shown who they are, with everything that belongs to it.
    pub async fn delete(&self, proven: &Proven, asker: &Asker) -> Result<(), AccountError> {
        self.remove(&proven.account, &proven.account.id, asker).await
    }

    /// Removes another's account: staff, who has shown who they are.
    pub async fn delete_other(&self, staff: &Proven, person_id: &str, asker: &Asker) -> Result<(), AccountError> {
        if !staff.account.is_staff {
            return Err(AccountError::NotAllowed);
        }
        let account = self.parts.store.read().await?.accounts().find(person_id).await?;
        self.remove(&account.ok_or(AccountError::NotFound)?, &staff.account.id, asker).await
    }

    async fn remove(&self, account: &AccountRow, actor: &str, asker: &Asker) -> Result<(), AccountError> {
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().hold(&account.id).await?;
        let ended = self.parts.sessions.end_all(&mut tx, &account.id, None, "deleted").await?;
        let forgotten = self.parts.sign_in.upstream.forget_unused(&mut tx, &account.id).await?;
        tx.mail_tokens().forget(&account.id).await?;
        tx.registrations().forget(&account.id).await?;
        self.parts.notices.tell(&mut tx, account, &Letter::AccountDeleted { at: self.now() }, self.now()).await?;
        if !tx.accounts().delete(&account.id).await? {
            return Err(AccountError::NotFound);
        }
        let event = AuditEvent::of_account("account_deleted", Outcome::Ok, Some(&account.id), &asker.visitor).by(actor);
        self.audit(&mut tx, event).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        forgotten.give_back();
        Ok(())
    }
}
