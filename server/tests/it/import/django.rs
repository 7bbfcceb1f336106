//! A first import.

use std::collections::{BTreeSet, HashMap};

use server::import::django::{ImportError, Outcome, TrustAddresses, import};

use super::{Move, now};
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    a_thousand_people_come_from_sqlite,
    a_thousand_people_come_from_postgres,
    a_dry_run_tells_the_same_and_changes_nothing,
    numbers_for_keys_become_lasting_ids,
    an_address_is_theirs_by_what_shows_it,
    who_may_have_been_barred_stays_barred,
    a_table_that_is_not_there_is_told_with_those_that_are,
    a_report_holds_no_hash,
}

async fn a_thousand_people_come_from_sqlite(engine: Engine) {
    a_thousand_people_come(Engine::Sqlite, engine).await;
}

async fn a_thousand_people_come_from_postgres(engine: Engine) {
    a_thousand_people_come(Engine::Postgres, engine).await;
}

async fn a_thousand_people_come(from: Engine, to: Engine) {
    let mover = Move::new(from, to, 1000).await;
    let report = mover.run().await;
    assert_eq!(report.created, mover.arrivals().count(), "{}", report.text());
    assert_eq!(report.registered, mover.expected("registration"));
    assert_eq!(report.skipped, mover.expected("duplicate") + mover.expected("no-address"));
    assert_eq!((report.changed, report.already_there, report.spent_tokens), (0, 0, 1));
    let usable: usize = mover.arrivals().map(|person| person.usable_links().count()).sum();
    let all: usize = mover.arrivals().map(|person| person.links.len()).sum();
    assert_eq!((report.links_bound, report.links_unusable), (usable, all - usable));

    let mut db = mover.store.read().await.unwrap();
    let ids: Vec<_> = mover.people.iter().map(|person| person.id.as_str()).collect();
    let people: HashMap<_, _> =
        db.imports().people(&ids, &[], &[]).await.unwrap().into_iter().map(|row| (row.id.clone(), row)).collect();
    assert_eq!(people.len(), mover.arrivals().count());
    for person in mover.arrivals() {
        let row = &people[&person.id];
        assert_eq!(row.email.as_ref(), Some(&person.email));
        let verified = (person.allauth_verified != Some(false)).then(|| person.email.to_lowercase());
        assert_eq!(row.verified_email, verified, "{}", person.email);
        assert_eq!((row.is_active, row.is_staff), (person.active, person.staff), "{}", person.email);
        assert_eq!(row.username.is_some(), person.expect != "unnamed", "{}", person.email);
    }
    let asking = mover.people.iter().filter(|person| person.expect == "registration").map(|person| person.id.clone());
    let registered = db.imports().registrations(&ids).await.unwrap();
    assert_eq!(registered.into_iter().collect::<BTreeSet<_>>(), asking.collect());
    drop(db);
    assert!(mover.gatepost.count("people where first_name = 'İpek' and last_name = 'Şahin'").await > 100);
    assert_eq!(mover.gatepost.count("people where password_hash like 'md5%' or password_hash = ''").await, 0);
}

async fn a_dry_run_tells_the_same_and_changes_nothing(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 100).await;
    let mut options = mover.options();
    options.dry_run = true;
    let told = mover.run_with(&options).await;
    for table in ["people", "registrations", "identities", "imported_people", "spent_jtis"] {
        assert_eq!(mover.gatepost.count(table).await, 0, "{table}");
    }
    let done = mover.run().await;
    let counts = |report: &server::import::django::Report| {
        (report.created, report.registered, report.skipped, report.links_bound, report.spent_tokens)
    };
    assert_eq!(counts(&told), counts(&done));
    assert!(told.text().contains("Nothing was written"), "{}", told.text());
}

