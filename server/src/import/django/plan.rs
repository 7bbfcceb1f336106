//! What a batch will write, decided person by person from what is there already.

use std::collections::{HashMap, HashSet};

use super::{
    links::{self, Judged},
    merge::merge,
    options::{Options, Provider},
    people::Candidate,
    reader::DjangoPerson,
    report::{Outcome, PersonReport},
    taken::{Field, Taken},
};
use crate::{
    clock::Timestamp,
    store::{Db, IdentityRow, ImportedPersonRow, ImportedRegistrationRow, ImportedRow, StoreError},
};

/// What is there of the people of a batch.
pub(super) struct Present {
    /// By source id.
    known: HashMap<String, ImportedRow>,
    people: HashMap<String, ImportedPersonRow>,
    /// Verified address to person.
    addresses: HashMap<String, String>,
    /// User name to person.
    usernames: HashMap<String, String>,
    registrations: HashSet<String>,
    /// Issuer and subject to person.
    identities: HashMap<(String, String), String>,
}

/// Somebody of Django's who can be imported, with their usable links.
pub(super) struct Ready<'a> {
    pub(super) candidate: Candidate,
    links: Vec<(&'a Provider, String)>,
    unusable: usize,
}

impl<'a> Ready<'a> {
    /// Sorts the links; who has neither address nor link cannot be imported.
    pub(super) fn new(mut candidate: Candidate, person: &DjangoPerson, options: &'a Options) -> Result<Self, String> {
        let (mut usable, mut unusable) = (Vec::new(), 0);
        for link in &person.links {
            match links::judge(link, person, &options.providers) {
                Judged::Usable(provider) => usable.push((provider, link.uid.clone())),
                Judged::Unusable(why) => {
                    unusable += 1;
                    candidate.notes.push(format!("without the link to {}: {why}", link.provider));
                }
            }
        }
        if candidate.person.email.is_none() && usable.is_empty() {
            return Err("there is no address that mail could go to, and no link that can be used".to_owned());
        }
        Ok(Self { candidate, links: usable, unusable })
    }
}

/// What to write.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) added: Vec<ImportedPersonRow>,
    pub(super) updated: Vec<ImportedPersonRow>,
    pub(super) registered: Vec<ImportedRegistrationRow>,
    /// Registrations of those who are people now.
    pub(super) activated: Vec<String>,
    pub(super) bound: Vec<IdentityRow>,
    pub(super) remembered: Vec<ImportedRow>,
    pub(super) reports: Vec<PersonReport>,
    pub(super) links_unusable: usize,
}

impl Present {
    pub(super) async fn of(db: &mut Db, source: &str, batch: &[Ready<'_>]) -> Result<Self, StoreError> {
        let each = || batch.iter().map(|ready| &ready.candidate);
        let source_ids: Vec<_> = each().map(|candidate| candidate.source_id.as_str()).collect();
        let known = db.imports().known(source, &source_ids).await?;
        let mut ids: Vec<_> = each().map(|candidate| candidate.person.id.as_str()).collect();
        ids.extend(known.iter().map(|row| row.person_id.as_str()));
        let addresses: Vec<_> = each().filter_map(|candidate| candidate.person.folded_email.as_deref()).collect();
        let usernames: Vec<_> = each().filter_map(|candidate| candidate.person.folded_username.as_deref()).collect();
        let people = db.imports().people(&ids, &addresses, &usernames).await?;
        let registrations = db.imports().registrations(&ids).await?;
        let subjects: Vec<_> = batch.iter().flat_map(|ready| &ready.links).map(|(_, uid)| uid.as_str()).collect();
        let identities = db.imports().identities(&subjects).await?;
        let owners = |of: fn(&ImportedPersonRow) -> &Option<String>| {
            people.iter().filter_map(|person| Some((of(person).clone()?, person.id.clone()))).collect()
        };
        Ok(Self {
            addresses: owners(|person| &person.verified_email),
            usernames: owners(|person| &person.folded_username),
            people: people.iter().map(|person| (person.id.clone(), person.clone())).collect(),
            known: known.into_iter().map(|row| (row.source_id.clone(), row)).collect(),
            registrations: registrations.into_iter().collect(),
            identities: identities.into_iter().map(|row| ((row.issuer, row.subject), row.person_id)).collect(),
        })
    }

    /// Whether somebody else has that person's address or name.
    fn barred(&self, person: &ImportedPersonRow) -> Vec<Field> {
        let others = |owners: &HashMap<String, String>, what: &Option<String>| {
            what.as_ref().and_then(|what| owners.get(what)).is_some_and(|owner| *owner != person.id)
        };
        let mut barred = Vec::new();
        if others(&self.addresses, &person.folded_email) {
            barred.push(Field::Address);
        }
        if others(&self.usernames, &person.folded_username) {
            barred.push(Field::Username);
        }
        barred
    }
}

impl Plan {
    /// Decides about one person.
    pub(super) fn add(&mut self, ready: Ready<'_>, present: &mut Present, options: &Options, now: Timestamp) {
        let Ready { mut candidate, links, unusable } = ready;
        self.links_unusable += unusable;
        let known = present.known.remove(&candidate.source_id);
        let mut taken = known.as_ref().map(|row| Taken::read(&row.taken)).unwrap_or_default();
        if let Some(row) = &known {
            // Should keys become other ids one day, who is here keeps theirs.
            candidate.person.id.clone_from(&row.person_id);
        }
        let id = candidate.person.id.clone();
        let registered = present.registrations.contains(&id);
        let outcome = match (known.is_some(), present.people.get(&id)) {
            (true, Some(ours)) => {
                let merged = merge(&candidate.person, ours, &mut taken, &present.barred(&candidate.person));
                // What was left behind was told when they came.
                candidate.notes = merged.notes;
                if merged.changed {
                    self.updated.push(merged.person);
                }
                if merged.changed { Outcome::Changed } else { Outcome::AlreadyThere }
            }
            (true, None) if registered && candidate.registration => Outcome::AlreadyThere,
            (true, None) if !registered && !taken.registration => {
                self.skip(&candidate, "was deleted here");
                return;
            }
            (false, Some(_)) => {
                self.skip(&candidate, "somebody else here has their id");
                return;
            }
            (_, None) => {
                if let Err(why) = self.make(&mut candidate, present, registered, options, now) {
                    self.skip(&candidate, why);
                    return;
                }
                taken = Taken::of(&candidate.person, candidate.registration);
                if candidate.registration { Outcome::Registered } else { Outcome::Created }
            }
        };
        if !candidate.registration {
            self.bind(&mut candidate, links, present, &mut taken);
        }
        self.remembered.push(ImportedRow {
            source_id: candidate.source_id.clone(),
            person_id: id,
            taken: taken.json(),
        });
        self.report(&candidate, outcome);
    }

