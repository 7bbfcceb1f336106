use super::{
    Problem,
    asker::Asker,
    email::EmailAddress,
    mail_token::{Purpose, Request},
    problem::Problems,
    proof::{Proven, SignedInPerson},
    service::{AccountError, Accounts, Shown},
    uid,
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    store::Tx,
};

/// In the place of a hash: the person has a password, but none fits until they set a new one.
pub(super) const NO_PASSWORD_FITS: &str = "!";

impl Accounts {
    /// Asks to change the address. The old one stays until the new one is shown to be theirs, and
    /// its owner is told and can take it back: nobody is locked out by a typo or a thief.
    pub async fn request_address(&self, proven: &Proven, email: &str, asker: &Asker) -> Result<(), AccountError> {
        self.needs_mail()?;
        self.count_change(&proven.account.id).await?;
        let address = EmailAddress::parse(email).ok_or_else(|| Problems::one("new_email", Problem::NotAnAddress))?;
        if proven.account.verified_email.as_deref() == Some(&address.folded()) {
            return Err(Problems::one("new_email", Problem::AddressTaken).into());
        }
        let mut tx = self.parts.store.begin().await?;
        self.hold(&mut tx, proven).await?;
        self.mail_new_address(&mut tx, proven, &address, asker).await?;
        self.warn_old_address(&mut tx, proven, &address).await?;
        let event =
            AuditEvent::of_account("address_change_mail", Outcome::Ok, Some(&proven.account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    /// An address that has an account gets no link. Its owner is told; whoever asks is not.
    async fn mail_new_address(
        &self,
        tx: &mut Tx,
        proven: &Proven,
        address: &EmailAddress,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        let account = &proven.account;
        let folded = address.folded();
        let valid_for = self.parts.config.lives.email_change;
        let holder = tx.accounts().by_address(&folded).await?.filter(|holder| holder.id != account.id);
        let request = Request {
            purpose: Purpose::EmailChange,
            subject: &account.id,
            address: &folded,
            detail: Some(address.to_string()),
            expires_at: self.now() + valid_for,
        };
        let issued = self.issue(tx, request).await?;
        let notices = &self.parts.notices;
        let letter = match holder {
            None => Letter::EmailChange {
                link: self.parts.config.links.email_change.fill(&uid::encode(&account.id), &issued.secret),
                code: issued.code,
                valid_for,
            },
            Some(_) => {
                Letter::AlreadyRegistered { sign_in_link: notices.page("/sign-in"), reset_link: notices.page("/reset") }
            }
        };
        if self.may_mail(tx, "mail", &folded).await? {
            notices.write(tx, address.as_str(), asker.language, &letter, self.now()).await?;
        }
        Ok(())
    }

    async fn warn_old_address(&self, tx: &mut Tx, proven: &Proven, new: &EmailAddress) -> Result<(), AccountError> {
        let account = &proven.account;
        let Some(old) = account.email.as_deref().filter(|_| account.verified_email.is_some()) else { return Ok(()) };
        let valid_for = self.parts.config.lives.email_undo;
        let request = Request {
            purpose: Purpose::EmailUndo,
            subject: &account.id,
            address: &old.to_lowercase(),
            detail: Some(old.to_owned()),
            expires_at: self.now() + valid_for,
        };
        let issued = self.issue(tx, request).await?;
        let letter = Letter::EmailChangeNotice {
            new_masked: new.masked(),
            undo_link: self.parts.config.links.email_undo.fill(&uid::encode(&account.id), &issued.secret),
            valid_for,
        };
        Ok(self.parts.notices.tell(tx, account, &letter, self.now()).await?)
    }

    /// Whoever reads the new address's mail makes it the account's.
    pub async fn confirm_address(&self, shown: Shown<'_>, asker: &Asker) -> Result<(), AccountError> {
        let token = self.check_shown(Purpose::EmailChange, shown, asker).await?;
        let new = token.detail.clone().ok_or(AccountError::NotFound)?;
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().reserve_address(&token.address).await?;
        tx.accounts().hold(&token.subject).await?;
        self.consume(&mut tx, &token).await?;
        let account = tx.accounts().find(&token.subject).await?.ok_or(AccountError::NotFound)?;
        match tx.accounts().set_address(&account.id, &new, true).await {
            Err(error) if error.is_conflict() => return Err(AccountError::Stale),
            set => set?,
        }
        tx.mail_tokens().withdraw(Purpose::Reset.name(), &account.id).await?;
        tx.registrations().forget_address(&token.address).await?;
        let letter =
            Letter::EmailChanged { new_masked: masked(&new), account_link: self.parts.notices.page("/account") };
        self.parts.notices.tell(&mut tx, &account, &letter, self.now()).await?;
        if let Some(now_theirs) = tx.accounts().find(&account.id).await? {
            self.parts.notices.tell(&mut tx, &now_theirs, &letter, self.now()).await?;
        }
        let event = AuditEvent::of_account("address_change", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    /// The old address's owner did not want that: the address comes back, every session ends, and a
    /// new password has to be set by mail.
    pub async fn undo_address(&self, shown: Shown<'_>, asker: &Asker) -> Result<(), AccountError> {
        let token = self.check_shown(Purpose::EmailUndo, shown, asker).await?;
        let old = token.detail.clone().ok_or(AccountError::NotFound)?;
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().hold(&token.subject).await?;
        self.consume(&mut tx, &token).await?;
        match tx.accounts().set_address(&token.subject, &old, true).await {
            Err(error) if error.is_conflict() => return Err(AccountError::Stale),
            set => set?,
        }
        if tx.accounts().find(&token.subject).await?.is_some_and(|account| account.password_hash.is_some()) {
            tx.accounts().set_password(&token.subject, Some(NO_PASSWORD_FITS), self.now()).await?;
        }
        tx.mail_tokens().withdraw_all(&token.subject).await?;
        tx.devices().forget(&token.subject).await?;
        let ended = self.parts.sessions.end_all(&mut tx, &token.subject, None, "address_restored").await?;
        let event = AuditEvent::of_account("address_restored", Outcome::Ok, Some(&token.subject), &asker.visitor);
        self.audit(&mut tx, event).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        Ok(())
    }

    /// The address that waits to be confirmed.
    pub async fn pending_address(&self, person: &SignedInPerson) -> Result<Option<String>, AccountError> {
        let mut db = self.parts.store.read().await?;
        let token = db.mail_tokens().latest(Purpose::EmailChange.name(), &person.account.id, self.now()).await?;
        Ok(token.and_then(|token| token.detail))
    }

    /// Gives a change of address up.
    pub async fn cancel_address(&self, person: &SignedInPerson, asker: &Asker) -> Result<(), AccountError> {
        let id = &person.account.id;
        let mut tx = self.parts.store.begin().await?;
        tx.mail_tokens().withdraw(Purpose::EmailChange.name(), id).await?;
        let event = AuditEvent::of_account("address_change_cancelled", Outcome::Ok, Some(id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }
}

fn masked(address: &str) -> String {
    EmailAddress::parse(address).map_or_else(|| "***".to_owned(), |address| address.masked())
}
