use super::PendingJoin;
use crate::{
    account::{AccountError, Accounts, EmailAddress},
    store::{AccountRow, IdentityRow},
};

/// How the person of an account can show who they are, for a join.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaysToProve {
    /// By the password that goes with this.
    pub login: Option<String>,
    /// Through these providers, by id.
    pub providers: Vec<String>,
    /// By a code that is mailed to this address, masked.
    pub mail: Option<String>,
}

impl WaysToProve {
    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.login.is_none() && self.providers.is_empty() && self.mail.is_none()
    }
}

impl Accounts {
    /// How the account's person can show who they are. None of it for somebody who may not sign in.
    pub async fn ways_to_prove(&self, person_id: &str) -> Result<WaysToProve, AccountError> {
        let mut db = self.parts.store.read().await?;
        let Some(account) = db.accounts().find(person_id).await?.filter(|account| account.is_active) else {
            return Ok(WaysToProve::default());
        };
        let mut providers: Vec<String> = Vec::new();
        for IdentityRow { provider, .. } in db.people().identities_of(person_id).await? {
            if self.parts.providers.is_configured(&provider) && !providers.contains(&provider) {
                providers.push(provider);
            }
        }
        drop(db);
        let login = self.login_by_password(&account).await?;
        Ok(WaysToProve { login, providers, mail: self.mailbox_of(&account).map(|mailbox| mailbox.masked()) })
    }

    /// What the person types beside their password, if a password lets them in.
    pub(super) async fn login_by_password(&self, account: &AccountRow) -> Result<Option<String>, AccountError> {
        let has_one = account.password_hash.as_deref().is_some_and(|hash| !hash.starts_with('!'));
        let Some(login) = self.login_of(&account.id).await?.filter(|_| has_one) else { return Ok(None) };
        let opened = self.find_by_login(&mut self.parts.store.read().await?, &login).await?;
        // An address that another has shown to be theirs opens that one's account.
        Ok(Some(login).filter(|_| opened.is_some_and(|opened| opened.id == account.id)))
    }

    /// Where a code goes: to an address that is known to be the person's.
    pub(super) fn mailbox_of(&self, account: &AccountRow) -> Option<EmailAddress> {
        let email = account.email.as_deref().filter(|_| account.verified_email.is_some() && self.parts.config.mails);
        email.and_then(EmailAddress::parse)
    }

    /// The account that a join leads to.
    pub(super) async fn account_of(&self, join: &PendingJoin) -> Result<AccountRow, AccountError> {
        let account = self.parts.store.read().await?.accounts().find(&join.row.person_id).await?;
        account.filter(|account| account.is_active).ok_or(AccountError::NotAllowed)
    }
}
