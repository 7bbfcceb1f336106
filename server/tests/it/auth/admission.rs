//! Whom a provider's word lets in, and what of it the account takes over.

use app::wire::Notice;
use serde_json::{Value, json};
use server::store::AccountRow;

use super::refused;
use crate::support::{Engine, Site, StubProvider, on_both_engines};

on_both_engines! {
    only_listed_addresses_are_let_in,
    without_an_account_nobody_is_let_in_where_none_is_made,
    fields_follow_the_provider_until_the_person_changes_them,
    groups_make_staff_and_unmake_them,
    an_account_begins_with_defaults_of_its_own,
    a_user_name_that_is_taken_is_made_another,
}

async fn only_listed_addresses_are_let_in(engine: Engine) {
    let stub = StubProvider::start().await;
    let settings = [("allowed_domains", "example.com"), ("blocked_emails", "mallory@example.com")];
    let site = stub.site(engine, &settings).await;
    for (index, refusal) in [
        json!({ "email": null, "email_verified": null }),
        json!({ "email": null }),
        json!({ "email": "" }),
        json!({ "email": "ada@other.example" }),
        json!({ "email": "ada@example.com.other.example" }),
        json!({ "email_verified": false }),
        json!({ "email_verified": "true" }),
        json!({ "email_verified": null }),
        json!({ "email": "Mallory@Example.com" }),
    ]
    .into_iter()
    .enumerate()
    {
        let mut refusal = refusal;
        refusal["sub"] = json!(format!("s-{index}"));
        refused(&site, &stub.sign_in(&site, "stub", refusal).await, Notice::AccessDenied).await;
    }
    assert_eq!(site.database.count("people").await, 0);
    assert!(stub.sign_in(&site, "stub", json!({ "email": "ADA@example.COM" })).await.session_cookie().is_some());
    // Whoever was let in once is not let in for ever.
    let moved = json!({ "email": "ada@other.example" });
    refused(&site, &stub.sign_in(&site, "stub", moved).await, Notice::AccessDenied).await;
}

async fn without_an_account_nobody_is_let_in_where_none_is_made(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("create", "false")]).await;
    refused(&site, &stub.sign_in(&site, "stub", json!({})).await, Notice::AccessDenied).await;
    assert_eq!(site.database.count("people").await, 0);
    let open = site.replica_with(&[("providers.stub.create", "true")]).await;
    assert!(stub.sign_in(&open, "stub", json!({})).await.session_cookie().is_some());
    assert!(stub.sign_in(&site, "stub", json!({})).await.session_cookie().is_some(), "who has one is let in");
}

async fn only_person(site: &Site) -> AccountRow {
    let people = site.store.read().await.unwrap().accounts().page(100, 0).await.unwrap();
    let [person] = people.try_into().unwrap();
    person
}

async fn sign_in(stub: &StubProvider, site: &Site, changes: Value) {
    let answer = stub.sign_in(site, "stub", changes).await;
    assert!(answer.session_cookie().is_some(), "{}", answer.text());
}

async fn fields_follow_the_provider_until_the_person_changes_them(engine: Engine) {
    let stub = StubProvider::start().await;
    let settings = [("fields", "last_name=family.name"), ("protected_fields", "name")];
    let site = stub.site(engine, &settings).await;
    sign_in(&stub, &site, json!({ "given_name": "Ada", "family": { "name": "Byron" } })).await;
    let person = only_person(&site).await;
    assert_eq!((&*person.name, &*person.first_name, &*person.last_name), ("Ada Lovelace", "Ada", "Byron"));

    sign_in(&stub, &site, json!({ "name": "A. King", "given_name": "Augusta", "family": { "name": "King" } })).await;
    let person = only_person(&site).await;
    assert_eq!((&*person.name, &*person.first_name, &*person.last_name), ("Ada Lovelace", "Augusta", "King"));

    let changed = AccountRow { last_name: "Lovelace".into(), ..person };
    site.store.write().await.unwrap().accounts().update_profile(&changed).await.unwrap();
    sign_in(&stub, &site, json!({ "given_name": "Ada", "family": { "name": "Noel" } })).await;
    let person = only_person(&site).await;
    assert_eq!((&*person.first_name, &*person.last_name), ("Ada", "Lovelace"), "what the person wrote stays");

    sign_in(&stub, &site, json!({ "given_name": null })).await;
    assert_eq!(only_person(&site).await.first_name, "Ada", "silence takes nothing away");
    assert_eq!(site.database.count("audit_events where kind = 'profile_change'").await, 3);
}

async fn groups_make_staff_and_unmake_them(engine: Engine) {
    let stub = StubProvider::start().await;
    let settings = [("staff_groups", "admins"), ("groups_claim", "realm_access.roles")];
    let site = stub.site(engine, &settings).await;
    for (roles, staff) in [
        (json!({ "roles": ["users"] }), false),
        (json!({ "roles": ["users", "admins"] }), true),
        (json!({ "roles": ["Admins"] }), false),
        (json!({ "roles": "admins users" }), true),
        (json!(null), false),
    ] {
        sign_in(&stub, &site, json!({ "realm_access": roles })).await;
        assert_eq!(only_person(&site).await.is_staff, staff, "{roles}");
    }
    let person = only_person(&site).await;
    site.store.write().await.unwrap().accounts().set_staff(&person.id, true).await.unwrap();
    let silent = site.replica_with(&[("providers.stub.staff_groups", ""), ("providers.stub.groups_claim", "")]).await;
    sign_in(&stub, &silent, json!({})).await;
    assert!(only_person(&site).await.is_staff, "without the setting a provider has no say");
}

async fn an_account_begins_with_defaults_of_its_own(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("defaults", "last_name=of+the+Company&language=de")]).await;
    // One person's claims are never another's.
    sign_in(&stub, &site, json!({ "sub": "1", "email": "a@example.com", "family_name": "Lovelace" })).await;
    sign_in(&stub, &site, json!({ "sub": "2", "email": "b@example.com" })).await;
    let mut people = site.store.read().await.unwrap().accounts().page(100, 0).await.unwrap();
    people.sort_by(|a, b| a.email.cmp(&b.email));
    let told: Vec<_> = people.iter().map(|person| (&*person.last_name, &*person.language)).collect();
    assert_eq!(told, [("Lovelace", "de"), ("of the Company", "de")]);
}

async fn a_user_name_that_is_taken_is_made_another(engine: Engine) {
    let stub = StubProvider::start().await;
    let site = stub.site(engine, &[("fields", "username=preferred_username")]).await;
    for (sub, wanted) in [("1", "ada"), ("2", "ADA"), ("3", "not a name")] {
        let email = format!("{sub}@example.com");
        sign_in(&stub, &site, json!({ "sub": sub, "email": email, "preferred_username": wanted })).await;
        sign_in(&stub, &site, json!({ "sub": sub, "email": email, "preferred_username": "other" })).await;
    }
    let mut people = site.store.read().await.unwrap().accounts().page(100, 0).await.unwrap();
    people.sort_by(|a, b| a.email.cmp(&b.email));
    let names: Vec<_> = people.iter().map(|person| person.username.clone().unwrap()).collect();
    assert_eq!(names[0], "ada", "given once");
    assert!(names[1].starts_with("ADA-") && names[1].len() == 20, "{names:?}");
    assert_eq!(names[2], "other", "what is no user name is left out, and asked for again");
}
