//! Mail: what Gatepost writes to people, and how it gets there once.
//!
//! A [`Letter`] is rendered and put into the outbox ([`Outbox::post`]) in the transaction that it
//! tells about: a mail is never sent for what did not happen, and never lost for what did. What it
//! says is sealed there, for it holds links and codes. A [`Worker`] in each process takes mails up
//! and hands them to a mail server.
//!
//! # Once
//!
//! Each mail is a row, and each step a commit:
//!
//! | state | means | after a crash |
//! |---|---|---|
//! | `waiting` | to be sent; or taken up by somebody until its lease runs out | taken up again when the lease has run out |
//! | `sending` | the server may have it | `uncertain` when the lease has run out |
//! | `sent` | the server said that it has it | – |
//! | `dead` | refused for good, or too late: an operator may have it sent again | – |
//! | `uncertain` | whoever handed it over did not come back: an operator may have it sent again | – |
//!
//! A mail becomes `sending` after the server has accepted sender and recipient and asked for the
//! text, right before the text goes out in one go. Only the holder of the lease can do that, so no
//! two replicas ever send the same mail, however long one of them was stopped in the middle.
//!
//! Between that commit and the one that says `sent` lie the text, the server's answer and nothing
//! else. SMTP cannot tell afterwards what became of a mail whose answer nobody read (RFC 1047), so
//! there are two cases, and in each the likelier thing is believed:
//!
//! - The process ended. The text goes to the kernel right after the commit, and the kernel sends it
//!   whatever becomes of the process; the server is well. It has the mail, then: so did 352 of the 353
//!   that were left like this when tests killed Gatepost while it sent 2400. Sending those again would
//!   have been 352 mails twice. It is not sent again but kept as `uncertain`, told in the log, and
//!   `gatepost mail resend` sends it after all.
//! - The process lives, and the server hung up or went silent without an answer. It failed, and what
//!   is not answered is not accepted (RFC 5321 §4.2.5 and §6.1): the mail is tried again, with the same
//!   Message-ID, by which the recipient's side knows it for the same.

mod backoff;
mod content;
mod draft;
mod error;
mod harmless;
mod html;
mod inbox;
mod lane;
mod letter;
mod message;
mod outbox;
mod smtp;
mod text;
mod words;
mod worker;

#[cfg(test)]
mod letter_tests;

pub use content::Content;
pub use error::MailError;
pub use inbox::{Inbox, Seen};
pub use letter::{Letter, Occasion};
pub use lettre::Address;
pub use outbox::{Outbox, OutboxParts, Recipient, WORTH_FOR};
pub use smtp::try_server;
pub use worker::{Tally, Worker, WorkerParts};
