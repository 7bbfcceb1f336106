use app::words::machine_time;
use clap::{Subcommand, ValueEnum};
use server::{
    clock::Timestamp,
    config::Config,
    mail::WORTH_FOR,
    startup::World,
    store::{MailRow, Store, StoreError},
};

use super::say;

/// Mails that are listed at a time.
const MOST: i64 = 1000;

#[derive(Subcommand)]
pub enum MailAction {
    /// Show mails, the newest first.
    List {
        /// Only those in that state.
        #[arg(long)]
        state: Option<State>,
        /// Only those to that address.
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
    },
    /// Show what is known of a mail; not what it says, which is a secret.
    Show {
        /// Its id, from the list.
        id: String,
    },
    /// Let mails be sent again that were given up.
    Resend {
        /// A dead or uncertain mail's id, from the list.
        #[arg(required_unless_present = "all_dead", conflicts_with = "all_dead")]
        id: Option<String>,
        /// Every dead mail.
        #[arg(long)]
        all_dead: bool,
    },
}

/// Where a mail is on its way.
#[derive(Clone, Copy, ValueEnum)]
pub enum State {
    /// To be sent, or tried again.
    Waiting,
    /// With the server at this moment.
    Sending,
    /// Sent.
    Sent,
    /// Given up.
    Dead,
    /// It may have arrived: its process ended while the server had it.
    Uncertain,
}

/// Why a mail command failed.
#[derive(Debug, thiserror::Error)]
pub enum MailCommandError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such mail.
    #[error("there is no mail {0}")]
    Unknown(String),
    /// It cannot be sent again.
    #[error("mail {0} is {1}, and only a dead or uncertain one is sent again")]
    NotGivenUp(String, String),
    /// It cannot be sent again.
    #[error("what mail {0} says is not kept any more")]
    Forgotten(String),
}

/// Does that with the mail in the outbox. A running server notices within two seconds.
pub async fn mail(config: &Config, action: MailAction) -> Result<(), MailCommandError> {
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    match action {
        MailAction::List { state, to } => list(&store, state, to.as_deref()).await,
        MailAction::Show { id } => show(&store, id).await,
        MailAction::Resend { id, .. } => resend(&store, id, World::real().clock.now()).await,
    }
}

async fn list(store: &Store, state: Option<State>, to: Option<&str>) -> Result<(), MailCommandError> {
    let state = state.and_then(|state| state.to_possible_value());
    let state = state.as_ref().map(clap::builder::PossibleValue::get_name);
    for mail in store.read().await?.outbox().list(state, to, MOST).await? {
        let MailRow { id, kind, recipient, state, created_at, .. } = mail;
        say(&format!("{id}  {}  {state:9}  {kind}  {recipient}", time(created_at)));
    }
    Ok(())
}

async fn show(store: &Store, id: String) -> Result<(), MailCommandError> {
    let mail = find(store, &id).await?.ok_or(MailCommandError::Unknown(id))?;
    say(&format!("id        {}", mail.id));
    say(&format!("kind      {}", mail.kind));
    say(&format!("to        {}", mail.recipient));
    say(&format!("created   {}", time(mail.created_at)));
    say(&format!("state     {}", mail.state));
    say(&format!("tries     {}", mail.attempts));
    match mail.settled_at {
        Some(at) if mail.state == "sent" => say(&format!("sent      {}", time(at))),
        Some(at) => say(&format!("given up  {}", time(at))),
        None => say(&format!("due       {}", time(mail.due_at))),
    }
    if let Some(error) = mail.last_error {
        say(&format!("error     {error}"));
    }
    Ok(())
}

async fn resend(store: &Store, id: Option<String>, now: Timestamp) -> Result<(), MailCommandError> {
    let count = store.write().await?.outbox().resend(id.as_deref(), now, now + WORTH_FOR).await?;
    if let (0, Some(id)) = (count, id) {
        return Err(match find(store, &id).await? {
            None => MailCommandError::Unknown(id),
            Some(mail) if matches!(mail.state.as_str(), "dead" | "uncertain") => MailCommandError::Forgotten(id),
            Some(mail) => MailCommandError::NotGivenUp(id, mail.state),
        });
    }
    say(&format!("{count} to be sent again."));
    Ok(())
}

async fn find(store: &Store, id: &str) -> Result<Option<MailRow>, StoreError> {
    store.read().await?.outbox().find(id).await
}

fn time(at: Timestamp) -> String {
    machine_time(at.seconds())
}
