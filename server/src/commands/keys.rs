use clap::Subcommand;
use server::{
    config::Config,
    startup::{Rings, StartupError, World},
    store::Store,
};

use super::say;

#[derive(Subcommand)]
pub enum KeyAction {
    /// Let the next key sign from now on. Every token stays valid until it expires.
    Rotate,
    /// Show the keys and what they do.
    List,
}

/// Does that to the keys that sign access tokens, and shows them.
pub async fn keys(config: &Config, action: &KeyAction) -> Result<(), StartupError> {
    let world = World::real();
    let store = Store::open(&config.database.url).await?;
    store.migrate().await?;
    let rings = Rings::open(config, &store, &world).await?;
    if matches!(action, KeyAction::Rotate) {
        rings.access.rotate(world.clock.now()).await?;
    }
    for (id, state) in rings.access.states() {
        say(&format!("{id}  {}", state.name()));
    }
    Ok(())
}
