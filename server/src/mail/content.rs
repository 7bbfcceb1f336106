use app::words::Language;
use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MailError, draft::Draft, html, letter::Letter, text};
use crate::token::Vault;

/// What a reader sees of a mail. It holds links and codes, that is secrets: at rest it is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// One line, and no word of it a stranger's.
    pub subject: String,
    /// The plain part. Says everything that the other does.
    pub text: String,
    /// The HTML part: a whole document.
    pub html: String,
}

impl Content {
    /// The letter in that language, from the site of that name, such as `id.example.com`.
    pub fn of(letter: &Letter, language: Language, site: &str) -> Self {
        let draft = Draft::of(letter, language, site);
        Self {
            subject: draft.said.subject.to_owned(),
            text: text::write(&draft),
            html: html::write(&draft).into_string(),
        }
    }

    /// Sealed for the mail of that id and no other.
    pub(super) fn seal(&self, id: Uuid, vault: &Vault) -> Result<Vec<u8>, MailError> {
        let plain = SecretSlice::from(serde_json::to_vec(self)?);
        Ok(vault.seal(&name(id), &plain)?)
    }

    /// The inverse of [`Content::seal`].
    pub(super) fn open(id: Uuid, sealed: &[u8], vault: &Vault) -> Result<Self, MailError> {
        let plain = vault.open(&name(id), sealed)?;
        Ok(serde_json::from_slice(plain.expose_secret())?)
    }
}

fn name(id: Uuid) -> String {
    format!("mail:{id}")
}
