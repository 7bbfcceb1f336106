//! What staff sees and does of other people's accounts.

use super::service::{AccountError, Accounts};
use crate::store::AccountRow;

/// One page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// How many there are in all.
    pub count: i64,
    /// Those on this page.
    pub people: Vec<AccountRow>,
}

impl Accounts {
    /// People that `person` may see, in the order of their addresses: staff sees all, others see
    /// themselves. Pages begin at 1; `NotFound` past the last one.
    pub async fn list(&self, person: &AccountRow, page: u32) -> Result<PeoplePage, AccountError> {
        if !person.is_staff && self.parts.config.hide_users {
            let own = PeoplePage { count: 1, people: vec![person.clone()] };
            return if page > 1 { Err(AccountError::NotFound) } else { Ok(own) };
        }
        let size = i64::from(self.parts.config.page_size);
        let offset = size * i64::from(page.saturating_sub(1));
        let mut db = self.parts.store.read().await?;
        let count = db.accounts().count().await?;
        if page > 1 && offset >= count {
            return Err(AccountError::NotFound);
        }
        Ok(PeoplePage { count, people: db.accounts().page(size, offset).await? })
    }

    /// The account of that id, if `person` may see it.
    pub async fn other(&self, person: &AccountRow, id: &str) -> Result<AccountRow, AccountError> {
        if person.id == id {
            return Ok(person.clone());
        }
        let found = self.parts.store.read().await?.accounts().find(id).await?;
        match found {
            Some(other) if person.is_staff => Ok(other),
            Some(_) if !self.parts.config.hide_users => Err(AccountError::NotAllowed),
            _ => Err(AccountError::NotFound),
        }
    }

    /// Whether there is an account of that id.
    pub async fn exists(&self, id: &str) -> Result<bool, AccountError> {
        Ok(self.parts.store.read().await?.accounts().find(id).await?.is_some())
    }
}
