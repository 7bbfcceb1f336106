use super::{
    asker::Asker,
    mail_token::Purpose,
    register::shown_name,
    service::{AccountError, Accounts, Shown},
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::{AccountRow, RegistrationRow},
};

impl Accounts {
    /// Makes an account of a registration whose mail arrived. Nobody is signed in by it.
    pub async fn activate(&self, shown: Shown<'_>, asker: &Asker) -> Result<(), AccountError> {
        let token = self.check_shown(Purpose::Activation, shown, asker).await?;
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().reserve_address(&token.address).await?;
        self.consume(&mut tx, &token).await?;
        // It is gone where another of the same address was first.
        let row = tx.registrations().find(&token.subject).await?.ok_or(AccountError::Stale)?;
        if row.void || !tx.registrations().activated(&row.id, now).await? {
            return Err(AccountError::Stale);
        }
        let account = new_account(row, now);
        match tx.accounts().insert(&account).await {
            // Meanwhile the address or the name became somebody's.
            Err(error) if error.is_conflict() => return Err(AccountError::Stale),
            inserted => inserted?,
        }
        tx.registrations().forget_address(&token.address).await?;
        let letter = Letter::Confirmation { sign_in_link: self.parts.notices.page("/sign-in") };
        self.parts.notices.tell(&mut tx, &account, &letter, now).await?;
        let event = AuditEvent::of_account("activation", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        match tx.save().await {
            Err(error) if error.is_conflict() => Err(AccountError::Stale),
            saved => Ok(saved?),
        }
    }
}

fn new_account(row: RegistrationRow, now: crate::clock::Timestamp) -> AccountRow {
    let names = (row.first_name, row.last_name);
    AccountRow {
        id: row.id,
        name: shown_name(&names, row.username.as_deref(), &row.email),
        verified_email: Some(row.email.to_lowercase()),
        email: Some(row.email),
        username: row.username,
        first_name: names.0,
        last_name: names.1,
        password_hash: Some(row.password_hash),
        password_set_at: Some(row.created_at),
        language: row.language,
        is_active: true,
        is_staff: false,
        last_sign_in_at: None,
        created_at: now,
    }
}
