//! The table of clients, whoever writes it.

use std::{sync::Arc, time::Duration};

use server::{
    clock::Clock,
    provider::{
        Actor, Client, ClientCredentials, ClientDraft, ClientField, ClientRegistry, ClientRegistryParts, ClientSecret,
        ClientsError, Fault,
    },
    random::SystemRandom,
    store::{ClientRow, GrantRow},
};

use crate::support::{Engine, Person, Site, at_once, on_both_engines};

on_both_engines! {
    a_secret_is_kept_as_a_hash_and_proves_the_client,
    a_secret_that_was_replaced_counts_for_a_while,
    of_many_changes_at_once_one_is_made,
    a_client_that_changes_how_it_proves_itself_gets_and_loses_its_secret,
    an_id_is_nobody_elses,
    whoever_gets_the_name_of_a_removed_client_has_nothing_of_it,
    every_change_is_in_the_audit_log,
    ids_that_cannot_be_are_not_there,
}

pub fn registry(site: &Site) -> ClientRegistry {
    ClientRegistry::new(ClientRegistryParts {
        store: site.store.clone(),
        clock: Arc::clone(&site.clock) as Arc<dyn Clock>,
        random: Arc::new(SystemRandom),
        issuer: site.url.clone(),
    })
}

pub fn draft(fields: &[(ClientField, &str)]) -> ClientDraft {
    let mut draft = ClientDraft::default();
    draft.set(ClientField::ClientName, vec!["Shop".to_owned()]);
    draft.set(ClientField::RedirectUris, vec!["https://app.example.com/callback".to_owned()]);
    for (field, text) in fields {
        draft.set(*field, vec![(*text).to_owned()]);
    }
    draft
}

async fn row(site: &Site, id: &str) -> ClientRow {
    site.store.read().await.unwrap().clients().find(id).await.unwrap().unwrap()
}

/// Whether the client of the table takes that secret now.
async fn accepts(site: &Site, id: &str, secret: &str) -> bool {
    let client = Client::try_from(row(site, id).await).unwrap();
    let credentials = ClientCredentials { id: client.id.clone(), secret: secret.to_owned().into() };
    client.accepts(&credentials, site.now())
}

async fn a_secret_is_kept_as_a_hash_and_proves_the_client(engine: Engine) {
    let site = Site::on(engine).await;
    let added = registry(&site).add(&draft(&[]), &Actor::default()).await.unwrap();
    let (id, secret) = (added.known.client.id.as_str(), added.secret.unwrap());
    assert_eq!((id.len(), secret.show().len()), (32, 43));
    assert!(accepts(&site, id, secret.show()).await);
    assert!(!accepts(&site, id, "").await && !accepts(&site, id, &secret.hash()).await);
    let everything = site.database.everything().await;
    assert!(!everything.windows(43).any(|window| window == secret.show().as_bytes()), "only its hash is kept");
}

async fn a_secret_that_was_replaced_counts_for_a_while(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    let added = registry.add(&draft(&[]), &Actor::default()).await.unwrap();
    let (id, old) = (added.known.client.id.as_str().to_owned(), added.secret.unwrap());
    let seen = added.known.updated_at;
    let rotated = registry.rotate_secret(&id, Duration::from_secs(3600), seen, &Actor::default()).await.unwrap();
    assert_eq!(rotated.old_until, Some(site.now() + Duration::from_secs(3600)));
    assert!(accepts(&site, &id, old.show()).await && accepts(&site, &id, rotated.secret.show()).await);
    site.wait(3599);
    assert!(accepts(&site, &id, old.show()).await);
    site.wait(1);
    assert!(!accepts(&site, &id, old.show()).await && accepts(&site, &id, rotated.secret.show()).await);
    let stale = registry.rotate_secret(&id, Duration::ZERO, seen, &Actor::default()).await;
    assert!(matches!(stale, Err(ClientsError::Changed)), "{stale:?}");
    let again = registry.rotate_secret(&id, Duration::ZERO, rotated.known.updated_at, &Actor::default()).await.unwrap();
    assert_eq!(again.old_until, None);
    assert!(!accepts(&site, &id, rotated.secret.show()).await && accepts(&site, &id, again.secret.show()).await);
    let public =
        registry.add(&draft(&[(ClientField::TokenEndpointAuthMethod, "none")]), &Actor::default()).await.unwrap();
    assert!(public.secret.is_none());
    let (id, seen) = (public.known.client.id.as_str(), public.known.updated_at);
    let none = registry.rotate_secret(id, Duration::ZERO, seen, &Actor::default()).await;
    assert!(matches!(none, Err(ClientsError::NoSecret)));
}

