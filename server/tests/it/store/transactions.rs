use super::{Bench, person};
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    a_saved_transaction_counts,
    a_dropped_transaction_changes_nothing,
    nobody_sees_what_is_not_saved_yet,
}

async fn a_saved_transaction_counts(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut tx = bench.store.begin().await.unwrap();
    tx.people().insert(&person("p-1")).await.unwrap();
    tx.save().await.unwrap();
    assert!(bench.store.read().await.unwrap().people().find("p-1").await.unwrap().is_some());
}

async fn a_dropped_transaction_changes_nothing(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut tx = bench.store.begin().await.unwrap();
    tx.people().insert(&person("p-1")).await.unwrap();
    drop(tx);
    // On SQLite the only writer is free again once the transaction is undone.
    bench.store.write().await.unwrap().people().insert(&person("p-2")).await.unwrap();
    let mut db = bench.store.read().await.unwrap();
    assert_eq!(db.people().find("p-1").await.unwrap(), None);
    assert!(db.people().find("p-2").await.unwrap().is_some());
}

async fn nobody_sees_what_is_not_saved_yet(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut tx = bench.store.begin().await.unwrap();
    tx.people().insert(&person("p-1")).await.unwrap();
    assert_eq!(bench.store.read().await.unwrap().people().find("p-1").await.unwrap(), None);
    assert!(tx.people().find("p-1").await.unwrap().is_some());
    tx.save().await.unwrap();
}
