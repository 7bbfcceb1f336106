use super::{
    asker::Asker,
    failures::Failures,
    service::{AccountError, Accounts},
};
use crate::{
    account::{email::EmailAddress, username::Username},
    config::Login,
    password::{Password, Verdict},
    session::Proof,
    sign_in::{Circumstances, SignInFailure, SignedIn},
    store::{AccountRow, Db, PersonRow, StoreError, Tx},
    throttle::Counted,
};

/// Rounds in which a password's hash may change under a sign-in.
const MOST_RACES: usize = 3;

/// Why somebody is not signed in by a password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordRefused {
    /// No account with that login and password that may sign in. Which of the three is not told.
    #[error("no such login and password")]
    Wrong,
    /// The person signed out while this was under way.
    #[error("signed out meanwhile")]
    SignedOut,
    /// Something else.
    #[error(transparent)]
    Other(#[from] AccountError),
}

impl From<StoreError> for PasswordRefused {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

/// What somebody signs in with.
pub struct Credentials<'a> {
    /// An address or a user name, as configured.
    pub login: &'a str,
    /// The password.
    pub password: &'a Password,
    /// To whom the session's tokens go.
    pub client: &'static str,
}

impl Accounts {
    /// Signs somebody in by their password.
    pub async fn sign_in(
        &self,
        credentials: &Credentials<'_>,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, PasswordRefused> {
        let verified = self.verify(credentials, asker).await?;
        self.begin(&verified, credentials, circumstances, asker).await
    }

    /// Whose login and password those are: one way for the page, the popup and the API.
    pub async fn verify(&self, credentials: &Credentials<'_>, asker: &Asker) -> Result<Verified, PasswordRefused> {
        let account = self.find_by_login(&mut self.parts.store.read().await?, credentials.login).await?;
        let failures = self.count_attempt(credentials.login, account.as_ref(), asker).await?;
        let stored = account.as_ref().and_then(|account| account.password_hash.as_deref());
        let verdict = self.parts.passwords.verify(credentials.password, stored).await.map_err(AccountError::from)?;
        let account = match (verdict, account) {
            (Verdict::Right | Verdict::Outdated, Some(account)) if account.is_active => account,
            (_, account) => {
                let person = account.map(|account| account.id);
                self.audit_refusal("sign_in", person.as_deref(), asker).await?;
                return Err(PasswordRefused::Wrong);
            }
        };
        let upgraded = match verdict {
            Verdict::Outdated => self.upgrade(&account, credentials.password).await?,
            Verdict::Right | Verdict::Wrong => None,
        };
        let hash = upgraded.or_else(|| account.password_hash.clone()).unwrap_or_default();
        Ok(Verified { account, hash, failures })
    }

    /// What that person signs in with, as they write it.
    pub async fn login_of(&self, person_id: &str) -> Result<Option<String>, AccountError> {
        let account = self.parts.store.read().await?.accounts().find(person_id).await?;
        Ok(account.and_then(|account| match self.parts.config.login {
            Login::Username => account.username,
            Login::Email | Login::Either => account.email.or(account.username),
        }))
    }

    /// The account of a login, however it was typed.
    async fn find_by_login(&self, db: &mut Db, login: &str) -> Result<Option<AccountRow>, StoreError> {
        if login.contains('\0') {
            // PostgreSQL takes no such text.
            return Ok(None);
        }
        let by_address = match self.parts.config.login {
            Login::Email | Login::Either => db.accounts().by_address(&fold_address(login)).await?,
            Login::Username => None,
        };
        match self.parts.config.login {
            Login::Username | Login::Either if by_address.is_none() => {
                db.accounts().by_username(&fold_username(login)).await
            }
            _ => Ok(by_address),
        }
    }

