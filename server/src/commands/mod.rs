//! What the program does besides serving, as an operator asks for it.

mod import;
mod keys;
mod mail;

pub use import::{ImportFrom, import};
pub use keys::{KeyAction, keys};
pub use mail::{MailAction, mail};

/// A command's answer, on standard output.
#[expect(clippy::print_stdout, reason = "a command's answer")]
pub fn say(line: &str) {
    println!("{line}");
}
