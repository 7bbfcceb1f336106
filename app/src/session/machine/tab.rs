use serde::{Deserialize, Serialize};

use crate::wire::Person;

/// Names a session among the tabs, without a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[serde(from = "Spoken", into = "Spoken")]
pub enum TabMessage {
    /// This session began, or its proof of identity is newer than before.
    SignedIn(Mark),
    /// This session was renewed: the server is there.
    Renewed(Mark),
    /// This session is over.
    SignedOut(Mark),
}

/// A [`TabMessage`] as it travels. It is flat: serde would read a tagged enum by way of a tree, and
/// that code is large.
#[derive(Serialize, Deserialize)]
struct Spoken {
    kind: Kind,
    person: String,
    auth_time: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    SignedIn,
    Renewed,
    SignedOut,
}

impl From<Spoken> for TabMessage {
    fn from(Spoken { kind, person, auth_time }: Spoken) -> Self {
        let mark = Mark { person, auth_time };
        match kind {
            Kind::SignedIn => Self::SignedIn(mark),
            Kind::Renewed => Self::Renewed(mark),
            Kind::SignedOut => Self::SignedOut(mark),
        }
    }
}

impl From<TabMessage> for Spoken {
    fn from(message: TabMessage) -> Self {
        let (kind, Mark { person, auth_time }) = match message {
            TabMessage::SignedIn(mark) => (Kind::SignedIn, mark),
            TabMessage::Renewed(mark) => (Kind::Renewed, mark),
            TabMessage::SignedOut(mark) => (Kind::SignedOut, mark),
        };
        Self { kind, person, auth_time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_heard_as_it_was_told() {
        let mark = Mark { person: "1".to_owned(), auth_time: 7 };
        let json = serde_json::to_string(&TabMessage::SignedOut(mark.clone())).unwrap();
        assert_eq!(json, r#"{"kind":"signed_out","person":"1","auth_time":7}"#);
        for message in [TabMessage::SignedIn, TabMessage::Renewed, TabMessage::SignedOut] {
            let json = serde_json::to_string(&message(mark.clone())).unwrap();
            assert_eq!(serde_json::from_str::<TabMessage>(&json).unwrap(), message(mark.clone()));
        }
    }
}
