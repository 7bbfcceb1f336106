use std::sync::Arc;

use uuid::Uuid;

use super::{Content, MailError};
use crate::{
    clock::Timestamp,
    store::{SealedMail, Store},
    token::Vault,
};

/// Mails that are shown at a time.
const MOST: i64 = 100;

/// What would have been sent, for reading: stands in for everybody's mailbox in the demo.
#[derive(Clone)]
pub struct Inbox {
    store: Store,
    vault: Arc<Vault>,
}

/// A mail in the inbox.
pub struct Seen {
    /// Its id in the outbox.
    pub id: Uuid,
    /// Which letter.
    pub kind: String,
    /// Whom it is for.
    pub to: String,
    /// When it was written.
    pub at: Timestamp,
    /// What it says.
    pub content: Content,
}

impl Inbox {
    /// The mails of that outbox.
    pub fn new(store: Store, vault: Arc<Vault>) -> Self {
        Self { store, vault }
    }

    /// The newest first, of one address where it is given, however it is capitalized.
    pub async fn list(&self, to: Option<&str>) -> Result<Vec<Seen>, MailError> {
        let mails = self.store.read().await?.outbox().kept(to, MOST).await?;
        mails.into_iter().map(|mail| self.open(mail)).collect()
    }

    /// The mail of that id.
    pub async fn find(&self, id: Uuid) -> Result<Option<Seen>, MailError> {
        let mail = self.store.read().await?.outbox().kept_one(&id.to_string()).await?;
        mail.map(|mail| self.open(mail)).transpose()
    }

    fn open(&self, mail: SealedMail) -> Result<Seen, MailError> {
        let id = Uuid::parse_str(&mail.id).map_err(|_| MailError::Message("an id that is none"))?;
        let content = Content::open(id, &mail.sealed, &self.vault)?;
        Ok(Seen { id, kind: mail.kind, to: mail.recipient, at: mail.created_at, content })
    }
}
