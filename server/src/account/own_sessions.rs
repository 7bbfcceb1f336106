use super::{
    asker::Asker,
    proof::SignedInPerson,
    service::{AccountError, Accounts},
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::FamilyRow,
};

impl Accounts {
    /// The sessions of whoever is signed in, the last used first.
    pub async fn sessions(&self, person: &SignedInPerson) -> Result<Vec<FamilyRow>, AccountError> {
        Ok(self.parts.store.read().await?.families().live_of(&person.account.id, self.now()).await?)
    }

    /// Ends one of their own sessions. `NotFound` for another's: as if it were not there.
    pub async fn end_session(&self, person: &SignedInPerson, family: &str, asker: &Asker) -> Result<(), AccountError> {
        let mut tx = self.parts.store.begin().await?;
        let ended = self.parts.sessions.end_one(&mut tx, &person.account.id, family, "ended_by_owner").await?;
        let ended = ended.ok_or(AccountError::NotFound)?;
        let forgotten = self.parts.sign_in.upstream.forget_unused(&mut tx, &person.account.id).await?;
        let event = AuditEvent::of_account("session_ended", Outcome::Ok, Some(&person.account.id), &asker.visitor)
            .with_session(&person.account.id, family);
        self.audit(&mut tx, event).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        forgotten.give_back();
        Ok(())
    }

    /// Signs the person out everywhere, or everywhere but in `stays`. How many sessions ended.
    pub async fn sign_out_everywhere(
        &self,
        person: &SignedInPerson,
        stays: Option<&str>,
        asker: &Asker,
    ) -> Result<usize, AccountError> {
        let id = &person.account.id;
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().hold(id).await?;
        let ended = self.parts.sessions.end_all(&mut tx, id, stays, "signed_out_everywhere").await?;
        let letter = Letter::SignedOutEverywhere { at: self.now(), sign_in_link: self.parts.notices.page("/sign-in") };
        self.parts.notices.tell(&mut tx, &person.account, &letter, self.now()).await?;
        let forgotten = self.parts.sign_in.upstream.forget_unused(&mut tx, id).await?;
        let event = AuditEvent::of_account("signed_out_everywhere", Outcome::Ok, Some(id), &asker.visitor);
        self.audit(&mut tx, event.with_detail(format!("{} sessions", ended.count()))).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        forgotten.give_back();
        Ok(ended.count())
    }
}
