//! The imports after the first: Django is still in use, and so is Gatepost.

use super::Move;
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    a_second_run_changes_nothing,
    what_changed_in_django_is_taken_over_unless_it_changed_here,
    who_was_deleted_here_does_not_come_back,
    a_link_that_was_removed_here_is_not_bound_again,
    who_activated_in_django_becomes_a_person,
    somebody_who_is_here_already_is_left_alone,
}

async fn a_second_run_changes_nothing(engine: Engine) {
    let mover = Move::new(engine, engine, 200).await;
    let first = mover.run().await;
    let before = mover.everything().await;
    let second = mover.run().await;
    assert_eq!(mover.everything().await, before);
    assert_eq!((second.created, second.registered, second.changed, second.links_bound), (0, 0, 0, 0));
    assert_eq!(second.already_there, first.created + first.registered);
    assert_eq!(second.skipped, first.skipped);
}

async fn what_changed_in_django_is_taken_over_unless_it_changed_here(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 20).await;
    mover.run().await;
    let new_hash = "pbkdf2_sha256$1000$new$aGFzaA==";
    mover
        .django
        .run(&format!(
            "update accounts_user set password = '{new_hash}', first_name = 'New' \
             where username in ('person0', 'person1', 'person2'); \
             update accounts_user set is_active = false where username = 'person4'; \
             update accounts_user set username = 'Person5', email = 'five@example.com' where username = 'person5'"
        ))
        .await;
    mover.gatepost.run("update people set password_hash = 'ours' where username in ('person1', 'person2')").await;
    mover.gatepost.run("update people set first_name = 'Ours' where username = 'person2'").await;
    mover.gatepost.run("update people set password_hash = 'ours' where username = 'person6'").await;
    let report = mover.run().await;
    assert_eq!(report.changed, 4, "{}", report.text());
    for (username, hash, first_name) in
        [("person0", new_hash, "New"), ("person1", "ours", "New"), ("person2", "ours", "Ours")]
    {
        let row = format!(
            "people where username = '{username}' and password_hash = '{hash}' and first_name = '{first_name}'"
        );
        assert_eq!(mover.gatepost.count(&row).await, 1, "{row}");
    }
    assert_eq!(mover.gatepost.count("people where username = 'person4' and is_active = false").await, 1);
    let moved = "people where folded_username = 'person5' and verified_email = 'five@example.com'";
    assert_eq!(mover.gatepost.count(moved).await, 1);
    assert_eq!(mover.gatepost.count("people where username = 'person6' and password_hash = 'ours'").await, 1);
    let told = report.people.iter().filter(|person| person.notes.iter().any(|note| note.contains("on both sides")));
    assert_eq!(told.count(), 2);
    assert_eq!(mover.run().await.changed, 0);
}

async fn who_was_deleted_here_does_not_come_back(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 20).await;
    mover.run().await;
    mover.gatepost.run("delete from people where username = 'person1'").await;
    let report = mover.run().await;
    assert_eq!(report.created, 0);
    assert_eq!(mover.gatepost.count("people where username = 'person1'").await, 0);
    assert!(report.text().contains("was deleted here"), "{}", report.text());
}

async fn a_link_that_was_removed_here_is_not_bound_again(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 20).await;
    mover.run().await;
    let before = mover.gatepost.count("identities").await;
    let person = mover.people.iter().find(|person| person.usable_links().count() == 1).unwrap();
    mover.gatepost.run(&format!("delete from identities where person_id = '{}'", person.id)).await;
    assert_eq!(mover.run().await.links_bound, 0);
    assert_eq!(mover.gatepost.count("identities").await, before - 1);
    let link = person.usable_links().next().unwrap();
    let elsewhere = format!("identities where subject = '{}' and provider <> ''", link.uid);
    assert_eq!(mover.gatepost.count(&elsewhere).await, 0, "{}", link.provider);
}

async fn who_activated_in_django_becomes_a_person(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 20).await;
    mover.run().await;
    assert_eq!(mover.gatepost.count("registrations").await, 1);
    mover.django.run("update accounts_user set is_active = true where username = 'person7'").await;
    let report = mover.run().await;
    assert_eq!((report.created, mover.gatepost.count("registrations").await), (1, 0));
    let id = &mover.named("person7").id;
    assert_eq!(mover.gatepost.count(&format!("people where id = '{id}' and is_active = true")).await, 1);
    let again = mover.run().await;
    assert_eq!((again.created, again.changed), (0, 0));
}

async fn somebody_who_is_here_already_is_left_alone(engine: Engine) {
    let mover = Move::new(Engine::Sqlite, engine, 20).await;
    mover
        .gatepost
        .run(
            "insert into people (id, name, email, folded_email, verified_email, username, folded_username, created_at) \
             values ('a', 'A', 'person1@example.com', 'person1@example.com', 'person1@example.com', 'x', 'x', 1), \
             ('b', 'B', 'b@example.com', 'b@example.com', 'b@example.com', 'PERSON2', 'person2', 1)",
        )
        .await;
    let report = mover.run().await;
    let about = |username: &str| {
        let id = &mover.named(username).id;
        let found = report.people.iter().find(|person| person.source_id == *id);
        found.map(|person| person.notes.join(" ")).unwrap_or_default()
    };
    assert!(about("person1").contains("an account here has that address"), "{}", about("person1"));
    assert!(about("person2").contains("without a user name"), "{}", about("person2"));
    assert_eq!(mover.gatepost.count("people where id in ('a', 'b') and name in ('A', 'B')").await, 2);
    assert_eq!(mover.gatepost.count("people where email = 'person2@example.com' and username is null").await, 1);
}
