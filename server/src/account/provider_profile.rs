use std::collections::BTreeMap;

use app::words::Language;
use serde::{Deserialize, Serialize};

use super::{JoiningIdentity, LONGEST_NAME, LONGEST_USERNAME, Username, register::plain};
use crate::{
    clock::Timestamp,
    config::Field,
    random::{self, Random},
    store::{AccountRow, StoreError, Tx},
};

/// Characters of the name that is shown.
const LONGEST_SHOWN: usize = 100;

/// What a provider says of a person beyond who they are, as its settings read it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderProfile {
    /// What it says, field by field; a field is not there where it says nothing.
    pub told: Vec<(Field, String)>,
    /// What the account begins with otherwise.
    pub defaults: Vec<(Field, String)>,
    /// Fields that are left alone once the account has them.
    pub protected: Vec<Field>,
    /// Whether they are staff, where their groups decide that.
    pub is_staff: Option<bool>,
}

impl ProviderProfile {
    /// Takes over into the account what the provider says of its person. A field follows the provider as
    /// long as it is as the provider said before: what the person has changed stays. What was changed, in
    /// words for the audit log; `None` if nothing was.
    pub async fn take_over(
        &self,
        tx: &mut Tx,
        person_id: &str,
        identity: &JoiningIdentity,
        (now, random): (Timestamp, &dyn Random),
    ) -> Result<Option<String>, StoreError> {
        let Some(account) = tx.accounts().find(person_id).await? else { return Ok(None) };
        let before: BTreeMap<String, String> = tx
            .people()
            .told(&identity.issuer, &identity.subject)
            .await?
            .and_then(|told| serde_json::from_str(&told).ok())
            .unwrap_or_default();
        let told: BTreeMap<Field, String> =
            self.told.iter().filter_map(|(field, value)| Some((*field, fit(*field, value)?))).collect();
        let mut changed = self.applied(&account, &told, &before);
        if changed.username != account.username {
            changed.username = free_username(tx, &changed, (now, random)).await?;
        }
        let said_now: BTreeMap<&str, &str> = told.iter().map(|(field, value)| (field.name(), value.as_str())).collect();
        if told.iter().any(|(field, value)| before.get(field.name()) != Some(value)) || before.len() != told.len() {
            let json = serde_json::json!(said_now).to_string();
            tx.people().set_told(&identity.issuer, &identity.subject, &json).await?;
        }
        let mut said = Vec::new();
        if changed != account {
            tx.accounts().update_profile(&changed).await?;
            said.extend(differences(&account, &changed));
        }
        if let Some(is_staff) = self.is_staff.filter(|is_staff| *is_staff != account.is_staff) {
            tx.accounts().set_staff(person_id, is_staff).await?;
            said.push(if is_staff { "is staff" } else { "is not staff any more" });
        }
        Ok((!said.is_empty()).then(|| said.join(", ")))
    }

    /// The account with what the provider says now, where it said what stands there `before`.
    fn applied(
        &self,
        account: &AccountRow,
        told: &BTreeMap<Field, String>,
        before: &BTreeMap<String, String>,
    ) -> AccountRow {
        let mut changed = account.clone();
        for (field, value) in told {
            let current = value_of(account, *field);
            let follows = before.get(field.name()).is_some_and(|said| *said == current) && *field != Field::Username;
            if current.is_empty() || follows && !self.protected.contains(field) {
                put(&mut changed, *field, value.clone());
            }
        }
        for (field, value) in &self.defaults {
            if value_of(&changed, *field).is_empty()
                && !told.contains_key(field)
                && let Some(value) = fit(*field, value)
            {
                put(&mut changed, *field, value);
            }
        }
        changed
    }
}

/// The value as the account holds it; `None` for what it cannot hold.
fn fit(field: Field, value: &str) -> Option<String> {
    let most = match field {
        Field::Name => LONGEST_SHOWN,
        Field::FirstName | Field::LastName => LONGEST_NAME,
        Field::Username => LONGEST_USERNAME,
        Field::Language => {
            let primary = value.split(['-', '_']).next().unwrap_or_default();
            return primary.parse::<Language>().ok().map(|language| language.tag().to_owned());
        }
    };
    let text: String = plain(value).chars().take(most).collect();
    let text = text.trim().to_owned();
    if field == Field::Username {
        return Username::parse(&text).map(|name| name.as_str().to_owned());
    }
    (!text.is_empty()).then_some(text)
}

/// What the account holds. The language of one that nobody has signed in to yet is nobody's choice.
fn value_of(account: &AccountRow, field: Field) -> String {
    match field {
        Field::Name => account.name.clone(),
        Field::FirstName => account.first_name.clone(),
        Field::LastName => account.last_name.clone(),
        Field::Username => account.username.clone().unwrap_or_default(),
        Field::Language if account.last_sign_in_at.is_none() => String::new(),
        Field::Language => account.language.clone(),
    }
}

fn put(account: &mut AccountRow, field: Field, value: String) {
    match field {
        Field::Name => account.name = value,
        Field::FirstName => account.first_name = value,
        Field::LastName => account.last_name = value,
        Field::Username => account.username = Some(value),
        Field::Language => account.language = value,
    }
}

