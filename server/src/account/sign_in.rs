use super::joining::JoiningIdentity;
use crate::{
    clock::Timestamp,
    random::{self, Random},
    store::{PersonRow, StoreError, Tx},
};

/// Characters of a name that are kept.
const LONGEST_NAME: usize = 100;

/// Whom a provider says is there, after every check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalIdentity {
    /// The provider's issuer.
    pub issuer: String,
    /// The provider's name for the person, for ever.
    pub subject: String,
    /// Id of the provider in our configuration.
    pub provider: String,
    /// A name to show.
    pub name: Option<String>,
    /// An address.
    pub email: Option<String>,
    /// Whether the provider vouches for it.
    pub email_verified: bool,
}

/// Why somebody whom the provider vouches for is not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The address belongs to that person, who signs in another way. The account is not taken over
    /// (OpenID Connect Core §5.7: only issuer and subject name a person).
    #[error("the address belongs to another account")]
    AddressInUse(PersonRow),
    /// They have no account, and this provider's word makes none.
    #[error("there is no account, and the provider's settings let nobody register")]
    NoAccount,
    /// The account may not sign in any more.
    #[error("the account is not active")]
    Inactive,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The account of that identity; made at the first sign-in, where it may be. It counts once `tx` is saved. Where two first
/// sign-ins meet, the second is a conflict in the store or a lost race: tried again, it finds the first.
///
/// An address that the provider does not vouch for stays with the identity, whether an account has it or
/// not: it would name somebody else in whatever reads an account's address, and whether it was taken must
/// not show.
pub async fn admit(
    tx: &mut Tx,
    identity: &ExternalIdentity,
    may_register: bool,
    (now, random): (Timestamp, &dyn Random),
) -> Result<PersonRow, SignInError> {
    if let Some(person) = recognise(tx, identity, now).await? {
        return Ok(person);
    }
    tx.people().reserve_identity(&identity.issuer, &identity.subject).await?;
    if tx.people().by_identity(&identity.issuer, &identity.subject).await?.is_some() {
        // Another first sign-in of the same person was quicker. Its account is held before the identity.
        return Err(StoreError::LostRace.into());
    }
    let email = identity.email.clone().filter(|_| identity.email_verified);
    let verified_email = email.as_deref().map(str::to_lowercase);
    if let Some(folded) = &verified_email
        && let Some(holder) = tx.people().by_verified_address(folded).await?
    {
        return Err(SignInError::AddressInUse(holder));
    }
    if !may_register {
        return Err(SignInError::NoAccount);
    }
    let person = PersonRow {
        id: random::id(random).to_string(),
        name: display_name(identity),
        email,
        verified_email,
        created_at: now,
    };
    tx.people().insert(&person).await?;
    tx.people().bind_identity(&JoiningIdentity::from(identity).bound_to(&person.id, now)).await?;
    Ok(person)
}

/// The account of that identity, if it opens one already. It is kept as it is until `tx` ends.
pub async fn recognise(
    tx: &mut Tx,
    identity: &ExternalIdentity,
    now: Timestamp,
) -> Result<Option<PersonRow>, SignInError> {
    let Some(known) = tx.people().by_identity(&identity.issuer, &identity.subject).await? else { return Ok(None) };
    // Before anything of the account is written; from here on the identity is whose it is.
    tx.accounts().hold(&known.id).await?;
    let person = tx.people().by_identity(&identity.issuer, &identity.subject).await?;
    let Some(person) = person.filter(|person| person.id == known.id) else { return Ok(None) };
    tx.people().touch_identity(&identity.issuer, &identity.subject, identity.email.as_deref(), now).await?;
    let account = tx.accounts().find(&person.id).await?;
    account.filter(|account| account.is_active).map(|_| Some(person)).ok_or(SignInError::Inactive)
}

/// The name, or else the address's first part, or else the subject; never empty, no control characters.
fn display_name(identity: &ExternalIdentity) -> String {
    let local_part = identity.email.as_deref().and_then(|email| email.split('@').next());
    [identity.name.as_deref(), local_part, Some(identity.subject.as_str())]
        .into_iter()
        .flatten()
        .map(|name| name.chars().filter(|char| !char.is_control()).take(LONGEST_NAME).collect::<String>())
        .map(|name| name.trim().to_owned())
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "?".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(name: Option<&str>, email: Option<&str>) -> ExternalIdentity {
        ExternalIdentity {
            issuer: "https://id.example".to_owned(),
            subject: "s-1".to_owned(),
            provider: "okta".to_owned(),
            name: name.map(str::to_owned),
            email: email.map(str::to_owned),
            email_verified: true,
        }
    }

    #[test]
    fn there_is_always_a_name_to_show() {
        assert_eq!(display_name(&identity(Some("Ada"), Some("a@b.example"))), "Ada");
        assert_eq!(display_name(&identity(Some(" \n"), Some("a@b.example"))), "a");
        assert_eq!(display_name(&identity(None, None)), "s-1");
        assert_eq!(display_name(&identity(Some(&"x".repeat(500)), None)).len(), LONGEST_NAME);
        assert_eq!(display_name(&identity(Some("A\u{1b}[31mda"), None)), "A[31mda");
    }
}
