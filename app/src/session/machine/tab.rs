use serde::{Deserialize, Serialize};

use crate::wire::Person;

/// Names a session among the tabs, without a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Id of the person.
    pub person: String,
    /// Seconds since 1970: when they last proved who they are. Newer means a later session.
    pub auth_time: i64,
}

impl Mark {
    /// Of a person's session.
    pub fn of(person: &Person) -> Self {
        Self { person: person.id.clone(), auth_time: person.auth_time }
    }

    /// Whether what was said of this session holds for `person`'s: the same, or one it replaced.
    pub(super) fn covers(&self, person: &Person) -> bool {
        self.person == person.id && self.auth_time >= person.auth_time
    }

    /// Whether this is a later session of the same person.
    pub(super) fn is_newer_than(&self, person: &Person) -> bool {
        self.person == person.id && self.auth_time > person.auth_time
    }
}

/// What tabs tell each other, over a `BroadcastChannel` and a marker in `localStorage`. No token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TabMessage {
    /// This session began, or its proof of identity is newer than before.
    SignedIn(Mark),
    /// This session was renewed: the server is there.
    Renewed(Mark),
    /// This session is over.
    SignedOut(Mark),
}
