use super::SignIn;
use crate::{
    account::{Asker, JoinError, JoiningIdentity, PendingJoin},
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::{AccountRow, Tx},
    token::TokenError,
};

impl SignIn {
    /// Uses a pending join up and joins its identity to that person, whose account it must lead to: what its
    /// provider says of them counts as at any sign-in by it. It counts once `tx` is saved.
    pub async fn complete_join(
        &self,
        tx: &mut Tx,
        join: &PendingJoin,
        person_id: &str,
        asker: &Asker,
    ) -> Result<(), JoinError> {
        if join.row.person_id != person_id {
            return Err(JoinError::OtherAccount);
        }
        if !tx.joins().consume(&join.row.id, self.clock.now()).await? {
            return Err(JoinError::Over);
        }
        let account = tx.accounts().find(person_id).await?.ok_or(JoinError::OtherAccount)?;
        self.attach(tx, &account, &join.identity, asker).await?;
        Ok(self.take_over(tx, person_id, (&join.identity, &join.profile), asker).await.map_err(TokenError::from)?)
    }

    /// Gives a person one more way in, and tells them. It counts once `tx` is saved.
    pub async fn attach(
        &self,
        tx: &mut Tx,
        account: &AccountRow,
        identity: &JoiningIdentity,
        asker: &Asker,
    ) -> Result<(), JoinError> {
        tx.people().reserve_identity(&identity.issuer, &identity.subject).await?;
        match tx.people().by_identity(&identity.issuer, &identity.subject).await? {
            Some(person) if person.id == account.id => Ok(()),
            Some(_) => Err(JoinError::IdentityInUse),
            None => Ok(self.bind(tx, account, identity, asker).await?),
        }
    }

    /// Binds an identity that opens nothing yet.
    async fn bind(
        &self,
        tx: &mut Tx,
        account: &AccountRow,
        identity: &JoiningIdentity,
        asker: &Asker,
    ) -> Result<(), TokenError> {
        let now = self.clock.now();
        tx.people().bind_identity(&identity.bound_to(&account.id, now)).await?;
        let letter = Letter::MethodAdded {
            provider: self.providers.label(&identity.provider),
            account_link: self.notices.page("/account"),
        };
        self.notices.tell(tx, account, &letter, now).await?;
        let event = AuditEvent::at_provider("method_added", Outcome::Ok, &identity.provider, &asker.visitor);
        Ok(event.of_person(&account.id).write(tx, now, self.random.as_ref()).await?)
    }
}
