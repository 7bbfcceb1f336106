//! What has to be done from time to time: keys rotated, rows that have lapsed removed.

use std::time::Duration;

use crate::{
    clock::Timestamp,
    startup::{Rings, World},
    store::{Store, StoreError},
    token::TokenError,
};

/// How often the keys are looked at: a rotation by another process is noticed within this time.
const KEYS_EVERY: Duration = Duration::from_secs(5);
/// How often lapsed rows are removed, counted in looks at the keys.
const PURGE_EVERY: u32 = 60;
/// How long a lapsed row is kept, so that a late comer is told what happened.
const KEEP: Duration = Duration::from_secs(60 * 60);
/// Sign-ins under way at a time, over all browsers.
const MOST_SIGN_INS: i64 = 100_000;
/// How long the audit log is kept.
const KEEP_AUDIT: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// How long an ended family is kept: a stolen token of it is still known as one.
const KEEP_FAMILIES: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// How long a device is known that is not used: as long as a browser keeps a cookie.
const KEEP_DEVICES: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// How long it is kept what a mail says, after it was given up; one that was sent is forgotten at
/// once, unless it stays in the demo's inbox.
const KEEP_WORDS: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How long it is kept that there was a mail, and what became of it.
const KEEP_MAIL: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// How long a client is kept that registered itself and that nobody signs in to.
const KEEP_UNUSED_CLIENTS: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Runs until the process ends.
pub async fn run(store: Store, rings: Rings, world: World) {
    let mut ticks = tokio::time::interval(KEYS_EVERY);
    let mut count: u32 = 0;
    loop {
        ticks.tick().await;
        if let Err(error) = keys(&rings, world.clock.now()).await {
            tracing::error!(error = &error as &dyn std::error::Error, "the keys could not be looked after: {error}");
        }
        if let Err(error) = trim(&store).await {
            tracing::error!(error = &error as &dyn std::error::Error, "sign-ins could not be trimmed: {error}");
        }
        if count.is_multiple_of(PURGE_EVERY)
            && let Err(error) = purge(&store, world.clock.now()).await
        {
            tracing::error!(error = &error as &dyn std::error::Error, "lapsed rows could not be removed: {error}");
        }
        count = count.wrapping_add(1);
    }
}

/// Rotates the keys whose time has come.
pub async fn keys(rings: &Rings, now: Timestamp) -> Result<(), TokenError> {
    rings.access.maintain(now).await?;
    rings.refresh.maintain(now).await?;
    if let Some(demo) = &rings.demo {
        demo.maintain(now).await?;
    }
    Ok(())
}

/// Removes the oldest sign-ins, where there are more under way than anybody needs.
pub async fn trim(store: &Store) -> Result<u64, StoreError> {
    store.write().await?.sign_ins().trim(MOST_SIGN_INS).await
}

/// Removes what has lapsed.
pub async fn purge(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let before = |kept: Duration| {
        Timestamp::from_millis(now.millis().saturating_sub(i64::try_from(kept.as_millis()).unwrap_or(i64::MAX)))
    };
    let mut db = store.write().await?;
    db.sign_ins().purge(before(KEEP)).await?;
    db.joins().purge(before(KEEP)).await?;
    db.handoffs().purge(before(KEEP)).await?;
    db.upstream_sessions().purge(now).await?;
    db.upstream_tokens().purge(now).await?;
    db.upstream_sign_outs().purge(now).await?;
    db.families().purge(before(KEEP_FAMILIES)).await?;
    db.grants().purge(now).await?;
    db.spent_jtis().purge(now).await?;
    db.clients().purge(before(KEEP_UNUSED_CLIENTS)).await?;
    db.registrations().purge(before(KEEP)).await?;
    db.mail_tokens().purge(before(KEEP)).await?;
    db.throttles().purge(now).await?;
    db.devices().purge(before(KEEP_DEVICES)).await?;
    db.outbox().wipe(before(KEEP_WORDS)).await?;
    db.outbox().purge(before(KEEP_MAIL)).await?;
    db.audit_events().purge(before(KEEP_AUDIT)).await?;
    Ok(())
}
