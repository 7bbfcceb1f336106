use std::fmt::Write;

use serde::Serialize;

/// What came of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Here now.
    Created,
    /// Never activated in Django: may ask for an activation mail here.
    Registered,
    /// Here since an earlier run, and as they were.
    AlreadyThere,
    /// Here since an earlier run; something changed in Django was taken over.
    Changed,
    /// Not here.
    Skipped,
}

/// Somebody of whom there is more to say than that they are here.
#[derive(Debug, Serialize)]
pub struct PersonReport {
    /// Their key in Django.
    pub source_id: String,
    /// Their address, or else their user name.
    pub who: String,
    /// What came of them.
    pub outcome: Outcome,
    /// Why, and what was left behind.
    pub notes: Vec<String>,
}

/// What came of an import.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// People made.
    pub created: usize,
    /// Registrations made.
    pub registered: usize,
    /// As they were.
    pub already_there: usize,
    /// Brought up to date.
    pub changed: usize,
    /// Left behind.
    pub skipped: usize,
    /// Ways in by a provider that were bound.
    pub links_bound: usize,
    /// Ways in by a provider that were left behind.
    pub links_unusable: usize,
    /// Old tokens that are known to be used up.
    pub spent_tokens: u64,
    /// Everybody of whom there is more to say.
    pub people: Vec<PersonReport>,
}

impl Report {
    pub(super) fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    pub(super) fn add(&mut self, person: PersonReport) {
        *match person.outcome {
            Outcome::Created => &mut self.created,
            Outcome::Registered => &mut self.registered,
            Outcome::AlreadyThere => &mut self.already_there,
            Outcome::Changed => &mut self.changed,
            Outcome::Skipped => &mut self.skipped,
        } += 1;
        if !person.notes.is_empty() {
            self.people.push(person);
        }
    }

    /// For a person.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for person in &self.people {
            let outcome = person.outcome.word();
            // Writing to a text does not fail.
            let _ = writeln!(text, "{} ({}): {outcome}; {}", person.who, person.source_id, person.notes.join("; "));
        }
        if !self.people.is_empty() {
            text.push('\n');
        }
        let will = if self.dry_run { "Nothing was written. This would be done:\n" } else { "" };
        let _ = write!(
            text,
            "{will}{:>8} people created\n{:>8} may ask for an activation mail\n{:>8} brought up to date\n\
             {:>8} already there\n{:>8} skipped\n{:>8} links to providers bound, {} left behind\n\
             {:>8} old tokens known to be used up",
            self.created,
            self.registered,
            self.changed,
            self.already_there,
            self.skipped,
            self.links_bound,
            self.links_unusable,
            self.spent_tokens,
        );
        text
    }
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Registered => "may ask for an activation mail",
            Self::AlreadyThere => "already there",
            Self::Changed => "brought up to date",
            Self::Skipped => "skipped",
        }
    }
}
