//! Dynamic registration (RFC 7591), and what a client does with its registration afterwards (RFC 7592).
//!
//! Nobody here knows who registers: people are always asked for their consent, PKCE is always required, and what
//! only staff give away is not to be had. Addresses that are named are never looked at by the server.

use serde_json::{Map, Value};

use super::{
    Actor, Author, ClientDraft, ClientField, ClientMistakes, ClientRegistry, ClientsError, Fault, KnownClient, Mistake,
    service::{json, kept, origins, row_of},
};
use crate::{
    digest,
    provider::{ClientMetadata, ClientSecret, Secret},
    store::{ClientRow, StoreError, Tx},
};

use ClientField as F;

/// What may be said of a client by itself. Everything else is as usual.
const FIELDS: [ClientField; 23] = [
    F::ClientName,
    F::TokenEndpointAuthMethod,
    F::RedirectUris,
    F::PostLogoutRedirectUris,
    F::Origins,
    F::Scope,
    F::GrantTypes,
    F::ResponseTypes,
    F::RequirePushed,
    F::DpopBound,
    F::IdTokenAlg,
    F::UserinfoAlg,
    F::SubjectType,
    F::DefaultMaxAge,
    F::Jwks,
    F::BackchannelLogoutUri,
    F::BackchannelSession,
    F::FrontchannelLogoutUri,
    F::FrontchannelSession,
    F::ClientUri,
    F::LogoUri,
    F::PolicyUri,
    F::TosUri,
];

/// What is ours to say of a registration, and must not be sent with a change (RFC 7592 §2.2).
const OURS: [&str; 4] =
    ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"];

/// A client's registration, as it is answered (RFC 7591 §3.2.1).
#[derive(Clone, Debug)]
pub struct Registered {
    known: KnownClient,
    secret: Option<ClientSecret>,
    token: Option<ClientSecret>,
}

/// Why nothing was registered or changed (RFC 7591 §3.2.2, RFC 7592 §2).
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// What was sent is wrong.
    #[error(transparent)]
    Mistakes(#[from] ClientMistakes),
    /// What was sent is no change of this registration.
    #[error("{0}")]
    NotThisOne(&'static str),
    /// The token is not that of the client; or there is no such client.
    #[error("the registration access token does not count")]
    Unauthenticated,
    /// Somebody else changed it at the same moment.
    #[error("the registration was changed by somebody else at the same moment")]
    Changed,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegistrationError {
    /// The word of RFC 7591 §3.2.2 for what was sent.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Mistakes(mistakes) if mistakes.of(F::RedirectUris).next().is_some() => "invalid_redirect_uri",
            Self::Mistakes(_) | Self::NotThisOne(_) => "invalid_client_metadata",
            Self::Unauthenticated => "invalid_token",
            Self::Changed => "temporarily_unavailable",
            Self::Store(_) => "server_error",
        }
    }
}

impl From<ClientsError> for RegistrationError {
    fn from(error: ClientsError) -> Self {
        match error {
            ClientsError::Mistakes(mistakes) => Self::Mistakes(mistakes),
            ClientsError::Changed => Self::Changed,
            // Between the proof and the change it was removed.
            ClientsError::Unknown | ClientsError::NoSecret => Self::Unauthenticated,
            ClientsError::Store(error) => Self::Store(error),
        }
    }
}

impl Registered {
    /// As the client is told, where its registration is to be found at `address`. Secrets are told once: what is
    /// kept of them does not give them back.
    pub fn document(&self, address: &str) -> Value {
        let metadata = &self.known.client.metadata;
        let mut members = match serde_json::to_value(metadata) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        members.retain(|name, _| FIELDS.iter().any(|field| field.name() == name));
        members.insert("client_id".to_owned(), self.known.client.id.as_str().into());
        members.insert("client_id_issued_at".to_owned(), self.known.created_at.seconds().into());
        members.insert("registration_client_uri".to_owned(), address.into());
        if let Some(secret) = &self.secret {
            members.insert("client_secret".to_owned(), secret.show().into());
        }
        if matches!(self.known.client.secret, Secret::Hashed(_)) {
            // It does not expire.
            members.insert("client_secret_expires_at".to_owned(), 0.into());
        }
        if let Some(token) = &self.token {
            members.insert("registration_access_token".to_owned(), token.show().into());
        }
        members.into()
    }

    /// What it is called.
    pub fn id(&self) -> &str {
        self.known.client.id.as_str()
    }
}

