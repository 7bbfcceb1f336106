use super::Reader;
use crate::session::Limits;

const DAY: u64 = 24 * 60 * 60;

/// Lives of sessions.
#[derive(Debug, Clone, Copy)]
pub struct SessionConfig {
    /// As the session service takes them.
    pub limits: Limits,
}

impl SessionConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let default = Limits::default();
        let limits = Limits {
            access: reader.seconds("session.access_ttl", default.access, 5, 900),
            grace: reader.seconds("session.grace", default.grace, 1, 300),
            idle: reader.seconds("session.idle", default.idle, 5, 400 * DAY),
            absolute: reader.seconds("session.absolute", default.absolute, 5, 400 * DAY),
            handoff: reader.seconds("session.handoff", default.handoff, 1, 60),
        };
        Self { limits }
    }
}
