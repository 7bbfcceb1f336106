use super::{
    Problem,
    asker::Asker,
    email::EmailAddress,
    mail_token::{Purpose, Request},
    problem::Problems,
    service::{AccountError, Accounts, Shown},
    uid,
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    password::Password,
    random,
    store::{AccountRow, MailTokenRow, Tx},
};

impl Accounts {
    /// Writes to that address how to set a new password. Nobody but its owner learns whether it has an
    /// account: the work and the answer are the same.
    pub async fn request_reset(&self, email: &str, asker: &Asker) -> Result<(), AccountError> {
        self.needs_mail()?;
        self.count_ip("mail", &self.parts.limits.mails_per_ip, asker).await?;
        let address = EmailAddress::parse(email).ok_or_else(|| Problems::one("email", Problem::NotAnAddress))?;
        let mut tx = self.parts.store.begin().await?;
        let account = tx.accounts().by_address(&address.folded()).await?;
        let account = account.filter(|account| account.is_active);
        self.mail_reset(&mut tx, &address, account.as_ref(), asker).await?;
        let person = account.as_ref().map(|account| account.id.as_str());
        let event = AuditEvent::of_account("password_reset_mail", Outcome::Ok, person, &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    async fn mail_reset(
        &self,
        tx: &mut Tx,
        typed: &EmailAddress,
        account: Option<&AccountRow>,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        let folded = typed.folded();
        // Counted apart: whoever floods a mailbox with other mail of ours keeps nobody from a new password.
        let may_mail = self.may_mail(tx, "reset_mail", &folded).await?;
        let valid_for = self.parts.config.lives.reset;
        let nobody = random::id(self.random()).to_string();
        let providers = self.provider_labels(tx, account.map_or(nobody.as_str(), |account| &account.id)).await?;
        // Whoever has no other way in chooses a first one.
        let with_password = account.filter(|account| account.password_hash.is_some() || providers.is_empty());
        // Where no mail is sent the last one goes on to count.
        let subject = with_password.filter(|_| may_mail).map_or(nobody.as_str(), |account| &account.id);
        let expires_at = self.now() + valid_for;
        let request = Request { purpose: Purpose::Reset, subject, address: &folded, detail: None, expires_at };
        let issued = self.issue(tx, request).await?;
        let letter = match (account, with_password) {
            (_, Some(account)) => Letter::PasswordReset {
                link: self.parts.config.links.reset.fill(&uid::encode(&account.id), &issued.secret),
                code: issued.code,
                username: account.username.clone(),
                valid_for,
            },
            (Some(_), None) => Letter::NoPassword { providers, sign_in_link: self.parts.notices.page("/sign-in") },
            (None, None) => Letter::NoAccount { register_link: self.register_link() },
        };
        // To the stored address, never the typed one: folding may make one of two.
        let to = account.and_then(|account| account.email.as_deref()).unwrap_or(typed.as_str());
        let language = account.map_or(asker.language, |account| account.language.parse().unwrap_or_default());
        if may_mail {
            self.parts.notices.write(tx, to, language, &letter, self.now()).await?;
        }
        Ok(())
    }

    async fn provider_labels(&self, tx: &mut Tx, person_id: &str) -> Result<Vec<String>, AccountError> {
        let identities = tx.people().identities_of(person_id).await?;
        Ok(identities.into_iter().map(|identity| identity.provider).collect())
    }

    /// Sets the password of whoever shows a reset mail. Every session of theirs ends, every other mail
    /// lapses; nobody is signed in, and nobody who may not sign in may from now on.
    pub async fn reset_password(
        &self,
        shown: Shown<'_>,
        password: &Password,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        let field = "new_password";
        let token = self.check_shown(Purpose::Reset, shown, asker).await?;
        let account = self.parts.store.read().await?.accounts().find(&token.subject).await?;
        let account = account.ok_or_else(|| Problems::one("uid", Problem::UnknownPerson))?;
        self.check_password(&account, password, field)?;
        let hash = self.parts.passwords.hash(password).await?;
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().hold(&account.id).await?;
        self.consume(&mut tx, &token).await?;
        self.lapse(&mut tx, &account, &token).await?;
        self.take_over(&mut tx, &account, &token).await?;
        let ended = self.put_password(&mut tx, &account, &hash, None, asker).await?;
        self.forget_failures(&mut tx, &account).await?;
        self.forget_devices(&mut tx, &account, asker).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        Ok(())
    }

    /// Every other mail of the account lapses, but for another mailbox's way back: whoever resets the
    /// password may be a thief who has moved the account to a mailbox of their own.
    async fn lapse(&self, tx: &mut Tx, account: &AccountRow, token: &MailTokenRow) -> Result<(), AccountError> {
        for purpose in [Purpose::Reset, Purpose::EmailChange, Purpose::Reauthentication] {
            tx.mail_tokens().withdraw(purpose.name(), &account.id).await?;
        }
        Ok(tx.mail_tokens().withdraw_to(Purpose::EmailUndo.name(), &account.id, &token.address).await?)
    }

    /// No browser is known any more: each has tries of its own, and a thief may have made many known. But
    /// the one that shows the mail is its owner's.
    async fn forget_devices(&self, tx: &mut Tx, account: &AccountRow, asker: &Asker) -> Result<(), AccountError> {
        tx.devices().forget(&account.id).await?;
        if let Some(device) = asker.cookie_device() {
            tx.devices().note(&account.id, &device, self.now()).await?;
        }
        Ok(())
    }

    /// Whoever reads the mail of an address that nobody had shown to be theirs owns the account from
    /// now on: what somebody else may have bound to it goes (Sudhodanan and Paverd 2022, class 3).
    async fn take_over(&self, tx: &mut Tx, account: &AccountRow, token: &MailTokenRow) -> Result<(), AccountError> {
        let is_theirs = account.email.as_deref().is_some_and(|email| email.to_lowercase() == token.address);
        let (None, Some(email), true) = (&account.verified_email, &account.email, is_theirs) else { return Ok(()) };
        tx.people().unbind_all(&account.id).await?;
        match tx.accounts().set_address(&account.id, email, true).await {
            Err(error) if error.is_conflict() => Err(AccountError::Stale),
            set => Ok(set?),
        }
    }

    /// Writes their user name to whoever reads that address. Nobody else learns anything.
    pub async fn remind_of_username(&self, email: &str, asker: &Asker) -> Result<(), AccountError> {
        self.needs_mail()?;
        self.count_ip("mail", &self.parts.limits.mails_per_ip, asker).await?;
        let address = EmailAddress::parse(email).ok_or_else(|| Problems::one("email", Problem::NotAnAddress))?;
        let mut tx = self.parts.store.begin().await?;
        let account = tx.accounts().by_address(&address.folded()).await?.filter(|account| account.is_active);
        let may_mail = self.may_mail(&mut tx, "mail", &address.folded()).await?;
        let letter = match &account {
            Some(account) => Letter::UsernameReset {
                usernames: account.username.clone().into_iter().collect(),
                sign_in_link: self.parts.notices.page("/sign-in"),
            },
            None => Letter::NoAccount { register_link: self.register_link() },
        };
        let to = account.as_ref().and_then(|account| account.email.as_deref()).unwrap_or(address.as_str());
        let language = account.as_ref().map_or(asker.language, |account| account.language.parse().unwrap_or_default());
        if may_mail {
            self.parts.notices.write(&mut tx, to, language, &letter, self.now()).await?;
        }
        let person = account.as_ref().map(|account| account.id.as_str());
        let event = AuditEvent::of_account("username_mail", Outcome::Ok, person, &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }
}
