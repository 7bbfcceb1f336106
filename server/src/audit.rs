//! The audit log: every security event, append-only.

mod allowance;

pub use allowance::Allowance;

use crate::{
    clock::Timestamp,
    random::{self, Random},
    store::{AuditRow, Db, FamilyRow, StoreError},
};

/// Characters of a cause that are kept: a provider may say a lot.
const LONGEST_CAUSE: usize = 1000;

/// Where a request comes from, for the session list and the audit log.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// Address.
    pub ip: String,
    /// `User-Agent`, shortened.
    pub user_agent: String,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As asked.
    Ok,
    /// Not done, for the asker's part.
    Refused,
    /// Not done, for ours or a provider's part.
    Failed,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// A security event, before it is written.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    kind: &'static str,
    outcome: Outcome,
    person_id: Option<String>,
    actor_id: Option<String>,
    family_id: Option<String>,
    provider: Option<String>,
    visitor: Visitor,
    support_code: Option<String>,
    detail: String,
}

impl AuditEvent {
    /// Something a visitor did at a provider.
    pub fn at_provider(kind: &'static str, outcome: Outcome, provider: &str, visitor: &Visitor) -> Self {
        Self {
            kind,
            outcome,
            person_id: None,
            actor_id: None,
            family_id: None,
            provider: Some(provider.to_owned()),
            visitor: visitor.clone(),
            support_code: None,
            detail: String::new(),
        }
    }

    /// Something that happened to an account, or to what may become one.
    pub fn of_account(kind: &'static str, outcome: Outcome, person_id: Option<&str>, visitor: &Visitor) -> Self {
        let event = Self::at_provider(kind, outcome, "", visitor);
        Self { person_id: person_id.map(str::to_owned), provider: None, ..event }
    }

    /// Something that happened to a session.
    pub fn of_family(kind: &'static str, outcome: Outcome, family: &FamilyRow, visitor: &Visitor) -> Self {
        Self::at_provider(kind, outcome, &family.provider, visitor).with_session(&family.person_id, &family.id)
    }

    /// Names the account and session.
    #[must_use]
    pub fn with_session(self, person_id: &str, family_id: &str) -> Self {
        Self { person_id: Some(person_id.to_owned()), family_id: Some(family_id.to_owned()), ..self }
    }

    /// Names the account.
    #[must_use]
    pub fn of_person(self, person_id: &str) -> Self {
        Self { person_id: Some(person_id.to_owned()), ..self }
    }

    /// Names who did it, where that is not whom it happened to.
    #[must_use]
    pub fn by(self, actor_id: &str) -> Self {
        Self { actor_id: Some(actor_id.to_owned()), ..self }
    }

    /// Says more, for operators.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// Adds the code that the person was shown, and the cause that they were not.
    #[must_use]
    pub fn with_cause(self, support_code: &str, detail: String) -> Self {
        let detail = detail.chars().take(LONGEST_CAUSE).collect();
        Self { support_code: Some(support_code.to_owned()), detail, ..self }
    }

    /// Writes it.
    pub async fn write(self, db: &mut Db, now: Timestamp, random: &dyn Random) -> Result<(), StoreError> {
        let row = AuditRow {
            id: random::id(random).to_string(),
            at: now,
            kind: self.kind.to_owned(),
            outcome: self.outcome.name().to_owned(),
            person_id: self.person_id,
            actor_id: self.actor_id,
            family_id: self.family_id,
            provider: self.provider,
            ip: self.visitor.ip,
            user_agent: self.visitor.user_agent,
            support_code: self.support_code,
            detail: self.detail,
        };
        db.audit_events().insert(&row).await
    }
}
