use secrecy::SecretString;

use super::Reader;

/// The store.
#[derive(Debug)]
pub struct DatabaseConfig {
    /// `sqlite://file` or `postgres://…`; may hold a password.
    pub url: SecretString,
}

impl DatabaseConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let url = reader.get("database.url", "sqlite://gatepost.db".to_owned(), |text| {
            let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme));
            if known { Ok(text.to_owned()) } else { Err("begins with sqlite: or postgres:") }
        });
        Self { url: url.into() }
    }
}