async fn of_many_changes_at_once_one_is_made(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    let added = registry.add(&draft(&[]), &Actor::default()).await.unwrap();
    let (id, seen) = (added.known.client.id.as_str().to_owned(), added.known.updated_at);
    let ends = at_once(10, |number| {
        let (registry, id) = (registry.clone(), id.clone());
        let draft = draft(&[(ClientField::ClientName, &format!("Shop {number}"))]);
        async move { registry.edit(&id, &draft, seen, &Actor::default()).await }
    })
    .await;
    assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1);
    assert!(ends.iter().all(|end| matches!(end, Ok(_) | Err(ClientsError::Changed))), "{ends:?}");
    assert!(row(&site, &id).await.updated_at > seen, "within one millisecond, too");
}

async fn a_client_that_changes_how_it_proves_itself_gets_and_loses_its_secret(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    let by = Actor::default();
    let method = |method: &str| draft(&[(ClientField::TokenEndpointAuthMethod, method)]);
    let added = registry.add(&method("none"), &by).await.unwrap();
    let id = added.known.client.id.as_str().to_owned();
    let basic = registry.edit(&id, &method("client_secret_basic"), added.known.updated_at, &by).await.unwrap();
    let secret = basic.secret.unwrap();
    assert!(accepts(&site, &id, secret.show()).await);
    let post = registry.edit(&id, &method("client_secret_post"), basic.known.updated_at, &by).await.unwrap();
    assert!(post.secret.is_none(), "it keeps the one it has");
    assert!(accepts(&site, &id, secret.show()).await);
    registry.edit(&id, &method("none"), post.known.updated_at, &by).await.unwrap();
    assert!(!accepts(&site, &id, secret.show()).await);
    assert_eq!(row(&site, &id).await.secrets, "[]");
}

async fn an_id_is_nobody_elses(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    let named = async |id: &str| registry.add(&draft(&[(ClientField::ClientId, id)]), &Actor::default()).await;
    assert_eq!(named("shop/1?a=b").await.unwrap().known.client.id.as_str(), "shop/1?a=b");
    let fault = |end: Result<_, ClientsError>| match end {
        Err(ClientsError::Mistakes(mistakes)) => mistakes.0[0].fault.clone(),
        Ok(()) | Err(_) => panic!("such an id must be refused"),
    };
    assert_eq!(fault(named("shop/1?a=b").await.map(drop)), Fault::IdTaken);
    for id in ["two words", "..", ".", "caf\u{e9}", &"x".repeat(256)] {
        assert_eq!(fault(named(id).await.map(drop)), Fault::NotId, "{id}");
    }
    site.browser().sign_in("okta", &Person::ada()).await;
    let people = site.store.read().await.unwrap().audit_events().search(&server::store::AuditFilter::latest(10)).await;
    let ada = people.unwrap().into_iter().find_map(|event| event.person_id).unwrap();
    assert_eq!(fault(named(&ada).await.map(drop)), Fault::IdTaken, "sub would mean a person");
}

