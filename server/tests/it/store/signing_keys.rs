use server::store::{KeyRow, StoreError};

use super::{Bench, assert_conflict, at};
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    keys_come_back_oldest_first,
    a_ring_has_one_active_and_one_next_key,
    a_key_is_retired_and_activated_once,
    retired_keys_are_removed_when_their_time_has_come,
}

async fn keys_come_back_oldest_first(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let newer = KeyRow { created_at: at(2), retired_at: Some(at(4)), ..key("a", "retired") };
    let older = KeyRow { created_at: at(1), activated_at: None, ..key("b", "next") };
    let other = KeyRow { ring: "other".to_owned(), ..key("c", "active") };
    for row in [&newer, &older, &other] {
        db.signing_keys().insert(row).await.unwrap();
    }
    assert_eq!(db.signing_keys().of_ring("access").await.unwrap(), [older, newer]);
    assert_eq!(db.signing_keys().of_ring("none").await.unwrap(), []);
}

async fn a_ring_has_one_active_and_one_next_key(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for state in ["next", "active"] {
        db.signing_keys().insert(&key(&format!("{state}-1"), state)).await.unwrap();
        assert_conflict(db.signing_keys().insert(&key(&format!("{state}-2"), state)).await);
    }
    for id in ["old-1", "old-2"] {
        db.signing_keys().insert(&key(id, "retired")).await.unwrap();
    }
}

async fn a_key_is_retired_and_activated_once(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.signing_keys().insert(&key("old", "active")).await.unwrap();
    db.signing_keys().insert(&KeyRow { activated_at: None, ..key("new", "next") }).await.unwrap();
    db.signing_keys().retire("old", at(7)).await.unwrap();
    assert!(matches!(db.signing_keys().retire("old", at(8)).await, Err(StoreError::LostRace)));
    db.signing_keys().activate("new", at(7)).await.unwrap();
    assert!(matches!(db.signing_keys().activate("new", at(8)).await, Err(StoreError::LostRace)));
    let keys = db.signing_keys().of_ring("access").await.unwrap();
    let told: Vec<_> = keys.iter().map(|key| (&*key.id, &*key.state, key.activated_at, key.retired_at)).collect();
    assert_eq!(told, [("new", "active", Some(at(7)), None), ("old", "retired", Some(at(2)), Some(at(7)))]);
}

async fn retired_keys_are_removed_when_their_time_has_come(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (id, ring, retired_at) in [("a", "access", 999), ("b", "access", 1000), ("c", "other", 1)] {
        let row = KeyRow { ring: ring.to_owned(), retired_at: Some(at(retired_at)), ..key(id, "retired") };
        db.signing_keys().insert(&row).await.unwrap();
    }
    db.signing_keys().insert(&key("d", "active")).await.unwrap();
    assert_eq!(db.signing_keys().remove_retired("access", at(1000)).await.unwrap(), 1);
    let left: Vec<_> = db.signing_keys().of_ring("access").await.unwrap().into_iter().map(|key| key.id).collect();
    assert_eq!(left, ["b", "d"]);
    assert_eq!(db.signing_keys().of_ring("other").await.unwrap().len(), 1);
}

fn key(id: &str, state: &str) -> KeyRow {
    KeyRow {
        id: id.to_owned(),
        ring: "access".to_owned(),
        algorithm: "ES256".to_owned(),
        state: state.to_owned(),
        sealed: vec![0, 1, 254, 255],
        created_at: at(1),
        activated_at: Some(at(2)),
        retired_at: None,
    }
}
