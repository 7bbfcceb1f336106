//! Tokens that Django handed out: whom they name, and that each refresh token is exchanged once.

use std::time::Duration;

use super::{Move, now};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    what_django_blacklisted_is_spent,
    of_many_who_spend_one_token_one_succeeds,
    a_spent_token_is_forgotten_once_it_has_expired,
    whose_tokens_were_ended_holds_none,
}

async fn what_django_blacklisted_is_spent(engine: Engine) {
    let mover = Move::new(engine, engine, 1).await;
    assert_eq!(mover.run().await.spent_tokens, 1);
    for (jti, spent) in
        [("jti-signed-out", true), ("jti-signed-in", false), ("jti-of-barred", false), ("jti-long-over", false)]
    {
        assert_eq!(mover.store.read().await.unwrap().spent_jtis().holds(jti).await.unwrap(), spent, "{jti}");
    }
}

async fn of_many_who_spend_one_token_one_succeeds(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 1).await;
    let outcomes = at_once(20, |_| {
        let store = mover.store.clone();
        async move { store.write().await.unwrap().spent_jtis().spend("jti", now()).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.into_iter().filter(|good| *good).count(), 1);
}

async fn a_spent_token_is_forgotten_once_it_has_expired(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 1).await;
    let mut db = mover.store.write().await.unwrap();
    assert!(db.spent_jtis().spend("jti", now()).await.unwrap());
    assert_eq!(db.spent_jtis().purge(now()).await.unwrap(), 0);
    assert!(db.spent_jtis().holds("jti").await.unwrap());
    assert_eq!(db.spent_jtis().purge(now() + Duration::from_secs(1)).await.unwrap(), 1);
}

async fn whose_tokens_were_ended_holds_none(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 3).await;
    mover.run().await;
    let (one, other) = (&mover.named("person1").id, &mover.named("person2").id);
    let mut db = mover.store.write().await.unwrap();
    assert_eq!(db.imports().token_holder("django", one).await.unwrap().as_ref(), Some(one));
    db.imports().end_tokens(one, now()).await.unwrap();
    assert_eq!(db.imports().token_holder("django", one).await.unwrap(), None);
    assert_eq!(db.imports().token_holder("django", other).await.unwrap().as_ref(), Some(other));
    assert_eq!(db.imports().token_holder("shop", other).await.unwrap(), None);
    drop(db);
    mover.run().await;
    let mut db = mover.store.read().await.unwrap();
    assert_eq!(db.imports().token_holder("django", one).await.unwrap(), None, "also after another import");
}