    fn make(
        &mut self,
        candidate: &mut Candidate,
        present: &Present,
        registered: bool,
        options: &Options,
        now: Timestamp,
    ) -> Result<(), &'static str> {
        let barred = present.barred(&candidate.person);
        if barred.contains(&Field::Address) {
            return Err("an account here has that address");
        }
        if barred.contains(&Field::Username) {
            candidate.notes.push("without a user name: an account here has it".to_owned());
            (candidate.person.username, candidate.person.folded_username) = (None, None);
        }
        if !candidate.registration {
            if registered {
                self.activated.push(candidate.person.id.clone());
            }
            self.added.push(candidate.person.clone());
            return Ok(());
        }
        let person = candidate.person.clone();
        let (Some(email), Some(folded_email), Some(password_hash)) =
            (person.email, person.folded_email, person.password_hash)
        else {
            return Err("never activated, and has no address or no password");
        };
        self.registered.push(ImportedRegistrationRow {
            id: person.id,
            email,
            folded_email,
            username: person.username,
            folded_username: person.folded_username,
            first_name: person.first_name,
            last_name: person.last_name,
            password_hash,
            created_at: person.created_at,
            expires_at: now + options.registration_life,
        });
        Ok(())
    }

    fn bind(
        &mut self,
        candidate: &mut Candidate,
        links: Vec<(&Provider, String)>,
        present: &mut Present,
        taken: &mut Taken,
    ) {
        for (provider, subject) in links {
            let key = (provider.issuer.clone(), subject.clone());
            let owner = present.identities.get(&key);
            if owner.is_some_and(|owner| *owner != candidate.person.id) {
                candidate.notes.push(format!("without the link to {}: it is another account's here", provider.id));
                self.links_unusable += 1;
            } else if owner.is_none() && !taken.has_link(&provider.issuer, &subject) {
                self.bound.push(IdentityRow {
                    issuer: provider.issuer.clone(),
                    subject: subject.clone(),
                    person_id: candidate.person.id.clone(),
                    provider: provider.id.clone(),
                    email: None,
                    created_at: candidate.person.created_at,
                    last_used_at: candidate.person.last_sign_in_at.unwrap_or(candidate.person.created_at),
                });
                present.identities.insert(key, candidate.person.id.clone());
            }
            taken.note_link(&provider.issuer, &subject);
        }
    }

    fn skip(&mut self, candidate: &Candidate, why: &str) {
        let report = PersonReport { notes: vec![why.to_owned()], ..report_of(candidate, Outcome::Skipped) };
        self.reports.push(report);
    }

    fn report(&mut self, candidate: &Candidate, outcome: Outcome) {
        self.reports.push(report_of(candidate, outcome));
    }
}

fn report_of(candidate: &Candidate, outcome: Outcome) -> PersonReport {
    let person = &candidate.person;
    let who = person.email.clone().or_else(|| person.username.clone()).unwrap_or_default();
    PersonReport { source_id: candidate.source_id.clone(), who, outcome, notes: candidate.notes.clone() }
}
