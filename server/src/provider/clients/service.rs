use std::{sync::Arc, time::Duration};

use url::Url;

use super::{Author, ClientDraft, ClientField, ClientMistakes, Fault};
use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    clock::{Clock, Timestamp},
    provider::{AuthMethod, Client, ClientId, ClientMetadata, ClientSecret, HashedSecret, Secret},
    random::{self, Random},
    store::{ClientRow, Db, Store, StoreError, Tx},
};

/// The table of clients.
#[derive(Clone)]
pub struct ClientRegistry {
    pub(super) parts: ClientRegistryParts,
}

/// What it works with.
#[derive(Clone)]
pub struct ClientRegistryParts {
    /// Where clients are kept.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The issuer that they are clients of.
    pub issuer: Url,
}

/// Who changes something, for the audit log.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// Who; none at the command line, and where a program registers itself.
    pub person_id: Option<String>,
    /// From where.
    pub visitor: Visitor,
}

/// A client as it stands in the table.
#[derive(Clone, Debug)]
pub struct KnownClient {
    /// What it is.
    pub client: Client,
    /// Whether it registered itself.
    pub registered_itself: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed. Whoever changes it names what they have seen.
    pub updated_at: Timestamp,
}

/// A client that was written.
#[derive(Clone, Debug)]
pub struct Added {
    /// The client.
    pub known: KnownClient,
    /// Its new secret, which is nowhere to be had again; none where it keeps the one it has, or needs none.
    pub secret: Option<ClientSecret>,
}

/// A client with another secret.
#[derive(Clone, Debug)]
pub struct Rotated {
    /// The client.
    pub known: KnownClient,
    /// The new secret, which is nowhere to be had again.
    pub secret: ClientSecret,
    /// Until when the one before counts; none where there was none, or it ceased to at once.
    pub old_until: Option<Timestamp>,
}

/// Why the table of clients was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ClientsError {
    /// What was to be written is wrong.
    #[error(transparent)]
    Mistakes(#[from] ClientMistakes),
    /// There is no such client.
    #[error("there is no client of that id")]
    Unknown,
    /// Somebody else changed it since it was read.
    #[error("the client was changed by somebody else in the meantime")]
    Changed,
    /// It proves itself with a key of its own, or not at all.
    #[error("the client has no secret: it proves itself in another way")]
    NoSecret,
    /// The store.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for ClientsError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::LostRace) { Self::Changed } else { Self::Store(error) }
    }
}

impl TryFrom<ClientRow> for KnownClient {
    type Error = StoreError;

    fn try_from(row: ClientRow) -> Result<Self, StoreError> {
        let (created_at, updated_at) = (row.created_at, row.updated_at);
        let registered_itself = row.registration.is_some();
        Ok(Self { client: Client::try_from(row)?, registered_itself, created_at, updated_at })
    }
}

impl ClientRegistry {
    /// Over that table.
    pub fn new(parts: ClientRegistryParts) -> Self {
        Self { parts }
    }

    /// Adds a client. Its id is random where the draft names none.
    pub async fn add(&self, draft: &ClientDraft, by: &Actor) -> Result<Added, ClientsError> {
        let id = self.new_id(draft);
        let metadata = draft.sound(&self.parts.issuer, Author::Staff);
        let (id, metadata) = match (id, metadata) {
            (Ok(id), Ok(metadata)) => (id, metadata),
            (id, metadata) => {
                let mistakes = [id.err(), metadata.err()].into_iter().flatten().flat_map(|mistakes| mistakes.0);
                return Err(ClientMistakes(mistakes.collect()).into());
            }
        };
        let now = self.parts.clock.now();
        let secret = self.first_secret(&metadata);
        let row = ClientRow {
            id: id.as_str().to_owned(),
            secrets: json(&kept(secret.as_ref()))?,
            metadata: json(&metadata)?,
            registration: None,
            vouched: true,
            created_at: now,
            updated_at: now,
        };
        let mut tx = self.parts.store.begin().await?;
        // Access tokens of clients and of people are told apart by `sub` (RFC 9700 §4.15).
        if tx.accounts().find(id.as_str()).await?.is_some() {
            return Err(taken(&id));
        }
        match tx.clients().insert(&row).await {
            Ok(()) => {}
            Err(error) if error.is_conflict() => return Err(taken(&id)),
            Err(error) => return Err(error.into()),
        }
        tx.clients().put_origins(id.as_str(), &origins(&metadata)).await?;
        self.note(&mut tx, "client_added", id.as_str(), &metadata.client_name, by).await?;
        tx.save().await?;
        Ok(Added { known: row.try_into()?, secret })
    }