async fn whoever_gets_the_name_of_a_removed_client_has_nothing_of_it(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    registry.add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    let own = grant(&site, &site.origin(), "1");
    let elsewhere = grant(&site, "http://127.0.0.1:1", "2");
    for grant in [&own, &elsewhere] {
        site.store.write().await.unwrap().grants().insert(grant).await.unwrap();
    }
    site.browser().sign_in("okta", &Person::ada()).await;
    site.database
        .run("insert into consents (person_id, client_id, scope, given_at) select id, 'shop', 'openid', 1 from people")
        .await;
    registry.remove("shop", &Actor::default()).await.unwrap();
    assert_eq!(site.database.count("consents").await, 0);
    assert_eq!(site.database.count("grants where client_id = 'shop' and revoked_at is null").await, 1);
    assert_eq!(site.database.count("grants where id = '2' and revoked_at is null").await, 1, "another issuer's");
    assert!(matches!(registry.remove("shop", &Actor::default()).await, Err(ClientsError::Unknown)));
}

fn grant(site: &Site, issuer: &str, id: &str) -> GrantRow {
    let later = site.now() + Duration::from_secs(3600);
    GrantRow {
        id: id.to_owned(),
        issuer: issuer.to_owned(),
        client_id: "shop".to_owned(),
        redirect_uri: "https://app.example.com/callback".to_owned(),
        subject: "s".to_owned(),
        claims: "{}".to_owned(),
        scope: "openid".to_owned(),
        nonce: None,
        challenge: None,
        auth_time: site.now(),
        amr: "[]".to_owned(),
        code_hash: id.to_owned(),
        code_expires_at: later,
        code_used_at: None,
        revoked_at: None,
        annotations: None,
        expires_at: later,
        created_at: site.now(),
        person_id: None,
        family_id: None,
        asked: "{}".to_owned(),
        resources: String::new(),
        offline: false,
        dpop_jkt: None,
        salt: None,
        generation: 0,
        seen_generation: 0,
        handed_at: site.now(),
        handed_process: String::new(),
        handed_tick: 0,
        idle_expires_at: later,
        absolute_expires_at: later,
    }
}

async fn every_change_is_in_the_audit_log(engine: Engine) {
    let site = Site::on(engine).await;
    let registry = registry(&site);
    let by = Actor { person_id: Some("p-1".to_owned()), ..Actor::default() };
    let added = registry.add(&draft(&[(ClientField::ClientId, "shop")]), &by).await.unwrap();
    site.wait(1);
    let wider = draft(&[(ClientField::Scope, "openid"), (ClientField::FirstParty, "true")]);
    let edited = registry.edit("shop", &wider, added.known.updated_at, &by).await.unwrap();
    site.wait(1);
    let seen = edited.known.updated_at;
    let secret = registry.rotate_secret("shop", Duration::from_secs(60), seen, &by).await.unwrap().secret;
    site.wait(1);
    registry.remove("shop", &by).await.unwrap();
    let refused = registry.edit("shop", &wider, seen, &by).await;
    assert!(matches!(refused, Err(ClientsError::Unknown)));
    let filter = server::store::AuditFilter::latest(10);
    let events = site.store.read().await.unwrap().audit_events().search(&filter).await.unwrap();
    let told: Vec<_> = events.iter().rev().map(|event| (event.kind.as_str(), event.detail.as_str())).collect();
    assert_eq!(
        told,
        [
            ("client_added", "client shop: Shop"),
            ("client_changed", "client shop: scope, first_party"),
            ("client_secret_rotated", "client shop: the old one counts for 60 s"),
            ("client_removed", "client shop"),
        ]
    );
    assert!(events.iter().all(|event| event.actor_id.as_deref() == Some("p-1")));
    assert!(!site.database.text("audit_events").await.contains(ClientSecret::show(&secret)));
}

async fn ids_that_cannot_be_are_not_there(engine: Engine) {
    let site = Site::on(engine).await;
    for id in ["", "\0", "a\0b", "\u{e9}"] {
        assert!(registry(&site).find(id).await.unwrap().is_none(), "{id:?}");
        assert!(matches!(registry(&site).remove(id, &Actor::default()).await, Err(ClientsError::Unknown)), "{id:?}");
    }
}