async fn numbers_for_keys_become_lasting_ids(engine: Engine) {
    let (mover, other) =
        (Move::prepare(engine, engine, 60, true).await, Move::prepare(Engine::Sqlite, Engine::Sqlite, 60, true).await);
    assert_eq!(mover.run().await.created, mover.arrivals().count());
    assert_eq!(other.run().await.created, mover.arrivals().count());
    let holder = async |mover: &Move| {
        let id = &mover.named("person1").id;
        mover.store.read().await.unwrap().imports().token_holder("django", id).await.unwrap().unwrap()
    };
    let id = holder(&mover).await;
    assert_eq!(id, holder(&other).await, "of the key alone");
    assert_eq!(mover.gatepost.count(&format!("people where id = '{id}' and username = 'person1'")).await, 1);
    let faceless = "people p join identities i on i.person_id = p.id where p.email is null and i.subject = '777'";
    assert_eq!(mover.gatepost.count(faceless).await, 1);
}

async fn an_address_is_theirs_by_what_shows_it(engine: Engine) {
    for (trust, verified) in [(TrustAddresses::Allauth, 2), (TrustAddresses::None, 2)] {
        let mover = Move::new(engine, engine, 40).await;
        let mut options = mover.options();
        options.trust = trust;
        mover.run_with(&options).await;
        assert_eq!(mover.gatepost.count("people where verified_email is not null").await, verified, "{trust:?}");
    }
}

async fn who_may_have_been_barred_stays_barred(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 40).await;
    mover.run().await;
    let barred = "people where username = 'barred' and is_active = false";
    assert_eq!(mover.gatepost.count(barred).await, 1, "simplejwt let them in once");

    // Without its tables nothing shows who was ever in.
    let mover = Move::new(Engine::Sqlite, engine, 40).await;
    mover.django.run("drop table token_blacklist_blacklistedtoken; drop table token_blacklist_outstandingtoken").await;
    let report = mover.run().await;
    assert_eq!(report.registered, 0);
    assert_eq!(mover.gatepost.count("people where is_active = false").await, 4);
    let told = report.people.iter().filter(|person| person.notes.iter().any(|note| note.contains("stays barred")));
    assert_eq!(told.count(), 3);

    let mover = Move::new(Engine::Sqlite, engine, 40).await;
    mover.django.run("drop table token_blacklist_blacklistedtoken; drop table token_blacklist_outstandingtoken").await;
    let mut options = mover.options();
    options.inactive_may_activate = true;
    assert_eq!(mover.run_with(&options).await.registered, 3);
}

async fn a_table_that_is_not_there_is_told_with_those_that_are(engine: Engine) {
    let mover = Move::new(engine, Engine::Sqlite, 1).await;
    for (table, words) in [
        ("auth_user", "has no table auth_user; try --user-table accounts_user"),
        ("x\"; drop table accounts_user; --", "has no table"),
        ("django_session", "the table django_session has no column id"),
        ("auth_group", "the table auth_group has no column password"),
    ] {
        let mut options = mover.options();
        table.clone_into(&mut options.user_table);
        let error = import(&mover.store, &options, now()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
    }
    let mut options = mover.options();
    options.database = "sqlite:///nowhere/at/all.sqlite".to_owned().into();
    assert!(matches!(import(&mover.store, &options, now()).await, Err(ImportError::Source(_))));
    assert!(mover.django.count("accounts_user").await > 0, "nothing was dropped");
}

async fn a_report_holds_no_hash(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 30).await;
    let report = mover.run().await;
    let (text, json) = (report.text(), serde_json::to_string(&report).unwrap());
    for hash in ["pbkdf2_sha256$", "argon2$", "bcrypt_sha256$", "scrypt$", "md5$", "letmein-in-clear", "secret-of-the"]
    {
        assert!(!text.contains(hash) && !json.contains(hash), "{hash}");
    }
    let twin = report.people.iter().find(|person| person.who == "twin0@example.com").unwrap();
    assert_eq!(twin.outcome, Outcome::Skipped);
    assert!(twin.notes[0].contains("is another's too"), "{:?}", twin.notes);
}
