//! The `gatepost` program: serves, and does what its subcommands say.

mod commands;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use server::{
    config::{Config, Sources},
    startup,
    store::Store,
};
use tracing_subscriber::EnvFilter;

use commands::{AuditQuery, ClientAction, DoctorQuery, ImportFrom, KeyAction, MailAction, say};

/// Sign-in for browser apps.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    /// A TOML file; `gatepost.toml` in the working directory if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve. The default.
    Serve,
    /// Check the configuration and say every mistake in it.
    Check,
    /// Bring the database up to date.
    Migrate,
    /// The keys that sign access tokens.
    Keys {
        #[command(subcommand)]
        action: KeyAction,
    },
    /// Applications that sign people in here.
    Client {
        #[command(subcommand)]
        action: ClientAction,
    },
    /// Take over from another system.
    Import {
        #[command(subcommand)]
        from: ImportFrom,
    },
    /// The mail that goes out.
    Mail {
        #[command(subcommand)]
        action: MailAction,
    },
    /// Ask every provider and the mail server whether what is configured works.
    Doctor(DoctorQuery),
    /// The audit log: what happened, to whom, from where. The newest comes last.
    Audit(AuditQuery),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn")))
        .init();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(error.as_ref());
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::read(Sources::collect(arguments.config.as_deref())?)?;
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => Box::pin(startup::serve(config)).await?,
        Command::Check => say("The configuration is sound."),
        Command::Migrate => {
            Store::open(&config.database.url).await?.migrate().await?;
            say("The database is up to date.");
        }
        Command::Keys { action } => commands::keys(&config, &action).await?,
        Command::Client { action } => commands::client(&config, action).await?,
        Command::Import { from } => commands::import(&config, from).await?,
        Command::Mail { action } => commands::mail(&config, action).await?,
        Command::Doctor(query) => commands::doctor(&config, &query).await?,
        Command::Audit(query) => commands::audit(&config, query).await?,
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "whoever started the program reads it there")]
fn tell(error: &dyn std::error::Error) {
    eprintln!("gatepost: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  because {cause}");
        source = cause.source();
    }
}
