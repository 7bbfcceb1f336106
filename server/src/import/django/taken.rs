//! What was taken over, remembered as digests: enough to see what changed since, on either side,
//! and nothing that tells of somebody who has left.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{digest, store::ImportedPersonRow};

/// Sixteen characters, 96 bits: nobody gains by making two alike.
const DIGEST_LENGTH: usize = 16;

/// Of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taken {
    /// They came as a registration.
    pub(super) registration: bool,
    fields: BTreeMap<Field, String>,
    /// Of the links that were bound: one that was removed here is not bound again.
    links: Vec<String>,
}

/// What may change by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Field {
    Address,
    Username,
    FirstName,
    LastName,
    Password,
    Active,
    Staff,
}

impl Field {
    /// For the report.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Address => "the address",
            Self::Username => "the user name",
            Self::FirstName => "the first name",
            Self::LastName => "the last name",
            Self::Password => "the password",
            Self::Active => "whether they may sign in",
            Self::Staff => "whether they are staff",
        }
    }

    /// Its value, in a form that tells any two apart.
    fn value(self, person: &ImportedPersonRow) -> String {
        match self {
            Self::Address => format!("{:?} {:?}", person.email, person.verified_email),
            Self::Username => format!("{:?}", person.username),
            Self::FirstName => person.first_name.clone(),
            Self::LastName => person.last_name.clone(),
            Self::Password => format!("{:?}", person.password_hash),
            Self::Active => person.is_active.to_string(),
            Self::Staff => person.is_staff.to_string(),
        }
    }
}

/// The fields that are followed from one import to the next.
pub(super) const FIELDS: [Field; 7] =
    [Field::Address, Field::Username, Field::FirstName, Field::LastName, Field::Password, Field::Active, Field::Staff];

impl Taken {
    pub(super) fn of(person: &ImportedPersonRow, registration: bool) -> Self {
        let fields = FIELDS.into_iter().map(|field| (field, digest_of(person, field))).collect();
        Self { registration, fields, links: Vec::new() }
    }

    pub(super) fn read(json: &str) -> Self {
        // Whatever is not readable has not been taken over: then ours stays as it is.
        serde_json::from_str(json).unwrap_or_default()
    }

    pub(super) fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a field still is as it was taken over.
    pub(super) fn is_same(&self, person: &ImportedPersonRow, field: Field) -> bool {
        self.fields.get(&field).is_some_and(|digest| *digest == digest_of(person, field))
    }

    pub(super) fn note(&mut self, person: &ImportedPersonRow, field: Field) {
        self.fields.insert(field, digest_of(person, field));
    }

    pub(super) fn has_link(&self, issuer: &str, subject: &str) -> bool {
        self.links.contains(&link_digest(issuer, subject))
    }

    pub(super) fn note_link(&mut self, issuer: &str, subject: &str) {
        if !self.has_link(issuer, subject) {
            self.links.push(link_digest(issuer, subject));
        }
    }
}

/// Salted with whose it is: two people's alike are not seen to be.
fn digest_of(person: &ImportedPersonRow, field: Field) -> String {
    short(&format!("{}\n{field:?}\n{}", person.id, field.value(person)))
}

fn link_digest(issuer: &str, subject: &str) -> String {
    short(&format!("{issuer}\n{subject}"))
}

fn short(text: &str) -> String {
    digest::sha256(text).chars().take(DIGEST_LENGTH).collect()
}
