use server::store::SignInRow;

use super::{Bench, TEXT, assert_conflict, at};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    a_sign_in_comes_back_as_written,
    of_twenty_one_uses_it_up,
    the_oldest_make_room,
    lapsed_ones_are_removed_and_no_others,
}

async fn a_sign_in_comes_back_as_written(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let page = SignInRow {
        channel: None,
        challenge: None,
        max_age: None,
        replaces: None,
        joins_family: None,
        proves_join: None,
        redirect_uri: None,
        begun_from: None,
        opener: None,
        ..sign_in("s-2")
    };
    for row in [sign_in("s-1"), page] {
        db.sign_ins().insert(&row).await.unwrap();
        assert_eq!(db.sign_ins().find(&row.state_hash).await.unwrap(), Some(row));
    }
    assert_conflict(db.sign_ins().insert(&sign_in("s-1")).await);
    assert_eq!(db.sign_ins().find("s-3").await.unwrap(), None);
}

async fn of_twenty_one_uses_it_up(engine: Engine) {
    let bench = Bench::new(engine).await;
    for round in 0..10 {
        let state = format!("s-{round}");
        bench.store.write().await.unwrap().sign_ins().insert(&sign_in(&state)).await.unwrap();
        let outcomes = at_once(20, |_| {
            let (store, state) = (bench.store.clone(), state.clone());
            async move { store.write().await.unwrap().sign_ins().consume(&state, at(9)).await.unwrap() }
        })
        .await;
        assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
        let row = bench.store.read().await.unwrap().sign_ins().find(&state).await.unwrap().unwrap();
        assert_eq!(row.used_at, Some(at(9)), "a used one is still known as such");
    }
}

async fn the_oldest_make_room(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (state, created_at) in [("s-1", 10), ("s-2", 30), ("s-3", 20)] {
        let row = SignInRow { created_at: at(created_at), ..sign_in(state) };
        db.sign_ins().insert(&row).await.unwrap();
    }
    for (most, removed) in [(3, 0), (2, 0), (1, 1), (1, 0), (0, 1)] {
        assert_eq!(db.sign_ins().trim(most).await.unwrap(), removed, "{most}");
    }
    assert!(db.sign_ins().find("s-2").await.unwrap().is_some(), "the newest stays");
}

async fn lapsed_ones_are_removed_and_no_others(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (state, expires_at) in [("old", 999), ("just", 1000), ("live", 2000)] {
        let row = SignInRow { expires_at: at(expires_at), ..sign_in(state) };
        db.sign_ins().insert(&row).await.unwrap();
    }
    assert_eq!(db.sign_ins().purge(at(1000)).await.unwrap(), 1);
    assert_eq!(db.sign_ins().find("old").await.unwrap(), None);
    assert!(db.sign_ins().find("just").await.unwrap().is_some());
}

fn sign_in(state_hash: &str) -> SignInRow {
    SignInRow {
        state_hash: state_hash.to_owned(),
        binding_hash: "b".to_owned(),
        provider: "okta".to_owned(),
        nonce: "n".to_owned(),
        pkce_verifier: "v".to_owned(),
        channel: Some("c".to_owned()),
        challenge: Some("h".to_owned()),
        return_to: TEXT.to_owned(),
        max_age: Some(0),
        replaces: Some("f-0".to_owned()),
        joins_family: Some("f-1".to_owned()),
        proves_join: Some("j-1".to_owned()),
        redirect_uri: Some("https://app.example.com/signed-in".to_owned()),
        begun_from: Some("d".to_owned()),
        opener: Some("https://app.example.com".to_owned()),
        created_at: at(1_798_859_045_123),
        expires_at: at(1_798_859_645_123),
        used_at: None,
    }
}
