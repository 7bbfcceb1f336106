use server::store::{
    IdentityRow, SignedOutThere, UpstreamIdentity, UpstreamSessionRow, UpstreamSignOutRow, UpstreamTokensRow,
};

use super::{Bench, at, family};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    what_a_session_knows_comes_back_as_written,
    sessions_are_found_by_sid_and_by_person,
    of_twenty_page_loads_one_asks,
    of_twenty_one_gets_the_lease_until_it_runs_out,
    tokens_stay_while_a_session_is_there_for_them,
    of_twenty_one_comes_back_from_a_sign_out,
}

fn session(family: &str) -> UpstreamSessionRow {
    UpstreamSessionRow {
        family_id: family.to_owned(),
        provider: "okta".to_owned(),
        issuer: "https://id.example".to_owned(),
        subject: "ada".to_owned(),
        sid: Some("sid-1".to_owned()),
        sealed_id_token: Some(vec![0, 255, 7]),
        next_check_at: Some(at(900)),
    }
}

fn identity() -> UpstreamIdentity {
    let UpstreamSessionRow { provider, issuer, subject, .. } = session("f-1");
    UpstreamIdentity { provider, issuer, subject }
}

/// Somebody with a session that began with an identity whose tokens are kept.
async fn bench(engine: Engine) -> Bench {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let UpstreamIdentity { provider, issuer, subject } = identity();
    let bound = IdentityRow {
        issuer,
        subject,
        person_id: "p-1".to_owned(),
        provider,
        email: None,
        created_at: at(1),
        last_used_at: at(1),
    };
    db.people().bind_identity(&bound).await.unwrap();
    db.upstream_sessions().insert(&session("f-1")).await.unwrap();
    let tokens = UpstreamTokensRow { identity: identity(), sealed: vec![1, 2, 0] };
    db.upstream_tokens().put(&tokens).await.unwrap();
    drop(db);
    bench
}

async fn what_a_session_knows_comes_back_as_written(engine: Engine) {
    let bench = bench(engine).await;
    let mut db = bench.store.write().await.unwrap();
    assert_eq!(db.upstream_sessions().find("f-1").await.unwrap(), Some(session("f-1")));
    let bare = UpstreamSessionRow { sid: None, sealed_id_token: None, next_check_at: None, ..session("f-1") };
    db.upstream_sessions().update(&bare).await.unwrap();
    assert_eq!(db.upstream_sessions().take("f-1").await.unwrap(), Some(bare));
    assert_eq!(db.upstream_sessions().take("f-1").await.unwrap(), None);
    let mut kept = db.upstream_tokens().find(&identity()).await.unwrap().unwrap();
    assert_eq!(kept.sealed, [1, 2, 0]);
    kept.sealed = vec![9];
    db.upstream_tokens().put(&kept).await.unwrap();
    assert_eq!(db.upstream_tokens().hold(&identity()).await.unwrap(), Some(kept));
    assert_eq!(db.upstream_tokens().identities_of("p-1", "okta").await.unwrap(), [identity()]);
    assert!(db.upstream_tokens().identities_of("p-1", "google").await.unwrap().is_empty());
    db.people().unbind_all("p-1").await.unwrap();
    assert_eq!(db.upstream_tokens().find(&identity()).await.unwrap(), None, "who parts takes them along");
}

