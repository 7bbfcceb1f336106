//! What has to be asked of a person before a client is answered (OpenID Connect Core §3.1.2.3, §3.1.2.4).

use super::{Ask, AuthorizationError, AuthorizationRequest, Prompt, Scope};
use crate::clock::Timestamp;

/// Somebody who is signed in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Their account.
    pub person_id: String,
    /// What the client calls them.
    pub subject: String,
    /// Their verified address, in lower case.
    pub address: Option<String>,
    /// Their session.
    pub family_id: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When they last proved who they are.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
}

/// What was asked before, in the same request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// When the first thing was asked.
    pub since: Timestamp,
    /// The session that was chosen at the page that asks who it is.
    pub chosen: Option<String>,
}

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The person shows who they are.
    SignIn,
    /// The person makes an account.
    Create,
    /// The person says whether it is they who are signed in.
    Choose,
    /// The person agrees, or not.
    Consent,
    /// The client is answered.
    Proceed,
    /// The client is told why not.
    Refuse(AuthorizationError),
}

/// What is known when the next step is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Circumstance<'a> {
    /// Who is signed in.
    pub present: Option<&'a Present>,
    /// Whose ID token the client has sent along, as it calls them.
    pub hinted: Option<&'a str>,
    /// What was asked before.
    pub waiting: Option<&'a Waiting>,
    /// What the person lets the client have.
    pub consented: &'a Scope,
    /// The time.
    pub now: Timestamp,
}

impl AuthorizationRequest {
    /// What comes next.
    pub fn next(&self, about: Circumstance<'_>) -> Step {
        let Some(present) = about.present else { return self.nobody() };
        let proven_since_asked = about.waiting.is_some_and(|waiting| present.begun_at >= waiting.since);
        if self.wants_new_proof(present, proven_since_asked, about.now) || self.is_another(present, about.hinted) {
            // Proven just now, and still not what was asked for: asking again would go on for ever.
            return if proven_since_asked { Step::Refuse(AuthorizationError::LoginRequired) } else { self.nobody() };
        }
        if !self.admits(present) {
            return Step::Refuse(AuthorizationError::AccessDenied);
        }
        let chosen = about.waiting.and_then(|waiting| waiting.chosen.as_ref()) == Some(&present.family_id);
        if self.prompt.asks_for(Ask::SelectAccount) && !chosen && !proven_since_asked {
            return Step::Choose;
        }
        if self.needs_consent(about.consented) {
            return match self.prompt {
                Prompt::Silent => Step::Refuse(AuthorizationError::ConsentRequired),
                Prompt::Interactive(_) => Step::Consent,
            };
        }
        Step::Proceed
    }

    fn nobody(&self) -> Step {
        match self.prompt {
            Prompt::Silent => Step::Refuse(AuthorizationError::LoginRequired),
            Prompt::Interactive(_) if self.prompt.asks_for(Ask::Create) => Step::Create,
            Prompt::Interactive(_) => Step::SignIn,
        }
    }

    fn wants_new_proof(&self, present: &Present, proven_since_asked: bool, now: Timestamp) -> bool {
        let asked = self.prompt.asks_for(Ask::Login) || self.prompt.asks_for(Ask::Create);
        // The clock of whoever vouched for the person may be behind by as much as it takes to come back.
        let too_old = self.max_age.is_some_and(|age| now > present.auth_time + age) && !proven_since_asked;
        (asked && !proven_since_asked) || too_old
    }

    /// Whether the client means somebody else.
    fn is_another(&self, present: &Present, hinted: Option<&str>) -> bool {
        let wanted = self.claims.subject.as_deref().or(hinted);
        wanted.is_some_and(|wanted| wanted != present.subject)
    }

    /// Whether that person may sign in to the client (row F10).
    fn admits(&self, present: &Present) -> bool {
        let people = &self.client.metadata.people;
        let address = present.address.as_deref();
        let domain = address.and_then(|address| address.rsplit_once('@')).map(|(_, domain)| format!("@{domain}"));
        people.is_empty()
            || address.is_some_and(|address| people.contains(address))
            || domain.is_some_and(|domain| people.contains(&domain))
    }

    fn needs_consent(&self, consented: &Scope) -> bool {
        let missing = !self.scope.is_within(consented) && !self.client.metadata.first_party;
        missing || self.prompt.asks_for(Ask::Consent)
    }
}

#[cfg(test)]
#[path = "interaction_tests.rs"]
mod tests;
