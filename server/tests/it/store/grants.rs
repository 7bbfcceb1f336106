use server::store::GrantRow;

use super::{Bench, TEXT, assert_conflict, at};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    a_grant_comes_back_as_written_and_at_its_issuer_alone,
    of_twenty_one_redeems_the_code,
    an_ended_or_late_code_is_not_redeemed,
    lapsed_ones_are_removed_and_no_others,
}

async fn a_grant_comes_back_as_written_and_at_its_issuer_alone(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.grants().insert(&grant("g-1")).await.unwrap();
    assert_conflict(db.grants().insert(&grant("g-1")).await);
    db.grants().annotate("g-1", TEXT).await.unwrap();
    let annotated = GrantRow { annotations: Some(TEXT.to_owned()), ..grant("g-1") };
    assert_eq!(db.grants().find("iss", "g-1").await.unwrap(), Some(annotated.clone()));
    assert_eq!(db.grants().by_code("iss", "code of g-1").await.unwrap(), Some(annotated));
    assert_eq!(db.grants().find("other", "g-1").await.unwrap(), None);
    assert_eq!(db.grants().by_code("other", "code of g-1").await.unwrap(), None);
}

async fn of_twenty_one_redeems_the_code(engine: Engine) {
    let bench = Bench::new(engine).await;
    bench.store.write().await.unwrap().grants().insert(&grant("g-1")).await.unwrap();
    let outcomes = at_once(20, |_| {
        let store = bench.store.clone();
        async move { store.write().await.unwrap().grants().redeem("g-1", at(9)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
}

async fn an_ended_or_late_code_is_not_redeemed(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.grants().insert(&grant("g-1")).await.unwrap();
    db.grants().insert(&grant("g-2")).await.unwrap();
    assert!(db.grants().revoke("g-1", at(9)).await.unwrap());
    assert!(!db.grants().revoke("g-1", at(9)).await.unwrap());
    assert!(!db.grants().redeem("g-1", at(9)).await.unwrap());
    assert!(!db.grants().redeem("g-2", grant("g-2").code_expires_at).await.unwrap());
}

async fn lapsed_ones_are_removed_and_no_others(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (id, expires_at) in [("old", 999), ("just", 1000)] {
        db.grants().insert(&GrantRow { expires_at: at(expires_at), ..grant(id) }).await.unwrap();
    }
    assert_eq!(db.grants().purge(at(1000)).await.unwrap(), 1);
    assert_eq!(db.grants().find("iss", "old").await.unwrap(), None);
    assert!(db.grants().find("iss", "just").await.unwrap().is_some());
}

fn grant(id: &str) -> GrantRow {
    GrantRow {
        id: id.to_owned(),
        issuer: "iss".to_owned(),
        client_id: "app".to_owned(),
        redirect_uri: "http://localhost/cb".to_owned(),
        subject: TEXT.to_owned(),
        claims: "{}".to_owned(),
        scope: "openid".to_owned(),
        nonce: None,
        challenge: None,
        auth_time: at(1),
        amr: String::new(),
        code_hash: format!("code of {id}"),
        code_expires_at: at(60_000),
        code_used_at: None,
        revoked_at: None,
        annotations: None,
        expires_at: at(3_600_000),
        created_at: at(1),
        person_id: None,
        family_id: None,
        asked: "{}".to_owned(),
        resources: "https://a.example https://b.example".to_owned(),
        offline: true,
        dpop_jkt: Some(TEXT.to_owned()),
        salt: Some(vec![0, 255]),
        generation: 3,
        seen_generation: 2,
        handed_at: at(5),
        handed_process: "p".to_owned(),
        handed_tick: 7,
        idle_expires_at: at(8),
        absolute_expires_at: at(9),
    }
}
