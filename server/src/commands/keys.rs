use clap::Subcommand;
use server::{
    config::Config,
    startup::{Rings, StartupError, World},
    store::Store,
    token::KeySummary,
};

use super::say;

#[derive(Subcommand)]
pub enum KeyAction {
    /// Let the next keys of what we issue sign from now on. Every token stays valid until it expires.
    Rotate,
    /// Show the keys and what they do.
    List,
}

/// Does that, and shows the keys of every ring.
pub async fn keys(config: &Config, action: &KeyAction) -> Result<(), StartupError> {
    let world = World::real();
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    let rings = Rings::open(config, &store, &world).await?;
    if matches!(action, KeyAction::Rotate) {
        if rings.access.ready_at().is_none_or(|ready| ready > world.clock.now()) {
            tracing::warn!(
                "the keys that sign now are young: who verifies may have to fetch them (keys.publish_ahead)"
            );
        }
        rings.access.rotate().await?;
    }
    show("access", &rings.access.keys());
    show("refresh", &rings.refresh.keys());
    if let Some(demo) = &rings.demo {
        show("demo", &demo.keys());
    }
    Ok(())
}

fn show(ring: &str, keys: &[KeySummary]) {
    for KeySummary { id, algorithm, state } in keys {
        say(&format!("{ring:7}  {algorithm:5}  {id}  {}", state.name()));
    }
}
