use std::time::Duration;

use super::{
    Problem,
    asker::Asker,
    mail_token::{self, Purpose, Request},
    problem::Problems,
    service::{AccountError, Accounts},
};
use crate::{
    audit::{AuditEvent, Outcome},
    clock::Timestamp,
    mail::Letter,
    password::Password,
    store::{AccountRow, Tx},
};

/// A sign-in that young is proof enough for what is done in it.
pub const FRESH: Duration = Duration::from_secs(300);

/// Whoever is signed in, and asks for something of their own.
#[derive(Clone, Debug)]
pub struct SignedInPerson {
    /// The account.
    pub account: AccountRow,
    /// The session.
    pub family: String,
    /// When they last showed who they are.
    pub auth_time: Timestamp,
}

/// Somebody who has just shown once more who they are.
pub struct Proven {
    /// The account.
    pub account: AccountRow,
    /// The session, which goes on.
    pub family: String,
}

/// How somebody who is signed in shows once more who they are.
pub enum Reproof<'a> {
    /// By the current password, typed into that field.
    Password(&'a Password, &'static str),
    /// By a code from a mail: for who has no password.
    Code(&'a str),
    /// By nothing but a sign-in of a moment ago: for who has no password.
    Recent,
}

impl Accounts {
    /// The account of whoever is signed in.
    pub async fn person(
        &self,
        person_id: &str,
        family: &str,
        auth_time: Timestamp,
    ) -> Result<SignedInPerson, AccountError> {
        let account = self.parts.store.read().await?.accounts().find(person_id).await?;
        let account = account.filter(|account| account.is_active).ok_or(AccountError::NotFound)?;
        Ok(SignedInPerson { account, family: family.to_owned(), auth_time })
    }

    /// Checks a proof of identity. Who has a password must show it: a session may be a thief's.
    pub async fn prove(
        &self,
        person: SignedInPerson,
        reproof: Reproof<'_>,
        asker: &Asker,
    ) -> Result<Proven, AccountError> {
        let has_password = person.account.password_hash.is_some();
        let (shown, refusal) = match reproof {
            Reproof::Password(password, field) => (
                self.is_password_of(&person.account, password).await?,
                Problems::one(field, Problem::WrongPassword).into(),
            ),
            Reproof::Code(code) => (
                !has_password && self.is_code_of(&person.account, code).await?,
                Problems::one("code", Problem::WrongCode).into(),
            ),
            Reproof::Recent => {
                (!has_password && self.now().since(person.auth_time) <= FRESH, AccountError::ProofNeeded)
            }
        };
        if shown {
            return Ok(Proven { account: person.account, family: person.family });
        }
        self.audit_refusal("reauthentication", Some(&person.account.id), asker).await?;
        Err(refusal)
    }

    /// Keeps the account as it was when it was proven whose it is: whoever knew a password that was
    /// changed meanwhile has proven nothing.
    pub(super) async fn hold(&self, tx: &mut Tx, proven: &Proven) -> Result<(), AccountError> {
        tx.accounts().hold(&proven.account.id).await?;
        let now = tx.accounts().find(&proven.account.id).await?;
        let same = |now: &AccountRow| now.is_active && now.password_hash == proven.account.password_hash;
        now.is_some_and(|now| same(&now)).then_some(()).ok_or(AccountError::ProofNeeded)
    }

    async fn is_code_of(&self, account: &AccountRow, code: &str) -> Result<bool, AccountError> {
        self.count_change(&account.id).await?;
        let address = account.email.as_deref().unwrap_or_default().to_lowercase();
        let mut db = self.parts.store.write().await?;
        let shown = (address.as_str(), code);
        let purpose = Purpose::Reauthentication;
        let token = mail_token::look_by_code(&mut db, &self.parts.macs, purpose, shown, self.now()).await?;
        match token.filter(|token| token.subject == account.id) {
            Some(token) => Ok(db.mail_tokens().consume(&token.id, self.now()).await?),
            None => Ok(false),
        }
    }

    /// Mails a code to somebody who is signed in and has no password to show.
    pub async fn mail_code(&self, person: &SignedInPerson, asker: &Asker) -> Result<(), AccountError> {
        self.needs_mail()?;
        let account = &person.account;
        self.count_change(&account.id).await?;
        let Some(email) = &account.email else { return Err(AccountError::NotAllowed) };
        let address = email.to_lowercase();
        let mut tx = self.parts.store.begin().await?;
        let valid_for = self.parts.config.lives.code;
        let expires_at = self.now() + valid_for;
        let purpose = Purpose::Reauthentication;
        let issued = self
            .issue(&mut tx, Request { purpose, subject: &account.id, address: &address, detail: None, expires_at })
            .await?;
        let letter = Letter::DeletionCode { code: issued.code, valid_for };
        if self.may_mail(&mut tx, "mail", &address).await? {
            self.parts.notices.tell(&mut tx, account, &letter, self.now()).await?;
        }
        let event = AuditEvent::of_account("code_mail", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }
}
