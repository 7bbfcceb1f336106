//! Mail to people about their accounts.

use std::sync::Arc;

use app::words::Language;
use url::Url;

use crate::{
    audit::Visitor,
    clock::Timestamp,
    mail::{Address, Letter, MailError, Occasion, Outbox, Recipient},
    store::{AccountRow, Tx},
    token::TokenError,
    user_agent,
};

/// Writes letters. Their links lead to our configured address, whatever a request says of it.
pub struct Notices {
    /// `None` where mail gets to nobody: then none is written.
    outbox: Option<Arc<Outbox>>,
    origin: Url,
}

impl Notices {
    /// Letters through that outbox, with links to that address.
    pub const fn new(outbox: Option<Arc<Outbox>>, origin: Url) -> Self {
        Self { outbox, origin }
    }

    /// The address of one of our pages.
    pub fn page(&self, path: &str) -> Url {
        let mut url = self.origin.clone();
        url.set_path(path);
        url
    }

    /// Writes to an address. It goes once `tx` is saved.
    pub async fn write(
        &self,
        tx: &mut Tx,
        address: &str,
        language: Language,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), TokenError> {
        let Some(outbox) = &self.outbox else { return Ok(()) };
        // What is no address that mail can be sent to was never written down as one by us.
        let Ok(address) = address.parse::<Address>() else { return Ok(()) };
        let to = Recipient { address: &address, language };
        outbox.post(tx, to, letter, now).await.map_err(|error| match error {
            MailError::Store(error) => error.into(),
            MailError::Vault(error) => error,
            MailError::Content(_) | MailError::Message(_) | MailError::Tls(_) => TokenError::Crypto("a mail"),
        })
    }

    /// When something happened, and where, as letters tell it.
    pub fn occasion(now: Timestamp, visitor: &Visitor) -> Occasion {
        Occasion { at: now, device: user_agent::name(&visitor.user_agent), ip: visitor.ip.clone() }
    }

    /// Writes to a person, where an address is known to be theirs.
    pub async fn tell(
        &self,
        tx: &mut Tx,
        account: &AccountRow,
        letter: &Letter,
        now: Timestamp,
    ) -> Result<(), TokenError> {
        // An address that only a provider told, and did not vouch for, may be a stranger's.
        let is_theirs = account.verified_email.is_some() || account.password_hash.is_some();
        match account.email.as_deref().filter(|_| is_theirs) {
            Some(address) => self.write(tx, address, account.language.parse().unwrap_or_default(), letter, now).await,
            None => Ok(()),
        }
    }
}