    /// Makes the client what the draft says, if it was last changed at `seen`. A client that begins to prove
    /// itself with a secret gets one.
    pub async fn edit(
        &self,
        id: &str,
        draft: &ClientDraft,
        seen: Timestamp,
        by: &Actor,
    ) -> Result<Added, ClientsError> {
        let metadata = draft.sound(&self.parts.issuer, Author::Staff)?;
        let mut tx = self.parts.store.begin().await?;
        let row = row_of(&mut tx, id).await?.ok_or(ClientsError::Unknown)?;
        let added = self.replace(&mut tx, row, metadata, seen, by).await?;
        tx.save().await?;
        Ok(added)
    }

    /// Gives the client another secret; the one before counts on for the grace, so that the program that has it
    /// can be told the new one.
    pub async fn rotate_secret(
        &self,
        id: &str,
        grace: Duration,
        seen: Timestamp,
        by: &Actor,
    ) -> Result<Rotated, ClientsError> {
        let now = self.parts.clock.now();
        let mut tx = self.parts.store.begin().await?;
        let mut row = row_of(&mut tx, id).await?.ok_or(ClientsError::Unknown)?;
        let client = Client::try_from(row.clone())?;
        let Secret::Hashed(known) = &client.secret else { return Err(ClientsError::NoSecret) };
        let secret = ClientSecret::new(self.parts.random.as_ref());
        let secrets = HashedSecret::replaced(known, &secret, grace, now);
        let old_until = secrets.iter().filter_map(|old| old.until).max();
        row.secrets = json(&secrets)?;
        row.updated_at = after(row.updated_at, now);
        tx.clients().update(&row, seen).await?;
        let told = format!("the old one counts for {} s", grace.as_secs());
        self.note(&mut tx, "client_secret_rotated", id, &told, by).await?;
        tx.save().await?;
        Ok(Rotated { known: row.try_into()?, secret, old_until })
    }

    /// Removes the client, what people let it have, and everything that was issued to it.
    pub async fn remove(&self, id: &str, by: &Actor) -> Result<(), ClientsError> {
        let mut tx = self.parts.store.begin().await?;
        self.take_away(&mut tx, id, by).await?;
        tx.save().await?;
        Ok(())
    }

    /// The client of that id.
    pub async fn find(&self, id: &str) -> Result<Option<KnownClient>, ClientsError> {
        let row = row_of(&mut self.parts.store.read().await?, id).await?;
        Ok(row.map(KnownClient::try_from).transpose()?)
    }

    /// Clients by id, from after `after`, `most` of them.
    pub async fn list(&self, after: &str, most: i64) -> Result<Vec<KnownClient>, ClientsError> {
        let rows = self.parts.store.read().await?.clients().list(after, most).await?;
        Ok(rows.into_iter().map(KnownClient::try_from).collect::<Result<_, _>>()?)
    }

    /// An id that nobody has.
    pub fn random_id(&self) -> String {
        random::id(self.parts.random.as_ref()).simple().to_string()
    }

    /// The one that the draft names, else a random one. Without spaces, and nothing that is a step in a path.
    fn new_id(&self, draft: &ClientDraft) -> Result<ClientId, ClientMistakes> {
        let named = match draft.texts(ClientField::ClientId) {
            [] => &self.random_id(),
            [id, ..] => id,
        };
        let good = named.bytes().all(|byte| byte.is_ascii_graphic()) && !matches!(named.as_str(), "." | "..");
        let id = ClientId::parse(named).filter(|_| good);
        id.ok_or_else(|| ClientMistakes::one(ClientField::ClientId, named, Fault::NotId))
    }