impl ClientRegistry {
    /// Registers a client. `vouched`: whether it came with the token that staff give out; one that did not, and
    /// that nobody signs in to, is removed after a time.
    pub async fn register(
        &self,
        members: &Map<String, Value>,
        vouched: bool,
        by: &Actor,
    ) -> Result<Registered, RegistrationError> {
        let metadata = self.registrable(members)?;
        let now = self.parts.clock.now();
        let (secret, token) = (self.first_secret(&metadata), ClientSecret::new(self.parts.random.as_ref()));
        let row = ClientRow {
            id: self.random_id(),
            secrets: json(&kept(secret.as_ref()))?,
            metadata: json(&metadata)?,
            registration: Some(token.hash()),
            vouched,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.parts.store.begin().await?;
        tx.clients().insert(&row).await?;
        tx.clients().put_origins(&row.id, &origins(&metadata)).await?;
        self.note(&mut tx, "client_registered", &row.id, &metadata.client_name, by).await?;
        tx.save().await?;
        Ok(Registered { known: row.try_into()?, secret, token: Some(token) })
    }

    /// What a client is told of its registration.
    pub async fn registration(&self, id: &str, token: &str) -> Result<Registered, RegistrationError> {
        let row = row_of(&mut self.parts.store.read().await?, id).await?;
        let known = proven(row, token)?.try_into()?;
        Ok(Registered { known, secret: None, token: None })
    }

    /// Makes of a client what it says, all of it (RFC 7592 §2.2).
    pub async fn change_registration(
        &self,
        id: &str,
        token: &str,
        members: &Map<String, Value>,
        by: &Actor,
    ) -> Result<Registered, RegistrationError> {
        let mut tx = self.parts.store.begin().await?;
        let row = self.own(&mut tx, id, token).await?;
        if members.get("client_id").and_then(Value::as_str) != Some(id) {
            return Err(RegistrationError::NotThisOne("client_id is not that of the registration"));
        }
        if OURS.iter().any(|name| members.contains_key(*name)) {
            return Err(RegistrationError::NotThisOne("what the server says of a registration cannot be changed"));
        }
        if let Some(secret) = members.get("client_secret") {
            let known = KnownClient::try_from(row.clone())?;
            let shown = secret.as_str().unwrap_or_default();
            let now = self.parts.clock.now();
            if !matches!(&known.client.secret, Secret::Hashed(kept) if kept.iter().any(|one| one.admits(shown, now))) {
                return Err(RegistrationError::NotThisOne("client_secret is not that of the registration"));
            }
        }
        let before = KnownClient::try_from(row.clone())?.client.metadata;
        // What staff have given, it gives up with what they gave it to; what they have limited stays so.
        let metadata = ClientMetadata { people: before.people, lives: before.lives, ..self.registrable(members)? };
        let seen = row.updated_at;
        let added = self.replace(&mut tx, row, metadata, seen, by).await?;
        tx.save().await?;
        Ok(Registered { known: added.known, secret: added.secret, token: None })
    }

    /// Removes a client at its own wish (RFC 7592 §2.3).
    pub async fn end_registration(&self, id: &str, token: &str, by: &Actor) -> Result<(), RegistrationError> {
        let mut tx = self.parts.store.begin().await?;
        self.own(&mut tx, id, token).await?;
        self.take_away(&mut tx, id, by).await?;
        tx.save().await?;
        Ok(())
    }

    async fn own(&self, tx: &mut Tx, id: &str, token: &str) -> Result<ClientRow, RegistrationError> {
        proven(row_of(tx, id).await?, token)
    }

    fn registrable(&self, members: &Map<String, Value>) -> Result<ClientMetadata, ClientMistakes> {
        let (draft, wrong) = ClientDraft::from_json(members, &FIELDS);
        let wrong: Vec<Mistake> =
            wrong.into_iter().map(|field| Mistake { field, text: None, fault: Fault::WrongKind }).collect();
        match draft.sound(&self.parts.issuer, Author::Stranger) {
            Ok(metadata) if wrong.is_empty() => Ok(metadata),
            // What is said wrongly is not missing, too.
            read => {
                let other = read.err().map(|mistakes| mistakes.0).unwrap_or_default().into_iter();
                let other = other.filter(|mistake| wrong.iter().all(|known| known.field != mistake.field));
                Err(ClientMistakes(other.chain(wrong.clone()).collect()))
            }
        }
    }
}

/// The client, if that is the token for its registration. Whether there is such a client is not told (RFC 7592 §2).
fn proven(row: Option<ClientRow>, token: &str) -> Result<ClientRow, RegistrationError> {
    let hash = digest::sha256(token);
    let own = |row: &ClientRow| row.registration.as_ref().is_some_and(|kept| digest::equal(kept, &hash));
    row.filter(own).ok_or(RegistrationError::Unauthenticated)
}
