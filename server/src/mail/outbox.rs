use std::{sync::Arc, time::Duration};

use app::words::Language;
use lettre::Address;
use tokio::sync::Notify;
use url::Url;

use super::{Content, Letter, MailError};
use crate::{
    clock::Timestamp,
    random::{self, Random},
    store::{SealedMail, Store, Tx},
    token::Vault,
};

/// How long a mail without a link or code that runs out is worth sending.
pub const WORTH_FOR: Duration = Duration::from_secs(4 * 24 * 60 * 60);

/// Whom a mail goes to. No name: it would be a stranger's choice in a header of ours.
#[derive(Clone, Copy, Debug)]
pub struct Recipient<'a> {
    /// The stored address, not one that somebody has just typed in.
    pub address: &'a Address,
    /// What the person reads.
    pub language: Language,
}

/// What an outbox is made of.
pub struct OutboxParts {
    /// Where mails are kept.
    pub store: Store,
    /// What seals them.
    pub vault: Arc<Vault>,
    /// For their ids.
    pub random: Arc<dyn Random>,
    /// Our own address: mails say where they come from.
    pub public_url: Url,
}

/// Where mail is put to be sent.
pub struct Outbox {
    pub(super) parts: OutboxParts,
    /// Told when something was put here.
    pub(super) posted: Arc<Notify>,
}

impl Outbox {
    /// An outbox.
    pub fn new(parts: OutboxParts) -> Self {
        Self { parts, posted: Arc::default() }
    }

    /// Puts a letter into the outbox, in the caller's transaction: it goes once that is saved, and
    /// never if it is not. One statement and the same work for every letter and every address, so
    /// that an answer's time tells nobody which letter it was.
    pub async fn post(&self, tx: &mut Tx, to: Recipient<'_>, letter: &Letter, now: Timestamp) -> Result<(), MailError> {
        let id = random::id(self.parts.random.as_ref());
        let sealed = Content::of(letter, to.language, &self.site()).seal(id, &self.parts.vault)?;
        let mail = SealedMail {
            id: id.to_string(),
            kind: letter.kind().to_owned(),
            recipient: to.address.to_string(),
            sealed,
            attempts: 0,
            created_at: now,
            worth_until: now + letter.valid_for().unwrap_or(WORTH_FOR),
        };
        tx.outbox().insert(&mail).await?;
        tx.wake_when_saved(&self.posted);
        Ok(())
    }

    /// What we are called in letters: host and port.
    fn site(&self) -> String {
        let url = &self.parts.public_url;
        let host = self.host();
        url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// What we are called by mail servers, and what Message-IDs end in.
    pub(super) fn host(&self) -> &str {
        self.parts.public_url.host_str().unwrap_or("localhost")
    }
}
