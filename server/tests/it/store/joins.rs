use server::store::JoinRow;

use super::{Bench, TEXT, assert_conflict, at, person};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    a_join_comes_back_as_written,
    of_ten_one_uses_it_up,
    it_goes_with_its_person,
    lapsed_ones_are_removed_and_no_others,
}

async fn a_join_comes_back_as_written(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    let page = JoinRow { channel: None, challenge: None, opener: None, max_age: None, replaces: None, ..join("j-2") };
    for row in [join("j-1"), page] {
        db.joins().insert(&row).await.unwrap();
        assert_eq!(db.joins().find(&row.id).await.unwrap(), Some(row));
    }
    assert_conflict(db.joins().insert(&join("j-1")).await);
    assert_eq!(db.joins().find("j-3").await.unwrap(), None);
}

async fn of_ten_one_uses_it_up(engine: Engine) {
    let bench = Bench::new(engine).await;
    bench.store.write().await.unwrap().people().insert(&person("p-1")).await.unwrap();
    bench.store.write().await.unwrap().joins().insert(&join("j-1")).await.unwrap();
    let outcomes = at_once(10, |_| {
        let store = bench.store.clone();
        async move { store.write().await.unwrap().joins().consume("j-1", at(9)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
    let row = bench.store.read().await.unwrap().joins().find("j-1").await.unwrap().unwrap();
    assert_eq!(row.used_at, Some(at(9)));
}

async fn it_goes_with_its_person(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    db.joins().insert(&join("j-1")).await.unwrap();
    assert!(db.accounts().delete("p-1").await.unwrap());
    assert_eq!(db.joins().find("j-1").await.unwrap(), None);
}

async fn lapsed_ones_are_removed_and_no_others(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    for (id, expires_at) in [("old", 999), ("just", 1000)] {
        db.joins().insert(&JoinRow { expires_at: at(expires_at), ..join(id) }).await.unwrap();
    }
    assert_eq!(db.joins().purge(at(1000)).await.unwrap(), 1);
    assert!(db.joins().find("just").await.unwrap().is_some());
}

fn join(id: &str) -> JoinRow {
    JoinRow {
        id: id.to_owned(),
        binding_hash: "b".to_owned(),
        person_id: "p-1".to_owned(),
        sealed: vec![0, 1, 255],
        channel: Some("c".to_owned()),
        challenge: Some("h".to_owned()),
        opener: Some("https://app.example.com".to_owned()),
        return_to: TEXT.to_owned(),
        max_age: Some(0),
        replaces: Some("f-0".to_owned()),
        created_at: at(1_798_859_045_123),
        expires_at: at(1_798_859_645_123),
        used_at: None,
    }
}