/// The user name, or one like it where it is taken or waited for.
async fn free_username(
    tx: &mut Tx,
    account: &AccountRow,
    (now, random): (Timestamp, &dyn Random),
) -> Result<Option<String>, StoreError> {
    const DIGITS: usize = 16;
    let Some(wanted) = &account.username else { return Ok(None) };
    let folded = wanted.to_lowercase();
    let address = account.email.as_deref().unwrap_or_default().to_lowercase();
    let awaited = tx.registrations().awaits_username(&folded, &address, now).await?;
    if !awaited && tx.accounts().by_username(&folded).await?.is_none() {
        return Ok(Some(wanted.clone()));
    }
    let beginning: String = wanted.chars().take(LONGEST_USERNAME - DIGITS - 1).collect();
    let digits: String = random::id(random).simple().to_string().chars().take(DIGITS).collect();
    Ok(Some(format!("{beginning}-{digits}")))
}

fn differences(before: &AccountRow, after: &AccountRow) -> Vec<&'static str> {
    let fields = [Field::Name, Field::FirstName, Field::LastName, Field::Username, Field::Language];
    fields.into_iter().filter(|field| value_of(before, *field) != value_of(after, *field)).map(Field::name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(first_name: &str) -> AccountRow {
        AccountRow {
            id: "p-1".into(),
            name: "Ada".into(),
            email: None,
            verified_email: None,
            username: None,
            first_name: first_name.into(),
            last_name: String::new(),
            password_hash: None,
            password_set_at: None,
            language: "en".into(),
            is_active: true,
            is_staff: false,
            last_sign_in_at: Some(Timestamp::from_seconds(1)),
            created_at: Timestamp::from_seconds(0),
        }
    }

    fn first_name(profile: &ProviderProfile, account: &AccountRow, told: Option<&str>, before: Option<&str>) -> String {
        let told = told.map(|told| (Field::FirstName, told.to_owned())).into_iter().collect();
        let before = before.map(|before| ("first_name".to_owned(), before.to_owned())).into_iter().collect();
        profile.applied(account, &told, &before).first_name
    }

    #[test]
    fn a_field_follows_the_provider_until_the_person_changes_it() {
        let usual = ProviderProfile::default();
        assert_eq!(first_name(&usual, &account(""), Some("Ada"), None), "Ada");
        assert_eq!(first_name(&usual, &account("Ada"), Some("Augusta"), Some("Ada")), "Augusta");
        assert_eq!(first_name(&usual, &account("Countess"), Some("Augusta"), Some("Ada")), "Countess");
        assert_eq!(first_name(&usual, &account("Countess"), Some("Augusta"), None), "Countess", "it was there before");
        assert_eq!(first_name(&usual, &account("Ada"), None, Some("Ada")), "Ada", "silence takes nothing away");
    }

    #[test]
    fn a_protected_field_is_given_once() {
        let protected = ProviderProfile { protected: vec![Field::FirstName], ..ProviderProfile::default() };
        assert_eq!(first_name(&protected, &account(""), Some("Ada"), None), "Ada");
        assert_eq!(first_name(&protected, &account("Ada"), Some("Augusta"), Some("Ada")), "Ada");
    }

    #[test]
    fn a_default_stands_in_for_what_is_not_said() {
        let defaults = vec![(Field::FirstName, "Guest".to_owned()), (Field::Language, "de".to_owned())];
        let with_defaults = ProviderProfile { defaults, ..ProviderProfile::default() };
        assert_eq!(first_name(&with_defaults, &account(""), None, None), "Guest");
        assert_eq!(first_name(&with_defaults, &account(""), Some("Ada"), None), "Ada");
        assert_eq!(first_name(&with_defaults, &account("Ada"), None, None), "Ada");
        let newcomer = AccountRow { last_sign_in_at: None, ..account("") };
        let none = BTreeMap::new();
        assert_eq!(with_defaults.applied(&newcomer, &BTreeMap::new(), &none).language, "de");
        assert_eq!(with_defaults.applied(&account(""), &BTreeMap::new(), &none).language, "en", "it is theirs by now");
    }

    #[test]
    fn a_user_name_is_given_once() {
        let told: BTreeMap<Field, String> = [(Field::Username, "ada2".to_owned())].into();
        let before: BTreeMap<String, String> = [("username".to_owned(), "ada".to_owned())].into();
        let named = AccountRow { username: Some("ada".into()), ..account("") };
        let usual = ProviderProfile::default();
        assert_eq!(usual.applied(&named, &told, &before).username.as_deref(), Some("ada"));
        assert_eq!(usual.applied(&account(""), &told, &before).username.as_deref(), Some("ada2"));
    }

    #[test]
    fn what_an_account_cannot_hold_is_left_out() {
        assert_eq!(fit(Field::Language, "de-AT").as_deref(), Some("de"));
        assert_eq!(fit(Field::Language, "fr"), None);
        assert_eq!(fit(Field::Username, "a b"), None);
        assert_eq!(fit(Field::FirstName, " \n"), None);
        assert_eq!(fit(Field::LastName, &"x".repeat(500)).unwrap().len(), LONGEST_NAME);
    }
}
