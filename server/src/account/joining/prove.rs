use super::{JoinError, PendingJoin};
use crate::{
    account::{
        AccountError, Accounts, Asker, Credentials, Problem, Problems, Purpose,
        mail_token::{self, Request},
    },
    audit::{AuditEvent, Outcome},
    mail::Letter,
    password::Password,
    session::{BROWSER_CLIENT, Proof},
    sign_in::{Circumstances, SignedIn},
    store::{MailTokenRow, PersonRow},
};

impl Accounts {
    /// Joins by the account's password, and signs in by it: under the limits of every sign-in.
    pub async fn join_by_password(
        &self,
        join: &PendingJoin,
        password: &Password,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, JoinError> {
        let account = self.account_of(join).await?;
        let login = self.login_by_password(&account).await?.ok_or(AccountError::NotAllowed)?;
        let credentials = Credentials { login: &login, password, client: BROWSER_CLIENT };
        let verified = self.verify(&credentials, asker).await?;
        self.begin_and_join(&verified, &credentials, circumstances, asker, Some(join)).await
    }

    /// Mails a code that shows that the account's person reads its mail. Nothing else does who asks too
    /// often: the last code goes on to count.
    pub async fn mail_join_code(&self, join: &PendingJoin, asker: &Asker) -> Result<(), AccountError> {
        self.count_ip("mail", &self.parts.limits.mails_per_ip, asker).await?;
        let account = self.account_of(join).await?;
        let mailbox = self.mailbox_of(&account).ok_or(AccountError::NotAllowed)?.folded();
        let valid_for = self.parts.config.lives.code;
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        if self.may_mail(&mut tx, "join_mail", &mailbox).await? {
            let request = Request {
                purpose: Purpose::Join,
                subject: &account.id,
                address: &mailbox,
                // A code of one join is good for that one alone.
                detail: Some(join.row.id.clone()),
                expires_at: now + valid_for,
            };
            let issued = self.issue(&mut tx, request).await?;
            let provider = self.parts.providers.label(&join.identity.provider);
            let letter = Letter::JoinCode { code: issued.code, provider, valid_for };
            self.parts.notices.tell(&mut tx, &account, &letter, now).await?;
        }
        let event = AuditEvent::of_account("join_mail", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    /// Joins by a mailed code, and signs in.
    pub async fn join_by_code(
        &self,
        join: &PendingJoin,
        code: &str,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, JoinError> {
        self.count_ip("confirmation", &self.parts.limits.confirmations_per_ip, asker).await?;
        let account = self.account_of(join).await?;
        let token = self.join_token(join, code).await?;
        let Some(token) = token.filter(|token| token.subject == account.id) else {
            self.audit_refusal("join", Some(&account.id), asker).await?;
            return Err(AccountError::from(Problems::one("code", Problem::WrongCode)).into());
        };
        let mut tx = self.parts.store.begin().await?;
        tx.accounts().hold(&account.id).await?;
        let account = tx.accounts().find(&account.id).await?.filter(|account| account.is_active);
        let account = account.ok_or(AccountError::NotAllowed)?;
        if !tx.mail_tokens().consume(&token.id, self.now()).await? {
            return Err(JoinError::Over);
        }
        let proof = Proof {
            provider: join.identity.provider.clone(),
            auth_time: self.now(),
            amr: vec!["otp".to_owned()],
            client: BROWSER_CLIENT,
        };
        let (sign_in, person) = (&self.parts.sign_in, PersonRow::from(account));
        sign_in.complete_join(&mut tx, join, &person.id, asker).await?;
        tx.accounts().signed_in(&person.id, self.now()).await?;
        let signed_in = sign_in.begin_in(&mut tx, &person, &proof, circumstances, asker).await?;
        tx.save().await?;
        Ok(signed_in)
    }

    async fn join_token(&self, join: &PendingJoin, code: &str) -> Result<Option<MailTokenRow>, AccountError> {
        let account = self.account_of(join).await?;
        let Some(mailbox) = self.mailbox_of(&account).map(|mailbox| mailbox.folded()) else { return Ok(None) };
        let mut db = self.parts.store.write().await?;
        let shown = (mailbox.as_str(), code);
        let token = mail_token::look_by_code(&mut db, &self.parts.macs, Purpose::Join, shown, self.now()).await?;
        Ok(token.filter(|token| token.detail.as_deref() == Some(&join.row.id)))
    }
}
