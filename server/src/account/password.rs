use super::{
    Problem,
    asker::Asker,
    mail_token::Purpose,
    problem::Problems,
    proof::Proven,
    service::{AccountError, Accounts},
};
use crate::{
    audit::{AuditEvent, Outcome},
    mail::Letter,
    notices::Notices,
    password::{Password, PasswordProblem},
    session::Ended,
    store::{AccountRow, Tx},
};

impl Accounts {
    /// Changes a password, or sets the first of somebody who had none and whose address is known to be
    /// theirs. Every other session ends.
    pub async fn set_password(&self, proven: &Proven, password: &Password, asker: &Asker) -> Result<(), AccountError> {
        if proven.account.password_hash.is_none() && proven.account.verified_email.is_none() {
            // It would sign in by an address that only an unreliable provider told: a stranger's, perhaps.
            return Err(AccountError::NotAllowed);
        }
        self.check_password(&proven.account, password, "new_password")?;
        let hash = self.parts.passwords.hash(password).await?;
        let mut tx = self.parts.store.begin().await?;
        self.hold(&mut tx, proven).await?;
        // The old address's way back stays: whoever changes the password may be a thief.
        for purpose in [Purpose::Reset, Purpose::EmailChange, Purpose::Reauthentication, Purpose::Join] {
            tx.mail_tokens().withdraw(purpose.name(), &proven.account.id).await?;
        }
        let ended = self.put_password(&mut tx, &proven.account, &hash, Some(&proven.family), asker).await?;
        tx.save().await?;
        self.parts.sessions.forget(&ended);
        Ok(())
    }

    /// What keeps a password from being that person's.
    pub fn check_password(
        &self,
        account: &AccountRow,
        password: &Password,
        field: &'static str,
    ) -> Result<(), Problems> {
        let attributes = [
            ("username", account.username.as_deref().unwrap_or_default()),
            ("email", account.email.as_deref().unwrap_or_default()),
            ("first name", account.first_name.as_str()),
            ("last name", account.last_name.as_str()),
        ];
        let mut problems = Problems::default();
        for problem in self.judge(password, &attributes) {
            problems.add(field, Problem::Password(problem));
        }
        problems.or(())
    }

    /// Characters that a new password has at least.
    pub const fn least(&self) -> usize {
        self.parts.policy.least()
    }

    /// What keeps a password from being anybody's.
    pub fn check_any_password(&self, password: &Password, field: &'static str) -> Result<(), Problems> {
        let mut problems = Problems::default();
        for problem in self.judge(password, &[]) {
            problems.add(field, Problem::Password(problem));
        }
        problems.or(())
    }

    /// What keeps a password from being that of somebody with those attributes.
    pub fn judge(&self, password: &Password, attributes: &[(&'static str, &str)]) -> Vec<PasswordProblem> {
        self.parts.policy.judge(password, attributes)
    }

    /// Writes a password down with all that goes with it: other sessions end, and the person
    /// is told.
    pub(super) async fn put_password(
        &self,
        tx: &mut Tx,
        account: &AccountRow,
        hash: &str,
        stays: Option<&str>,
        asker: &Asker,
    ) -> Result<Ended, AccountError> {
        let now = self.now();
        tx.accounts().set_password(&account.id, Some(hash), now).await?;
        let ended = self.parts.sessions.end_all(tx, &account.id, stays, "password_changed").await?;
        let occasion = Notices::occasion(now, &asker.visitor);
        let letter = Letter::PasswordChanged { occasion, reset_link: self.parts.notices.page("/reset") };
        self.parts.notices.tell(tx, account, &letter, now).await?;
        let event = AuditEvent::of_account("password_change", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(tx, event).await?;
        Ok(ended)
    }
}
