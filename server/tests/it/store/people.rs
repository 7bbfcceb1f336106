use server::store::{IdentityRow, PersonRow};

use super::{Bench, assert_conflict, at, person};
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    a_person_comes_back_as_written,
    an_identity_names_one_person,
    an_identity_is_issuer_and_subject_together,
    a_verified_address_belongs_to_one_account,
    an_address_that_nobody_vouched_for_is_nobodys,
    one_identity_is_parted_and_no_other,
    a_later_sign_in_is_noted,
}

async fn a_person_comes_back_as_written(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let bare = PersonRow { email: None, verified_email: None, ..person("p-2") };
    for row in [person("p-1"), bare] {
        db.people().insert(&row).await.unwrap();
        assert_eq!(db.people().find(&row.id).await.unwrap(), Some(row));
    }
    assert_eq!(db.people().find("p-3").await.unwrap(), None);
}

async fn an_identity_names_one_person(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    db.people().insert(&person("p-2")).await.unwrap();
    db.people().bind_identity(&identity("iss", "sub", "p-1")).await.unwrap();
    assert_conflict(db.people().bind_identity(&identity("iss", "sub", "p-2")).await);
    assert_eq!(db.people().by_identity("iss", "sub").await.unwrap().unwrap().id, "p-1");
}

async fn an_identity_is_issuer_and_subject_together(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    db.people().bind_identity(&identity("https://a", "sub", "p-1")).await.unwrap();
    for (issuer, subject) in [("https://b", "sub"), ("https://a", "SUB"), ("https://a/", "sub"), ("HTTPS://A", "sub")] {
        assert_eq!(db.people().by_identity(issuer, subject).await.unwrap(), None, "{issuer} {subject}");
    }
}

async fn a_verified_address_belongs_to_one_account(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    let same = PersonRow { verified_email: person("p-1").verified_email, ..person("p-2") };
    assert_conflict(db.people().insert(&same).await);
    assert_eq!(db.people().by_verified_address("p-1@example.com").await.unwrap(), Some(person("p-1")));
    assert_eq!(db.people().by_verified_address("p-2@example.com").await.unwrap(), None);
}

async fn an_address_that_nobody_vouched_for_is_nobodys(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&PersonRow { verified_email: None, ..person("p-1") }).await.unwrap();
    assert_eq!(db.people().by_verified_address("p-1@example.com").await.unwrap(), None);
}

async fn one_identity_is_parted_and_no_other(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    for id in ["p-1", "p-2"] {
        db.people().insert(&person(id)).await.unwrap();
        db.people().bind_identity(&identity("iss", id, id)).await.unwrap();
    }
    assert!(!db.people().unbind("p-1", "iss", "p-2").await.unwrap(), "another's");
    assert!(!db.people().unbind("p-1", "other", "p-1").await.unwrap());
    assert!(db.people().unbind("p-1", "iss", "p-1").await.unwrap());
    assert!(!db.people().unbind("p-1", "iss", "p-1").await.unwrap());
    assert_eq!(bench.database.count("identities").await, 1);
}

async fn a_later_sign_in_is_noted(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-1")).await.unwrap();
    db.people().bind_identity(&identity("iss", "sub", "p-1")).await.unwrap();
    db.people().touch_identity("iss", "sub", Some("new@example.com"), at(99)).await.unwrap();
    let noted = bench.database.count("identities where last_used_at = 99 and email = 'new@example.com'").await;
    assert_eq!(noted, 1);
}

fn identity(issuer: &str, subject: &str, person_id: &str) -> IdentityRow {
    IdentityRow {
        issuer: issuer.to_owned(),
        subject: subject.to_owned(),
        person_id: person_id.to_owned(),
        provider: "okta".to_owned(),
        email: None,
        created_at: at(1),
        last_used_at: at(1),
    }
}
