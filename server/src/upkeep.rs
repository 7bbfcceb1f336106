//! What has to be done from time to time: keys rotated, rows that have lapsed removed.

use std::time::Duration;

use tokio::time::MissedTickBehavior;

use crate::{
    clock::Timestamp,
    startup::{Rings, World},
    store::{Store, StoreError},
    token::TokenError,
};

/// How often sign-ins under way are counted.
const TRIM_EVERY: Duration = Duration::from_secs(5);
/// How often lapsed rows are removed.
const PURGE_EVERY: Duration = Duration::from_secs(5 * 60);
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
    tokio::join!(
        every(rings.look_every, "the keys could not be looked after", || keys(&rings)),
        every(rings.look_every, "the next keys could not be made", || next_keys(&rings)),
        every(TRIM_EVERY, "sign-ins could not be trimmed", || trim(&store)),
        every(PURGE_EVERY, "lapsed rows could not be removed", || purge(&store, world.clock.now())),
    );
}

/// Does that now and from time to time; what fails is tried again when its time has come again.
async fn every<T, E: std::error::Error + 'static, F: Future<Output = Result<T, E>>>(
    period: Duration,
    what_failed: &'static str,
    mut task: impl FnMut() -> F,
) {
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = task().await {
            tracing::error!(error = &error as &dyn std::error::Error, "{what_failed}: {error}");
        }
    }
}

/// Rotates the keys whose time has come. A ring that fails keeps no other from it.
pub async fn keys(rings: &Rings) -> Result<(), TokenError> {
    let demo = async {
        match &rings.demo {
            Some(demo) => demo.maintain().await,
            None => Ok(()),
        }
    };
    // Boxed: side by side, futures that speak to two engines are more than a stack should hold.
    let (access, refresh, demo) =
        tokio::join!(Box::pin(rings.access.maintain()), Box::pin(rings.refresh.maintain()), Box::pin(demo));
    access.and(refresh).and(demo)
}

/// Makes the keys that come next, where there are none.
pub async fn next_keys(rings: &Rings) -> Result<(), TokenError> {
    let demo = async {
        match &rings.demo {
            Some(demo) => demo.prepare().await,
            None => Ok(()),
        }
    };
    let (access, refresh, demo) =
        tokio::join!(Box::pin(rings.access.prepare()), Box::pin(rings.refresh.prepare()), Box::pin(demo));
    access.and(refresh).and(demo)
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
    db.authorization_requests().purge(now).await?;
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
