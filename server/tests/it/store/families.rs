use server::store::{FamilyRow, SessionRow};

use super::{Bench, at, family, person};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    a_family_comes_back_as_written,
    a_family_needs_its_person,
    of_twenty_rotations_one_counts,
    only_a_live_family_in_that_generation_moves_on,
    what_was_seen_only_ever_rises,
    ending_counts_once_and_keeps_its_reason,
    the_api_learns_where_a_family_stands,
    a_sign_out_is_told_from_other_endings,
    lapsed_and_ended_families_are_removed_and_no_others,
}

async fn a_family_comes_back_as_written(engine: Engine) {
    let (bench, written) = Bench::with_family(engine).await;
    let ended = FamilyRow {
        id: "f-2".to_owned(),
        revoked_at: Some(at(7)),
        revoked_why: Some("reused".to_owned()),
        ..written.clone()
    };
    let mut db = bench.store.write().await.unwrap();
    db.families().insert(&ended).await.unwrap();
    assert_eq!(db.families().find("f-1").await.unwrap(), Some(session(written)));
    assert_eq!(db.families().find("f-2").await.unwrap(), Some(session(ended)));
    assert_eq!(db.families().find("f-3").await.unwrap(), None);
}

fn session(family: FamilyRow) -> SessionRow {
    let person = person(&family.person_id);
    SessionRow { family, person_name: person.name, person_email: person.email, person_since: person.created_at }
}

async fn a_family_needs_its_person(engine: Engine) {
    let bench = Bench::new(engine).await;
    let orphan = bench.store.write().await.unwrap().families().insert(&family("f-1", "nobody")).await;
    assert!(orphan.is_err(), "foreign keys are enforced");
}

async fn of_twenty_rotations_one_counts(engine: Engine) {
    let (bench, family) = Bench::with_family(engine).await;
    for generation in 0..10 {
        let outcomes = at_once(20, |_| {
            let (store, next) = (bench.store.clone(), FamilyRow { generation: generation + 1, ..family.clone() });
            async move { store.write().await.unwrap().families().advance(&next, generation).await.unwrap() }
        })
        .await;
        assert_eq!(outcomes.iter().filter(|won| **won).count(), 1);
    }
}

async fn only_a_live_family_in_that_generation_moves_on(engine: Engine) {
    let (bench, family) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let next = FamilyRow {
        generation: 1,
        handed_at: at(50),
        handed_process: "q".to_owned(),
        handed_tick: 51,
        idle_expires_at: at(52),
        ..family
    };
    assert!(!db.families().advance(&next, 1).await.unwrap(), "it is in generation 0");
    assert!(db.families().advance(&next, 0).await.unwrap());
    assert_eq!(db.families().find("f-1").await.unwrap(), Some(session(next.clone())));
    assert!(!db.families().advance(&next, 0).await.unwrap(), "it has moved on");
    assert!(db.families().revoke("f-1", "signed_out", at(60)).await.unwrap());
    assert!(!db.families().advance(&FamilyRow { generation: 2, ..next }, 1).await.unwrap(), "it was ended");
}

async fn what_was_seen_only_ever_rises(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for (noted, expected) in [(3, 3), (1, 3), (3, 3), (4, 4)] {
        db.families().mark_seen("f-1", noted).await.unwrap();
        assert_eq!(db.families().find("f-1").await.unwrap().unwrap().family.seen_generation, expected);
    }
}

async fn ending_counts_once_and_keeps_its_reason(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let ended = at_once(20, |_| {
        let store = bench.store.clone();
        async move { store.write().await.unwrap().families().revoke("f-1", "signed_out", at(5)).await.unwrap() }
    })
    .await;
    assert_eq!(ended.iter().filter(|first| **first).count(), 1);
    let mut db = bench.store.write().await.unwrap();
    assert!(!db.families().revoke("f-1", "reused", at(6)).await.unwrap());
    let row = db.families().find("f-1").await.unwrap().unwrap();
    assert_eq!((row.family.revoked_at, row.family.revoked_why.as_deref()), (Some(at(5)), Some("signed_out")));
}

async fn a_sign_out_is_told_from_other_endings(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.families().insert(&family("f-2", "p-1")).await.unwrap();
    assert!(db.families().revoke("f-1", "signed_out", at(5)).await.unwrap());
    assert!(db.families().revoke("f-2", "replaced", at(5)).await.unwrap());
    for (id, since, expected) in [("f-1", 5, true), ("f-1", 6, false), ("f-2", 5, false), ("f-3", 0, false)] {
        assert_eq!(db.families().was_signed_out_of(id, at(since)).await.unwrap(), expected, "{id} {since}");
    }
}

async fn the_api_learns_where_a_family_stands(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.families().mark_seen("f-1", 2).await.unwrap();
    let standing = db.families().standing("f-1").await.unwrap().unwrap();
    assert_eq!((standing.revoked_at, standing.seen_generation), (None, 2));
    assert_eq!(standing.email.as_deref(), Some("p-1@Example.com"));
    db.families().revoke("f-1", "signed_out", at(5)).await.unwrap();
    assert_eq!(db.families().standing("f-1").await.unwrap().unwrap().revoked_at, Some(at(5)));
    assert_eq!(db.families().standing("f-2").await.unwrap(), None);
}

async fn lapsed_and_ended_families_are_removed_and_no_others(engine: Engine) {
    let (bench, family) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let lapsed = FamilyRow { id: "lapsed".to_owned(), absolute_expires_at: at(999), ..family.clone() };
    let ended = FamilyRow { id: "ended".to_owned(), revoked_at: Some(at(999)), ..family.clone() };
    let just_ended = FamilyRow { id: "just-ended".to_owned(), revoked_at: Some(at(1000)), ..family };
    for row in [&lapsed, &ended, &just_ended] {
        db.families().insert(row).await.unwrap();
    }
    assert_eq!(db.families().purge(at(1000)).await.unwrap(), 2);
    for (id, left) in [("f-1", true), ("just-ended", true), ("lapsed", false), ("ended", false)] {
        assert_eq!(db.families().find(id).await.unwrap().is_some(), left, "{id}");
    }
}
