//! From a row of Django's to a person of ours.

use uuid::{Builder, Uuid};

use super::{
    Options, TrustAddresses,
    password::{self, Hash},
    reader::DjangoPerson,
    rivals::Rivals,
    tables::Tables,
};
use crate::{clock::Timestamp, import::simplejwt::normal_id, store::ImportedPersonRow};

/// Under which keys that are numbers become UUIDs: the same ones on every run (RFC 9562 §5.5).
const NAMESPACE: Uuid = Uuid::from_u128(0x8d1f_52ac_07c3_4e1b_9a65_2f8e_43b7_d019);
/// Characters of a name that are kept.
const LONGEST_NAME: usize = 100;
/// RFC 5321 §4.5.3.1.3 leaves so many for an address.
const LONGEST_ADDRESS: usize = 254;

/// What is made of somebody.
pub(super) struct Candidate {
    pub(super) source_id: String,
    pub(super) person: ImportedPersonRow,
    /// They were never in: they may ask for an activation mail.
    pub(super) registration: bool,
    pub(super) notes: Vec<String>,
}

/// An address that mail may go to.
pub(super) struct Address {
    pub(super) written: String,
    pub(super) folded: String,
}

/// Their address, if it is one.
pub(super) fn address_of(person: &DjangoPerson) -> Option<Address> {
    let written = clean(person.email.as_deref()?);
    let (local, domain) = written.rsplit_once('@')?;
    let sound = !local.is_empty()
        && !domain.is_empty()
        && written.len() <= LONGEST_ADDRESS
        && !written.chars().any(|char| char.is_whitespace() || char.is_control());
    sound.then(|| Address { folded: written.to_lowercase(), written })
}

/// Their user name, if they have one.
pub(super) fn username_of(person: &DjangoPerson) -> Option<String> {
    person.username.as_deref().map(clean).filter(|name| !name.is_empty())
}

/// What is made of that person; or why nothing is.
pub(super) fn judge(
    person: &DjangoPerson,
    options: &Options,
    tables: &Tables,
    rivals: &Rivals,
) -> Result<Candidate, String> {
    let mut notes = Vec::new();
    let address = address_of(person);
    if let Some(address) = &address
        && !rivals.has_address(&address.folded, &person.key)
    {
        return Err(format!("the address {} is another's too, who was there later", address.folded));
    }
    let username = username_of(person).filter(|name| {
        let theirs = rivals.has_username(&name.to_lowercase(), &person.key);
        if !theirs {
            notes.push(format!("without a user name: {name} differs from another's in case alone"));
        }
        theirs
    });
    let password_hash = hash_of(person, &mut notes);
    let was_in = person.last_login.is_some() || person.had_tokens || !person.links.is_empty();
    let registration = !person.is_active() && !was_in && may_activate(options, tables, &mut notes);
    let verified = address.as_ref().is_some_and(|address| is_verified(person, address, options.trust, was_in));
    if address.is_some() && !verified && !registration {
        notes.push("their address is not shown to be theirs".to_owned());
    }
    if address.is_none() && person.links.is_empty() {
        return Err("there is no address that mail could go to".to_owned());
    }
    if registration && password_hash.is_none() {
        return Err("never activated, and without a password there is nothing to activate".to_owned());
    }
    let source_id = normal_id(&person.key);
    let (first_name, last_name) = (name(person.first_name.as_deref()), name(person.last_name.as_deref()));
    let person = ImportedPersonRow {
        id: person_id(&options.source, &source_id),
        name: display_name(&[&format!("{first_name} {last_name}")], username.as_deref(), address.as_ref()),
        verified_email: address.as_ref().filter(|_| verified).map(|address| address.folded.clone()),
        folded_email: address.as_ref().map(|address| address.folded.clone()),
        email: address.map(|address| address.written),
        folded_username: username.as_deref().map(str::to_lowercase),
        username,
        first_name,
        last_name,
        password_hash,
        is_active: person.is_active(),
        is_staff: person.is_staff(),
        last_sign_in_at: person.last_login,
        created_at: person.date_joined.unwrap_or(Timestamp::from_millis(0)),
    };
    Ok(Candidate { source_id, person, registration, notes })
}

fn hash_of(person: &DjangoPerson, notes: &mut Vec<String>) -> Option<String> {
    let encoded = person.password.as_deref().unwrap_or_default();
    match password::judge(encoded) {
        Hash::Usable => return Some(encoded.to_owned()),
        Hash::None => {}
        Hash::Unknown => notes.push("without a password: its hash is of no kind that is verified here".to_owned()),
    }
    None
}

/// Whether somebody inactive who seems never to have been in may activate. simplejwt leaves no trace
/// in the user's row, so without its table of tokens they may as well have been barred.
fn may_activate(options: &Options, tables: &Tables, notes: &mut Vec<String>) -> bool {
    let may = options.inactive_may_activate || tables.outstanding.is_some();
    if !may {
        notes.push("stays barred: never activated or barred, nothing tells which".to_owned());
    }
    may
}

fn is_verified(person: &DjangoPerson, address: &Address, trust: TrustAddresses, was_in: bool) -> bool {
    // What allauth says of this very address counts, either way.
    let told = person.addresses.iter().find(|told| told.email.to_lowercase() == address.folded);
    match (told, trust) {
        (Some(told), _) => told.is_verified(),
        (None, TrustAddresses::Active) => person.is_active() || was_in,
        (None, TrustAddresses::Allauth | TrustAddresses::None) => false,
    }
}

/// A UUID stays as it is, so that the app's foreign keys and old tokens go on naming the same person.
fn person_id(source: &str, source_id: &str) -> String {
    if let Ok(id) = Uuid::try_parse(source_id) {
        return id.to_string();
    }
    let mut message = NAMESPACE.as_bytes().to_vec();
    message.extend_from_slice(format!("{source}:{source_id}").as_bytes());
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &message);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.as_ref()[..16]);
    Builder::from_sha1_bytes(bytes).into_uuid().to_string()
}

fn display_name(full: &[&str], username: Option<&str>, address: Option<&Address>) -> String {
    let local_part = address.and_then(|address| address.written.split('@').next());
    full.iter()
        .copied()
        .chain(username)
        .chain(local_part)
        .map(|text| name(Some(text)))
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| "?".to_owned())
}

fn name(text: Option<&str>) -> String {
    clean(text.unwrap_or_default()).chars().filter(|char| !char.is_control()).take(LONGEST_NAME).collect()
}

/// PostgreSQL takes no null character, which a SQLite of Django's may hold.
fn clean(text: &str) -> String {
    text.replace('\0', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_stays_and_a_number_becomes_always_the_same() {
        let id = "6513270e-269e-4d37-b2a7-4de452e6b438";
        assert_eq!(person_id("django", id), id);
        let five = person_id("django", "5");
        assert_eq!(five, person_id("django", "5"));
        assert_ne!(five, person_id("shop", "5"));
        assert_ne!(five, person_id("django", "6"));
        assert_eq!(Uuid::parse_str(&five).unwrap().get_version_num(), 5);
    }
}