    /// A secret, if that client is to have one.
    pub(super) fn first_secret(&self, metadata: &ClientMetadata) -> Option<ClientSecret> {
        needs_secret(metadata).then(|| ClientSecret::new(self.parts.random.as_ref()))
    }

    /// Writes what becomes of a client that was last changed at `seen`.
    pub(super) async fn replace(
        &self,
        tx: &mut Tx,
        mut row: ClientRow,
        metadata: ClientMetadata,
        seen: Timestamp,
        by: &Actor,
    ) -> Result<Added, ClientsError> {
        let before = Client::try_from(row.clone())?;
        let secret = match (&before.secret, needs_secret(&metadata)) {
            (Secret::Without, true) => self.first_secret(&metadata),
            _ => None,
        };
        if secret.is_some() || !needs_secret(&metadata) {
            row.secrets = json(&kept(secret.as_ref()))?;
        }
        row.metadata = json(&metadata)?;
        row.updated_at = after(row.updated_at, self.parts.clock.now());
        tx.clients().update(&row, seen).await?;
        tx.clients().put_origins(&row.id, &origins(&metadata)).await?;
        let (was, is) = (ClientDraft::of(&before.metadata), ClientDraft::of(&metadata));
        let changed: Vec<&str> = was.differing(&is).map(ClientField::name).collect();
        self.note(tx, "client_changed", &row.id, &changed.join(", "), by).await?;
        Ok(Added { known: row.try_into()?, secret })
    }

    /// Removes a client and ends what it has. Whoever gets its name next has none of it.
    pub(super) async fn take_away(&self, tx: &mut Tx, id: &str, by: &Actor) -> Result<(), ClientsError> {
        if ClientId::parse(id).is_none() || !tx.clients().remove(id).await? {
            return Err(ClientsError::Unknown);
        }
        let issuer = self.parts.issuer.origin().ascii_serialization();
        tx.grants().revoke_of_client(&issuer, id, self.parts.clock.now()).await?;
        self.note(tx, "client_removed", id, "", by).await
    }

    /// Writes to the audit log what happened to a client.
    pub(super) async fn note(
        &self,
        db: &mut Db,
        kind: &'static str,
        id: &str,
        more: &str,
        by: &Actor,
    ) -> Result<(), ClientsError> {
        let detail = if more.is_empty() { format!("client {id}") } else { format!("client {id}: {more}") };
        let mut event = AuditEvent::of_account(kind, Outcome::Ok, None, &by.visitor).with_detail(detail);
        if let Some(person_id) = &by.person_id {
            event = event.by(person_id);
        }
        Ok(event.write(db, self.parts.clock.now(), self.parts.random.as_ref()).await?)
    }
}

fn taken(id: &ClientId) -> ClientsError {
    ClientMistakes::one(ClientField::ClientId, id.as_str(), Fault::IdTaken).into()
}

/// The row of that id. What is no id is not asked for: a database may not even take the question.
pub(super) async fn row_of(db: &mut Db, id: &str) -> Result<Option<ClientRow>, StoreError> {
    match ClientId::parse(id) {
        Some(id) => db.clients().find(id.as_str()).await,
        None => Ok(None),
    }
}

const fn needs_secret(metadata: &ClientMetadata) -> bool {
    matches!(metadata.token_endpoint_auth_method, AuthMethod::ClientSecretBasic | AuthMethod::ClientSecretPost)
}

/// What is kept of a first secret.
pub(super) fn kept(secret: Option<&ClientSecret>) -> Vec<HashedSecret> {
    secret.map(HashedSecret::of).into_iter().collect()
}

/// Now, and later than `before`: two changes in one millisecond are two.
fn after(before: Timestamp, now: Timestamp) -> Timestamp {
    now.max(before + Duration::from_millis(1))
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Corrupt("what is no JSON"))
}

/// Whose scripts may read what the endpoints answer.
pub(super) fn origins(metadata: &ClientMetadata) -> Vec<String> {
    metadata.origins.iter().map(|origin| origin.as_str().to_owned()).collect()
}
