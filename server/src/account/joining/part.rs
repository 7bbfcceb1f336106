use crate::{
    account::{AccountError, Accounts, Asker, NO_FIELD, Problem, Problems, Proven},
    audit::{AuditEvent, Outcome},
    mail::Letter,
    session::Ended,
    store::{IdentityRow, Tx},
};

impl Accounts {
    /// Parts an identity from the account of whoever has just shown who they are, never the last way in.
    /// Sessions that were begun with it end, but for the one that asks.
    pub async fn part(&self, proven: &Proven, handle: &str, asker: &Asker) -> Result<(), AccountError> {
        let account = &proven.account;
        let by_password = self.login_by_password(account).await?.is_some();
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        self.hold(&mut tx, proven).await?;
        let all = tx.people().identities_of(&account.id).await?;
        let (parted, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|identity| identity.handle() == handle);
        let parted = parted.into_iter().next().ok_or(AccountError::NotFound)?;
        let opens = |identity: &IdentityRow| self.parts.providers.is_configured(&identity.provider);
        if !by_password && !rest.iter().any(opens) {
            return Err(Problems::one(NO_FIELD, Problem::LastWayIn).into());
        }
        if !tx.people().unbind(&account.id, &parted.issuer, &parted.subject).await? {
            return Err(AccountError::NotFound);
        }
        let again = rest.iter().any(|identity| identity.provider == parted.provider);
        let ended = if again { None } else { Some(self.end_begun_with(&mut tx, proven, &parted.provider).await?) };
        let letter = Letter::MethodRemoved {
            provider: self.parts.providers.label(&parted.provider),
            account_link: self.parts.notices.page("/account"),
        };
        self.parts.notices.tell(&mut tx, account, &letter, now).await?;
        let event = AuditEvent::at_provider("method_removed", Outcome::Ok, &parted.provider, &asker.visitor);
        self.audit(&mut tx, event.of_person(&account.id)).await?;
        tx.save().await?;
        if let Some(ended) = ended {
            self.parts.sessions.forget(&ended);
        }
        Ok(())
    }

    async fn end_begun_with(&self, tx: &mut Tx, proven: &Proven, provider: &str) -> Result<Ended, AccountError> {
        let (person, stays) = (&proven.account.id, &proven.family);
        Ok(self.parts.sessions.end_begun_with(tx, person, (provider, stays), "method_removed").await?)
    }
}
