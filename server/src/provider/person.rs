use serde_json::{Map, Value};

use super::{Attribute, Client, Failure, Grant, Provider, StandardClaims, SubjectType};
use crate::store::AccountRow;

/// Who knows what there is to say of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// What was told when they granted. For the demo provider.
    Told,
    /// Their accounts, as they are now.
    Accounts,
}

/// What may be said of a person to a client.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    pub(super) claims: StandardClaims,
    pub(super) extra: Map<String, Value>,
}

impl Provider {
    /// What there is to say of the person of a grant; what the scope does not let a client see is still in it.
    pub(super) async fn person_of(&self, client: &Client, grant: &Grant) -> Result<Described, Failure> {
        let account = match (self.settings.people, &grant.account) {
            (People::Accounts, Some(account)) => self.store.read().await?.accounts().find(&account.person_id).await?,
            _ => None,
        };
        Ok(match account {
            Some(account) => Described { claims: standard(&account), extra: extra(&account, client, grant) },
            None => Described { claims: grant.claims.clone(), extra: Map::new() },
        })
    }

    /// What a client calls a person: what everybody does, or, where it is to be a name of its own, one that is
    /// made up at the first sign-in and kept (OpenID Connect Core §8.1).
    pub async fn subject(&self, client: &Client, person_id: &str) -> Result<String, Failure> {
        let sector = match client.metadata.subject_type {
            SubjectType::Public => None,
            SubjectType::Pairwise => client.sector(),
        };
        let Some(sector) = sector else { return Ok(person_id.to_owned()) };
        if let Some(known) = self.store.read().await?.pairwise_subjects().find(person_id, &sector).await? {
            return Ok(known);
        }
        let made = crate::random::token(self.random.as_ref());
        let mut db = self.store.write().await?;
        Ok(db.pairwise_subjects().keep(person_id, &sector, &made).await?)
    }

    /// Whether a grant's account may still sign in, and its session goes on where the grant does not outlive it.
    pub(super) async fn still_stands(&self, grant: &Grant) -> Result<bool, Failure> {
        let Some(account) = &grant.account else { return Ok(true) };
        let mut db = self.store.read().await?;
        if account.offline {
            let person = db.accounts().find(&account.person_id).await?;
            return Ok(person.is_some_and(|person| person.is_active));
        }
        let standing = db.families().standing(&account.family_id).await?;
        Ok(standing.is_some_and(|row| row.revoked_at.is_none() && row.is_active))
    }
}

fn standard(account: &AccountRow) -> StandardClaims {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    StandardClaims {
        name: filled(&account.name),
        preferred_username: account.username.clone().or_else(|| account.email.clone()),
        given_name: filled(&account.first_name),
        family_name: filled(&account.last_name),
        locale: filled(&account.language),
        email: account.email.clone(),
        email_verified: account
            .email
            .as_ref()
            .map(|email| account.verified_email.as_deref().is_some_and(|verified| verified == email.to_lowercase())),
    }
}

fn extra(account: &AccountRow, client: &Client, grant: &Grant) -> Map<String, Value> {
    let said = client.metadata.claims.iter();
    let said = said.filter(|(_, claim)| claim.scope.as_ref().is_none_or(|scope| grant.scope.contains(scope)));
    said.map(|(name, claim)| (name.clone(), attribute(account, claim.from)))
        .filter(|(_, value)| !value.is_null())
        .collect()
}

fn attribute(account: &AccountRow, attribute: Attribute) -> Value {
    match attribute {
        Attribute::Id => account.id.clone().into(),
        Attribute::Name => account.name.clone().into(),
        Attribute::FirstName => account.first_name.clone().into(),
        Attribute::LastName => account.last_name.clone().into(),
        Attribute::Username => account.username.clone().into(),
        Attribute::Email => account.email.clone().into(),
        Attribute::Language => account.language.clone().into(),
        Attribute::IsStaff => account.is_staff.into(),
    }
}
