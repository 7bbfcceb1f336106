//! Django takes `Ann@example.com` and `ann@example.com` for two people, or has one address many
//! times; here an address is one person's. Who gets it is decided over everybody, before anybody is
//! imported, so that it does not depend on the order.

use std::collections::HashMap;

use super::{
    ImportError,
    people::{address_of, username_of},
    reader::{self, DjangoPerson},
    source::Source,
    tables::Tables,
};

/// Who has an address or a name, of those who share it.
#[derive(Default)]
pub(super) struct Rivals {
    addresses: HashMap<String, Claim>,
    usernames: HashMap<String, Claim>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    /// Active goes before inactive, then whoever was there last, then whoever came first.
    rank: (bool, i64, i64),
    key: String,
}

impl Rivals {
    pub(super) async fn find(source: &mut Source, tables: &Tables) -> Result<Self, ImportError> {
        let mut rivals = Self::default();
        let mut after = None;
        loop {
            let people = reader::people(source, tables, after.as_deref()).await?;
            let Some(last) = people.last() else { return Ok(rivals) };
            after = Some(last.key.clone());
            for person in &people {
                rivals.add(person);
            }
        }
    }

    fn add(&mut self, person: &DjangoPerson) {
        let millis = |time: Option<crate::clock::Timestamp>| time.map_or(i64::MIN, crate::clock::Timestamp::millis);
        let rank = (person.is_active(), millis(person.last_login), -millis(person.date_joined).max(-i64::MAX));
        let claim = |claims: &mut HashMap<String, Claim>, what: Option<String>| {
            let Some(what) = what else { return };
            let claim = Claim { rank, key: person.key.clone() };
            match claims.get(&what) {
                Some(other) if other.rank >= claim.rank => {}
                _ => drop(claims.insert(what, claim)),
            }
        };
        claim(&mut self.addresses, address_of(person).map(|address| address.folded));
        claim(&mut self.usernames, username_of(person).map(|name| name.to_lowercase()));
    }

    /// Whether that person is the one who has the address.
    pub(super) fn has_address(&self, folded: &str, key: &str) -> bool {
        self.addresses.get(folded).is_some_and(|claim| claim.key == key)
    }

    /// Whether that person is the one who has the name.
    pub(super) fn has_username(&self, folded: &str, key: &str) -> bool {
        self.usernames.get(folded).is_some_and(|claim| claim.key == key)
    }
}
