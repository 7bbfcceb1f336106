use std::{sync::Arc, time::Duration};

use quick_cache::sync::Cache;

use super::ForeignRefused;
use crate::{
    account::{ExternalIdentity, SignInError, admit},
    audit::{AuditEvent, Outcome, Visitor},
    clock::Moment,
    random::Random,
    store::{AccountRow, Db, Store, StoreError},
};

/// How long this process believes what it last read of a person: whoever may not sign in any more is
/// kept out within this time, as with our own tokens.
const BELIEVED_FOR: Duration = Duration::from_millis(900);
/// People remembered at a time.
const MOST: usize = 20_000;

/// The person whom a token names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Their account.
    pub person_id: String,
    /// Their address now.
    pub email: Option<String>,
}

/// People by what their issuer calls them.
pub(super) struct Holders {
    cache: Cache<(String, String), Known>,
}

#[derive(Clone)]
struct Known {
    account: Option<Arc<AccountRow>>,
    read_at: Moment,
}

impl Holders {
    pub(super) fn new() -> Self {
        Self { cache: Cache::new(MOST) }
    }

    /// Whoever has signed in under that name before.
    pub(super) async fn find(
        &self,
        store: &Store,
        identity: &(String, String),
        now: &Moment,
    ) -> Result<Holder, ForeignRefused> {
        let known = self.cache.get(identity).filter(|known| now.elapsed_since(&known.read_at) < BELIEVED_FOR);
        let account = match known {
            Some(known) => known.account,
            None => self.read(store, identity, now).await?,
        };
        holder(account.as_deref().ok_or(ForeignRefused::UnknownPerson)?)
    }

    async fn read(
        &self,
        store: &Store,
        identity: &(String, String),
        now: &Moment,
    ) -> Result<Option<Arc<AccountRow>>, StoreError> {
        let account = look_up(&mut store.read().await?, identity).await?.map(Arc::new);
        self.cache.insert(identity.clone(), Known { account: account.clone(), read_at: now.clone() });
        Ok(account)
    }

    /// Makes an account of somebody whom nobody knows yet, as a first sign-in would.
    pub(super) async fn make(
        &self,
        store: &Store,
        identity: &ExternalIdentity,
        now: &Moment,
        random: &dyn Random,
    ) -> Result<Holder, ForeignRefused> {
        match make(store, identity, now, random).await {
            // Another token of theirs was first: the account is there now.
            Err(SignInError::Store(error)) if error.was_second() => {}
            Err(SignInError::Store(error)) => return Err(error.into()),
            Err(SignInError::Inactive) => return Err(ForeignRefused::Inactive),
            // A token does not prove whose address it is: no account is taken over by it.
            Err(SignInError::AddressInUse(_) | SignInError::NoAccount) => return Err(ForeignRefused::UnknownPerson),
            Ok(()) => {}
        }
        // Not what is remembered: whoever read before the account was there may have written that down since.
        let account = self.read(store, &(identity.issuer.clone(), identity.subject.clone()), now).await?;
        holder(account.as_deref().ok_or(ForeignRefused::UnknownPerson)?)
    }
}

fn holder(account: &AccountRow) -> Result<Holder, ForeignRefused> {
    if !account.is_active {
        return Err(ForeignRefused::Inactive);
    }
    Ok(Holder { person_id: account.id.clone(), email: account.email.clone() })
}

async fn look_up(db: &mut Db, (issuer, subject): &(String, String)) -> Result<Option<AccountRow>, StoreError> {
    match db.people().by_identity(issuer, subject).await? {
        Some(person) => db.accounts().find(&person.id).await,
        None => Ok(None),
    }
}

async fn make(
    store: &Store,
    identity: &ExternalIdentity,
    now: &Moment,
    random: &dyn Random,
) -> Result<(), SignInError> {
    let mut tx = store.begin().await?;
    let person = admit(&mut tx, identity, true, (now.at, random)).await?;
    let event = AuditEvent::at_provider("account_made_by_token", Outcome::Ok, &identity.provider, &Visitor::default());
    event.of_person(&person.id).write(&mut tx, now.at, random).await?;
    Ok(tx.save().await?)
}
