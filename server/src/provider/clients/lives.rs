use super::{ClientField, Fault, reading::Reading};
use crate::provider::Lives;

const DAY: u32 = 24 * 60 * 60;
/// An access token that is seen by somebody else counts until its end.
const LONGEST_TOKEN: u32 = DAY;
/// As long as a browser keeps a cookie.
const LONGEST_GRANT: u32 = 400 * DAY;

/// How long what a client gets lives, seconds.
pub(super) fn lives(reading: &mut Reading<'_>) -> Lives {
    let usual = Lives::default();
    let lives = Lives {
        access_token: reading.number(ClientField::AccessTokenLife, 30, LONGEST_TOKEN).unwrap_or(usual.access_token),
        id_token: reading.number(ClientField::IdTokenLife, 30, LONGEST_TOKEN).unwrap_or(usual.id_token),
        refresh_idle: reading.number(ClientField::RefreshIdle, 60, LONGEST_GRANT).unwrap_or(usual.refresh_idle),
        refresh_absolute: reading
            .number(ClientField::RefreshAbsolute, 60, LONGEST_GRANT)
            .unwrap_or(usual.refresh_absolute),
        max_refresh: reading.number(ClientField::MaxRefresh, 1, 1_000_000),
    };
    if lives.refresh_idle > lives.refresh_absolute {
        reading.fault(ClientField::RefreshIdle, Fault::IdleBeyondAbsolute);
    }
    lives
}
