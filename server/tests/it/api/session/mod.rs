//! `/api/session`: renew, hand over, look, end.

mod body;
mod cookies;
mod end;
mod handoff;
mod limits;
mod over;
mod race;
mod refresh;
mod replay;
mod settled;
mod status;
mod steps;
