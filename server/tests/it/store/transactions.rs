use std::time::Duration;

use server::store::Store;

use super::{Bench, person};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    a_saved_transaction_counts,
    a_dropped_transaction_changes_nothing,
    nobody_sees_what_is_not_saved_yet,
    a_dropped_transaction_holds_up_no_other_process,
    what_is_cut_off_half_way_is_whole_or_not_there,
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

async fn a_dropped_transaction_holds_up_no_other_process(engine: Engine) {
    let bench = Bench::new(engine).await;
    let other = Store::open(&bench.database.url().to_owned().into()).await.unwrap();
    let mut tx = bench.store.begin().await.unwrap();
    tx.people().insert(&person("p-1")).await.unwrap();
    drop(tx);
    other.write().await.unwrap().people().insert(&person("p-1")).await.unwrap();
}

/// A client that hangs up drops its request wherever it stands.
async fn what_is_cut_off_half_way_is_whole_or_not_there(engine: Engine) {
    let bench = Bench::new(engine).await;
    at_once(40, |number| {
        let store = bench.store.clone();
        async move {
            let two = async {
                let mut tx = store.begin().await.unwrap();
                tx.people().insert(&person(&format!("a-{number}"))).await.unwrap();
                tx.people().insert(&person(&format!("b-{number}"))).await.unwrap();
                tx.save().await.unwrap();
            };
            let _ = tokio::time::timeout(Duration::from_micros(200 * u64::try_from(number).unwrap()), two).await;
        }
    })
    .await;
    bench.store.write().await.unwrap().people().insert(&person("last")).await.unwrap();
    let mut db = bench.store.read().await.unwrap();
    for number in 0..40 {
        let first = db.people().find(&format!("a-{number}")).await.unwrap().is_some();
        let second = db.people().find(&format!("b-{number}")).await.unwrap().is_some();
        assert_eq!(first, second, "{number}");
    }
}
