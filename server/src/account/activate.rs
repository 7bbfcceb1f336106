use super::{
    address::NO_PASSWORD_FITS,
    asker::Asker,
    mail_token::{Purpose, Request},
    register::shown_name,
    service::{AccountError, Accounts, Shown},
    uid,
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::{AccountRow, RegistrationRow, Tx},
};

/// An account that has just been made of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activated {
    /// Its person signs in with the password they registered with.
    Open,
    /// Its person chooses a password first, with another mail.
    PasswordToChoose,
}

impl Accounts {
    /// Makes an account of a registration whose mail arrived. Nobody is signed in by it.
    ///
    /// Where one address is waited for with several passwords its owner cannot tell whose registration a
    /// mail is about, and might let in whoever registered last: none of them counts then.
    pub async fn activate(&self, shown: Shown<'_>, asker: &Asker) -> Result<Activated, AccountError> {
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
        let is_contested = tx.registrations().contests(&row, now).await?;
        let mut account = new_account(row, now);
        let activated = if is_contested {
            account.password_hash = Some(NO_PASSWORD_FITS.to_owned());
            Activated::PasswordToChoose
        } else {
            Activated::Open
        };
        match tx.accounts().insert(&account).await {
            // Meanwhile the address or the name became somebody's.
            Err(error) if error.is_conflict() => return Err(AccountError::Stale),
            inserted => inserted?,
        }
        tx.registrations().forget_address(&token.address).await?;
        let letter = match activated {
            Activated::Open => Letter::Confirmation { sign_in_link: self.parts.notices.page("/sign-in") },
            Activated::PasswordToChoose => self.password_to_choose(&mut tx, &account).await?,
        };
        self.parts.notices.tell(&mut tx, &account, &letter, now).await?;
        let event = AuditEvent::of_account("activation", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        match tx.save().await {
            Err(error) if error.is_conflict() => Err(AccountError::Stale),
            saved => Ok(saved.map(|()| activated)?),
        }
    }

    async fn password_to_choose(&self, tx: &mut Tx, account: &AccountRow) -> Result<Letter, AccountError> {
        let valid_for = self.parts.config.lives.reset;
        let request = Request {
            purpose: Purpose::Reset,
            subject: &account.id,
            address: account.verified_email.as_deref().unwrap_or_default(),
            detail: None,
            expires_at: self.now() + valid_for,
        };
        let issued = self.issue(tx, request).await?;
        let link = self.parts.config.links.reset.fill(&uid::encode(&account.id), &issued.secret);
        Ok(Letter::ChoosePassword { link, code: issued.code, valid_for })
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
