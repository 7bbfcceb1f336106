//! `gatepost client`: the table of clients, beside a running server.

mod fields;

use std::time::Duration;

use app::words::{Language, machine_time};
use clap::Subcommand;
use serde_json::{Value, json};
use server::{
    config::Config,
    provider::{
        Actor, ClientDraft, ClientField, ClientRegistry, ClientSecret, ClientWarning, ClientsError, KnownClient,
    },
    startup::{World, client_registry},
    store::{Store, StoreError},
};

use super::{event_line::plain, moment::span, say};
use fields::Fields;

/// Clients that are read at a time.
const PAGE: i64 = 500;
/// How long a secret that was replaced counts on, unless it is said otherwise.
const GRACE: &str = "1d";

#[derive(Subcommand)]
pub enum ClientAction {
    /// Add an application that signs people in here. Its secret is shown once.
    Add {
        #[command(flatten)]
        fields: Box<Fields>,
        /// Its id, as another system knows it; random without.
        #[arg(long)]
        id: Option<String>,
        /// Answer in JSON: `client_id`, and `client_secret` if it has one.
        #[arg(long)]
        json: bool,
    },
    /// Show all applications.
    List {
        /// One JSON object a line, for programs.
        #[arg(long)]
        json: bool,
    },
    /// Change what is said here, and leave the rest. An empty value empties a list.
    Edit {
        /// The client's id.
        id: String,
        #[command(flatten)]
        fields: Box<Fields>,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show all that is set of an application.
    Show {
        /// The client's id.
        id: String,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Give an application another secret. It is shown once; the old one counts on for a time.
    RotateSecret {
        /// The client's id.
        id: String,
        /// How long the old secret counts on: `90s`, `2h`, `7d`; `0s` ends it at once.
        #[arg(long, value_name = "TIME", default_value = GRACE, value_parser = grace)]
        grace: Duration,
        /// Answer in JSON.
        #[arg(long)]
        json: bool,
    },
    /// Remove an application; nothing that was issued to it counts any more.
    Remove {
        /// The client's id.
        id: String,
    },
}

/// Why a client command failed.
#[derive(Debug, thiserror::Error)]
pub enum ClientCommandError {
    /// The clients.
    #[error(transparent)]
    Clients(#[from] ClientsError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of keys.
    #[error("{path}: {source}")]
    Keys {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// There is no such client.
    #[error("there is no client {0}")]
    Unknown(String),
}

/// Does that with the table of clients. A running server sees it at once.
pub async fn client(config: &Config, action: ClientAction) -> Result<(), ClientCommandError> {
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    let clients = client_registry(config, &store, &World::real());
    match action {
        ClientAction::Add { fields, id, json } => add(&clients, *fields, id, json).await,
        ClientAction::List { json } => list(&clients, json).await,
        ClientAction::Edit { id, fields, json } => edit(&clients, &id, *fields, json).await,
        ClientAction::Show { id, json } => {
            let known = find(&clients, &id).await?;
            say(&if json { plain(&document(&known).to_string()) } else { lines(&known) });
            Ok(())
        }
        ClientAction::RotateSecret { id, grace, json } => rotate(&clients, &id, grace, json).await,
        ClientAction::Remove { id } => match clients.remove(&id, &Actor::default()).await {
            Err(ClientsError::Unknown) => Err(unknown(&id)),
            ended => Ok(ended?),
        },
    }
}

async fn add(
    clients: &ClientRegistry,
    fields: Fields,
    id: Option<String>,
    as_json: bool,
) -> Result<(), ClientCommandError> {
    let mut draft = fields.draft()?;
    if let Some(id) = id {
        draft.set(ClientField::ClientId, vec![id]);
    }
    let added = clients.add(&draft, &Actor::default()).await?;
    tell(&added.known, added.secret.as_ref().map(ClientSecret::show), as_json);
    Ok(())
}

async fn edit(clients: &ClientRegistry, id: &str, fields: Fields, as_json: bool) -> Result<(), ClientCommandError> {
    let known = find(clients, id).await?;
    let mut draft = ClientDraft::of(&known.client.metadata);
    draft.change(fields.draft()?);
    let added = clients.edit(id, &draft, known.updated_at, &Actor::default()).await?;
    tell(&added.known, added.secret.as_ref().map(ClientSecret::show), as_json);
    Ok(())
}

async fn rotate(clients: &ClientRegistry, id: &str, grace: Duration, as_json: bool) -> Result<(), ClientCommandError> {
    let known = find(clients, id).await?;
    let rotated = clients.rotate_secret(id, grace, known.updated_at, &Actor::default()).await?;
    let until = rotated.old_until.map(|until| machine_time(until.seconds()));
    if as_json {
        say(&json!({ "client_id": id, "client_secret": rotated.secret.show(), "old_secret_until": until }).to_string());
        return Ok(());
    }
    tell(&rotated.known, Some(rotated.secret.show()), false);
    say(&until.map_or_else(
        || "The old secret does not count any more.".to_owned(),
        |until| format!("The old secret counts until {until}."),
    ));
    Ok(())
}

async fn list(clients: &ClientRegistry, as_json: bool) -> Result<(), ClientCommandError> {
    let mut after = String::new();
    loop {
        let page = clients.list(&after, PAGE).await?;
        for known in &page {
            let name = plain(&known.client.metadata.client_name);
            say(&if as_json {
                plain(&document(known).to_string())
            } else {
                format!("{}  {}  {name}", known.client.id.as_str(), machine_time(known.created_at.seconds()))
            });
        }
        let Some(last) = page.last() else { return Ok(()) };
        last.client.id.as_str().clone_into(&mut after);
    }
}

async fn find(clients: &ClientRegistry, id: &str) -> Result<KnownClient, ClientCommandError> {
    clients.find(id).await?.ok_or_else(|| unknown(id))
}

fn unknown(id: &str) -> ClientCommandError {
    ClientCommandError::Unknown(plain(id))
}

/// Up to a year: a secret that is replaced has a reason.
fn grace(text: &str) -> Result<Duration, &'static str> {
    const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);
    span(text).filter(|grace| *grace <= LONGEST).ok_or("is a span of at most a year, such as 0s, 2h or 7d")
}

/// What became of a client: its id, its new secret if it has one, and what to think about.
fn tell(known: &KnownClient, secret: Option<&str>, as_json: bool) {
    let id = known.client.id.as_str();
    if as_json {
        let mut told = json!({ "client_id": id });
        if let Some(secret) = secret {
            told["client_secret"] = secret.into();
        }
        say(&told.to_string());
    } else {
        say(&format!("client_id      {id}"));
        if let Some(secret) = secret {
            say(&format!("client_secret  {secret}"));
            say("The secret is shown this once.");
        }
    }
    for warning in ClientWarning::of(&known.client.metadata) {
        tracing::warn!("{}", warning.in_words(Language::En));
    }
}

/// All of a client but its secrets, for programs: each field as in the form.
fn document(known: &KnownClient) -> Value {
    let metadata = serde_json::to_value(&known.client.metadata).unwrap_or_default();
    json!({
        "client_id": known.client.id.as_str(),
        "created_at": machine_time(known.created_at.seconds()),
        "updated_at": machine_time(known.updated_at.seconds()),
        "registered_itself": known.registered_itself,
        "metadata": metadata,
    })
}

/// The same for people: what is empty is left out.
fn lines(known: &KnownClient) -> String {
    let draft = ClientDraft::of(&known.client.metadata);
    let mut lines = vec![format!("{:38}{}", "client_id", known.client.id.as_str())];
    for field in ClientField::all() {
        lines.extend(draft.texts(field).iter().map(|text| format!("{:38}{}", field.name(), plain(text))));
    }
    lines.join("\n")
}
