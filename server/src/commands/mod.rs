//! What the program does besides serving, as an operator asks for it.

mod audit;
mod client;
mod doctor;
mod event_line;
mod import;
mod keys;
mod mail;
mod moment;

pub use audit::{AuditQuery, audit};
pub use client::{ClientAction, client};
pub use doctor::{DoctorQuery, doctor};
pub use import::{ImportFrom, import};
pub use keys::{KeyAction, keys};
pub use mail::{MailAction, mail};

/// A command's answer, on standard output.
#[expect(clippy::print_stdout, reason = "a command's answer")]
pub fn say(line: &str) {
    println!("{line}");
}
