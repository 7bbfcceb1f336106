use crate::wire::Person;
pub(crate) fn ann() -> Person { Person { id: "ann".into(), name: "Ann".into(), email: None, provider: "okta".into(), since: 0, auth_time: 100 } }
