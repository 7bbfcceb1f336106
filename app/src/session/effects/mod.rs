//! The world of the machine: windows, channels, requests, timers. They do; the machine decides.
//!
//! Nothing here panics where a browser lacks or blocks something: it goes without.

pub(super) mod browser;
pub(super) mod channels;
pub(super) mod fetch;
pub(super) mod listener;
pub(super) mod lock;
pub(super) mod popup;
pub(super) mod storage;
pub(super) mod tabs;
pub(super) mod timer;