    /// A full pool is no reason not to let somebody in: the hash is made anew another time.
    async fn upgrade(&self, account: &AccountRow, password: &Password) -> Result<Option<String>, AccountError> {
        let Ok(hash) = self.parts.passwords.hash(password).await else { return Ok(None) };
        let Some(old) = &account.password_hash else { return Ok(None) };
        let upgraded = self.parts.store.write().await?.accounts().upgrade_hash(&account.id, old, &hash).await?;
        Ok(upgraded.then_some(hash))
    }

    /// Begins the session of somebody whose password was right, if it still is: a password that was
    /// changed while it was being checked begins nothing that the change would have ended.
    pub async fn begin(
        &self,
        verified: &Verified,
        credentials: &Credentials<'_>,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, PasswordRefused> {
        let id = &verified.account.id;
        let mut hash = verified.hash.clone();
        for _ in 0..MOST_RACES {
            let mut tx = self.parts.store.begin().await?;
            if tx.accounts().signed_in_by(id, &hash, self.now()).await? {
                return self.begin_in(tx, verified, credentials, circumstances, asker).await;
            }
            drop(tx);
            // The same password may have got another hash, by a sign-in beside this one.
            let account = self.parts.store.read().await?.accounts().find(id).await?;
            let stored = account.filter(|account| account.is_active).and_then(|account| account.password_hash);
            let verdict = self.parts.passwords.verify(credentials.password, stored.as_deref()).await;
            match stored {
                Some(stored) if verdict.map_err(AccountError::from)? != Verdict::Wrong => hash = stored,
                _ => break,
            }
        }
        self.audit_refusal("sign_in", Some(id), asker).await?;
        Err(PasswordRefused::Wrong)
    }

    async fn begin_in(
        &self,
        mut tx: Tx,
        verified: &Verified,
        credentials: &Credentials<'_>,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, PasswordRefused> {
        let proof = Proof::by_password(self.now(), credentials.client);
        verified.failures.forgive(&mut tx, &self.parts.limits).await?;
        let person = PersonRow::from(verified.account.clone());
        let signed_in = self.parts.sign_in.begin_in(&mut tx, &person, &proof, circumstances, asker).await;
        let signed_in = signed_in.map_err(|failure| match failure {
            SignInFailure::Fault(error) => PasswordRefused::Other(error.into()),
            SignInFailure::SignedOut => PasswordRefused::SignedOut,
            SignInFailure::AddressInUse | SignInFailure::Inactive => PasswordRefused::Wrong,
        })?;
        tx.save().await?;
        Ok(signed_in)
    }

    /// Whether that is the person's password, for those who are signed in. Counted a person.
    pub(super) async fn is_password_of(&self, account: &AccountRow, password: &Password) -> Result<bool, AccountError> {
        self.count_change(&account.id).await?;
        let stored = account.password_hash.as_deref();
        Ok(self.parts.passwords.verify(password, stored).await? != Verdict::Wrong)
    }

    /// Counts a change, or a proof of identity, of somebody who is signed in.
    pub(super) async fn count_change(&self, person_id: &str) -> Result<(), AccountError> {
        let rates = &self.parts.limits.changes_per_person;
        self.count(Counted { what: "change", whom: person_id, rates }).await
    }
}

/// Somebody whose password was right.
pub struct Verified {
    account: AccountRow,
    /// The hash that it was right by.
    hash: String,
    failures: Failures,
}

/// A login as the store compares addresses.
fn fold_address(login: &str) -> String {
    EmailAddress::parse(login).map_or_else(|| login.trim().to_lowercase(), |address| address.folded())
}

/// A login as the store compares user names.
fn fold_username(login: &str) -> String {
    Username::parse(login).map_or_else(|| login.trim().to_lowercase(), |username| username.folded())
}

impl From<AccountRow> for PersonRow {
    fn from(account: AccountRow) -> Self {
        Self {
            id: account.id,
            name: account.name,
            email: account.email,
            verified_email: account.verified_email,
            created_at: account.created_at,
        }
    }
}
