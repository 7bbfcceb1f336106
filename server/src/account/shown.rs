use super::{
    Problem,
    asker::Asker,
    email::EmailAddress,
    mail_token::{self, Purpose},
    problem::Problems,
    service::{AccountError, Accounts, Link, Shown},
    uid,
};
use crate::store::MailTokenRow;

impl Accounts {
    /// Checks what somebody shows of a mail, without using it up.
    pub(super) async fn check_shown(
        &self,
        purpose: Purpose,
        shown: Shown<'_>,
        asker: &Asker,
    ) -> Result<MailTokenRow, AccountError> {
        self.count_ip("confirmation", &self.parts.limits.confirmations_per_ip, asker).await?;
        let checked = match shown {
            Shown::Link(link) => self.check_link(purpose, link).await,
            Shown::Code { email, code } => self.check_code(purpose, email, code).await,
        };
        if matches!(checked, Err(AccountError::Problems(_))) {
            self.audit_unproven(purpose.name(), asker).await?;
        }
        checked
    }

    async fn check_code(&self, purpose: Purpose, email: &str, code: &str) -> Result<MailTokenRow, AccountError> {
        let address = EmailAddress::parse(email).map(|address| address.folded()).unwrap_or_default();
        let mut db = self.parts.store.write().await?;
        let now = self.now();
        let found = mail_token::look_by_code(&mut db, &self.parts.macs, purpose, (&address, code), now).await?;
        found.ok_or_else(|| Problems::one("code", Problem::WrongCode).into())
    }

    /// What a link leads to, for the page that it opens: nothing is used up.
    pub async fn look_at_link(&self, purpose: Purpose, link: Link<'_>, asker: &Asker) -> Result<(), AccountError> {
        self.count_ip("confirmation", &self.parts.limits.confirmations_per_ip, asker).await?;
        self.check_link(purpose, link).await.map(drop)
    }

    async fn check_link(&self, purpose: Purpose, link: Link<'_>) -> Result<MailTokenRow, AccountError> {
        let unknown = || AccountError::from(Problems::one("uid", Problem::UnknownPerson));
        let subject = uid::decode(link.uid).ok_or_else(unknown)?;
        let mut db = self.parts.store.read().await?;
        let known = db.registrations().find(&subject).await?.is_some() || db.accounts().find(&subject).await?.is_some();
        if !known {
            return Err(unknown());
        }
        Ok(mail_token::look(&mut db, purpose, &subject, link.token, self.now()).await?)
    }
}
