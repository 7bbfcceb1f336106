use super::{
    Problem,
    asker::Asker,
    problem::Problems,
    proof::{Proven, SignedInPerson},
    register::{plain, shown_name},
    service::{AccountError, Accounts},
    username::Username,
};
use crate::{
    audit::{AuditEvent, Outcome},
    store::{AccountRow, IdentityRow},
};

/// Characters of a first or last name.
pub const LONGEST_NAME: usize = 150;

/// What somebody wants to be called. `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProfileChange<'a> {
    /// User name.
    pub username: Option<&'a str>,
    /// First name.
    pub first_name: Option<&'a str>,
    /// Last name.
    pub last_name: Option<&'a str>,
}

impl Accounts {
    /// Changes what somebody is called; staff may change others.
    pub async fn change_profile(
        &self,
        account: &AccountRow,
        change: ProfileChange<'_>,
        actor: &str,
        asker: &Asker,
    ) -> Result<AccountRow, AccountError> {
        self.count_change(actor).await?;
        let changed = self.changed(account, change)?;
        if changed == *account {
            return Ok(changed);
        }
        self.write_profile(&changed, "username", actor, asker).await?;
        Ok(changed)
    }

    /// Changes the user name that somebody signs in with.
    pub async fn set_username(&self, proven: &Proven, text: &str, asker: &Asker) -> Result<(), AccountError> {
        let field = "new_username";
        let account = &proven.account;
        let username = Username::parse(text).ok_or_else(|| Problems::one(field, Problem::NotAUsername))?;
        if account.username.as_deref().map(str::to_lowercase) == Some(username.folded()) {
            return Err(Problems::one(field, Problem::UsernameTaken).into());
        }
        let changed = AccountRow { username: Some(username.as_str().to_owned()), ..account.clone() };
        self.write_profile(&changed, field, &account.id, asker).await
    }

    fn changed(&self, account: &AccountRow, change: ProfileChange<'_>) -> Result<AccountRow, Problems> {
        let mut problems = Problems::default();
        let username = match change.username {
            Some(text) => self.check_username(Some(text), &mut problems).map(|name| name.as_str().to_owned()),
            None => account.username.clone(),
        };
        let mut name = |field, new: Option<&str>, old: &str| {
            let text = new.unwrap_or(old).trim();
            if text.chars().count() > LONGEST_NAME {
                problems.add(field, Problem::TooLong(LONGEST_NAME));
            }
            plain(text)
        };
        let names = (
            name("first_name", change.first_name, &account.first_name),
            name("last_name", change.last_name, &account.last_name),
        );
        let shown = if (&names.0, &names.1) == (&account.first_name, &account.last_name) {
            account.name.clone()
        } else {
            shown_name(&names, username.as_deref(), account.email.as_deref().unwrap_or(&account.name))
        };
        problems.or(AccountRow { name: shown, username, first_name: names.0, last_name: names.1, ..account.clone() })
    }

    async fn write_profile(
        &self,
        changed: &AccountRow,
        field: &'static str,
        actor: &str,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        let taken = || AccountError::from(Problems::one(field, Problem::UsernameTaken));
        let mut tx = self.parts.store.begin().await?;
        if let Some(username) = &changed.username {
            let address = changed.email.as_deref().unwrap_or_default().to_lowercase();
            if tx.registrations().awaits_username(&username.to_lowercase(), &address, self.now()).await? {
                return Err(taken());
            }
        }
        match tx.accounts().update_profile(changed).await {
            Err(error) if error.is_conflict() => return Err(taken()),
            updated => updated?,
        }
        let event = AuditEvent::of_account("profile_change", Outcome::Ok, Some(&changed.id), &asker.visitor).by(actor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    /// The ways in through providers of whoever is signed in.
    pub async fn identities(&self, person: &SignedInPerson) -> Result<Vec<IdentityRow>, AccountError> {
        Ok(self.parts.store.read().await?.people().identities_of(&person.account.id).await?)
    }
}
