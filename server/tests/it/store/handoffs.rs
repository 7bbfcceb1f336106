use server::store::HandoffRow;

use super::{Bench, assert_conflict, at};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    of_twenty_one_gets_the_code,
    lapsed_ones_are_removed_and_no_others,
    a_code_goes_with_its_session,
}

async fn of_twenty_one_gets_the_code(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    for round in 0..10 {
        let row = handoff(&format!("c-{round}"), 100);
        bench.store.write().await.unwrap().handoffs().insert(&row).await.unwrap();
        assert_conflict(bench.store.write().await.unwrap().handoffs().insert(&row).await);
        let outcomes = at_once(20, |_| {
            let (store, code) = (bench.store.clone(), row.code_hash.clone());
            async move { store.write().await.unwrap().handoffs().consume(&code, at(9)).await.unwrap() }
        })
        .await;
        assert_eq!(outcomes.into_iter().flatten().collect::<Vec<_>>(), [row]);
    }
}

async fn lapsed_ones_are_removed_and_no_others(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (code, expires_at) in [("old", 999), ("just", 1000)] {
        db.handoffs().insert(&handoff(code, expires_at)).await.unwrap();
    }
    assert_eq!(db.handoffs().purge(at(1000)).await.unwrap(), 1);
    assert_eq!(db.handoffs().consume("old", at(1)).await.unwrap(), None);
    assert!(db.handoffs().consume("just", at(1)).await.unwrap().is_some());
}

async fn a_code_goes_with_its_session(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    bench.store.write().await.unwrap().handoffs().insert(&handoff("c", 1000)).await.unwrap();
    bench.database.run("delete from families").await;
    assert_eq!(bench.database.count("handoffs").await, 0);
}

fn handoff(code_hash: &str, expires_at: i64) -> HandoffRow {
    HandoffRow {
        code_hash: code_hash.to_owned(),
        family_id: "f-1".to_owned(),
        challenge: "h".to_owned(),
        expires_at: at(expires_at),
    }
}