async fn sessions_are_found_by_sid_and_by_person(engine: Engine) {
    let bench = bench(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.families().insert(&family("f-2", "p-1")).await.unwrap();
    let second = UpstreamSessionRow { sid: None, ..session("f-2") };
    db.upstream_sessions().insert(&second).await.unwrap();
    let whom = SignedOutThere { provider: "okta", issuer: "https://id.example", subject: Some("ada"), sid: None };
    let sid = SignedOutThere { subject: None, sid: Some("sid-1"), ..whom.clone() };
    for (whom, expected) in [
        (whom.clone(), 2),
        (sid.clone(), 1),
        (SignedOutThere { subject: Some("ada"), ..sid.clone() }, 1),
        (SignedOutThere { subject: Some("eve"), ..sid.clone() }, 0),
        (SignedOutThere { provider: "google", ..sid.clone() }, 0),
        (SignedOutThere { issuer: "https://other.example", ..whom.clone() }, 0),
        (SignedOutThere { subject: None, ..whom.clone() }, 0),
    ] {
        assert_eq!(db.upstream_sessions().live(&whom).await.unwrap().len(), expected, "{whom:?}");
    }
    db.families().revoke("f-1", "signed_out", at(5)).await.unwrap();
    assert!(db.upstream_sessions().live(&sid).await.unwrap().is_empty());
}

async fn of_twenty_page_loads_one_asks(engine: Engine) {
    let bench = bench(engine).await;
    let outcomes = at_once(20, |_| {
        let store = bench.store.clone();
        async move { store.write().await.unwrap().upstream_sessions().put_off("f-1", at(900), at(960)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|first| **first).count(), 1);
}

async fn of_twenty_one_gets_the_lease_until_it_runs_out(engine: Engine) {
    let bench = bench(engine).await;
    let outcomes = at_once(20, |number| {
        let store = bench.store.clone();
        let lease = format!("l-{number}");
        async move {
            store.write().await.unwrap().upstream_tokens().lease(&identity(), &lease, at(10), at(40)).await.unwrap()
        }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
    let winner = format!("l-{}", outcomes.iter().position(|won| *won).unwrap());
    let mut db = bench.store.write().await.unwrap();
    db.upstream_tokens().release(&identity(), "somebody-else").await.unwrap();
    assert!(!db.upstream_tokens().lease(&identity(), "next", at(39), at(69)).await.unwrap());
    assert!(db.upstream_tokens().lease(&identity(), "next", at(40), at(70)).await.unwrap(), "whoever had it is lost");
    db.upstream_tokens().release(&identity(), &winner).await.unwrap();
    assert!(!db.upstream_tokens().lease(&identity(), "third", at(41), at(71)).await.unwrap(), "it was not theirs");
    db.upstream_tokens().release(&identity(), "next").await.unwrap();
    assert!(db.upstream_tokens().lease(&identity(), "third", at(41), at(71)).await.unwrap());
}

async fn tokens_stay_while_a_session_is_there_for_them(engine: Engine) {
    let bench = bench(engine).await;
    let row = family("f-1", "p-1");
    let mut db = bench.store.write().await.unwrap();
    let (during, after) = (row.created_at, at(row.idle_expires_at.millis() + 1));
    assert!(db.upstream_tokens().take_unused("p-1", during).await.unwrap().is_empty());
    assert_eq!(db.upstream_tokens().purge(during).await.unwrap(), 0);
    assert_eq!(db.upstream_sessions().purge(during).await.unwrap(), 0);
    assert!(db.upstream_tokens().take_unused("p-2", after).await.unwrap().is_empty(), "not theirs");
    db.families().revoke("f-1", "signed_out", during).await.unwrap();
    assert_eq!(db.upstream_tokens().take_unused("p-1", during).await.unwrap().len(), 1);
    assert_eq!(db.upstream_tokens().find(&identity()).await.unwrap(), None);
    assert_eq!(db.upstream_sessions().purge(during).await.unwrap(), 1);
}

async fn of_twenty_one_comes_back_from_a_sign_out(engine: Engine) {
    let bench = bench(engine).await;
    let row = UpstreamSignOutRow {
        state_hash: "s-1".to_owned(),
        provider: "okta".to_owned(),
        sealed_id_token: Some(vec![1]),
        expires_at: at(100),
    };
    let mut db = bench.store.write().await.unwrap();
    db.upstream_sign_outs().insert(&row).await.unwrap();
    assert_eq!(db.upstream_sign_outs().find("s-1", "okta", at(99)).await.unwrap(), Some(row));
    assert_eq!(db.upstream_sign_outs().find("s-1", "okta", at(100)).await.unwrap(), None);
    assert_eq!(db.upstream_sign_outs().find("s-1", "google", at(99)).await.unwrap(), None);
    assert!(!db.upstream_sign_outs().consume("s-1", "google", at(99)).await.unwrap());
    drop(db);
    let outcomes = at_once(20, |_| {
        let store = bench.store.clone();
        async move { store.write().await.unwrap().upstream_sign_outs().consume("s-1", "okta", at(99)).await.unwrap() }
    })
    .await;
    assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
    let mut db = bench.store.write().await.unwrap();
    assert_eq!(db.upstream_sign_outs().purge(at(101)).await.unwrap(), 1);
}
