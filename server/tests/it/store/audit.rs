use server::{
    clock::{Clock, SystemClock},
    store::{AuditFilter, AuditRow},
};

use super::{Bench, TEXT, at};
use crate::support::{Engine, on_both_engines};

on_both_engines! {
    events_come_back_newest_first,
    events_are_neither_changed_nor_replaced,
    events_go_when_they_have_been_kept_long_enough,
}

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn events_come_back_newest_first(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let bare = AuditRow { person_id: None, family_id: None, provider: None, support_code: None, ..event("b", 2) };
    let events = [event("a", 1), bare, event("c", 3)];
    for event in &events {
        db.audit_events().insert(event).await.unwrap();
    }
    let [a, b, c] = events;
    assert_eq!(db.audit_events().search(&AuditFilter::latest(10)).await.unwrap(), [c.clone(), b.clone(), a]);
    assert_eq!(db.audit_events().search(&AuditFilter::latest(2)).await.unwrap(), [c, b]);
}

async fn events_are_neither_changed_nor_replaced(engine: Engine) {
    let bench = Bench::new(engine).await;
    let event = event("a", now());
    bench.store.write().await.unwrap().audit_events().insert(&event).await.unwrap();
    let again = "audit_events (id, at, kind, outcome, ip, user_agent, detail) values ('a', 0, 'x', 'ok', '', '', '')";
    let mut forbidden = vec![
        "update audit_events set detail = ''".to_owned(),
        "update audit_events set at = 0".to_owned(),
        "delete from audit_events".to_owned(),
        format!("insert into {again}"),
        format!("insert into {again} on conflict (id) do update set detail = ''"),
    ];
    forbidden.push(match engine {
        Engine::Sqlite => format!("insert or replace into {again}"),
        Engine::Postgres => "truncate audit_events".to_owned(),
    });
    for sql in &forbidden {
        let refused = bench.database.try_to_run(sql).await.unwrap_err().to_string();
        assert!(refused.contains("append-only") || refused.contains("unique"), "{sql}: {refused}");
    }
    let mut db = bench.store.write().await.unwrap();
    assert_eq!(db.audit_events().purge(at(now() + DAY)).await.unwrap(), 0, "whatever Gatepost takes for the time");
    assert_eq!(db.audit_events().search(&AuditFilter::latest(10)).await.unwrap(), [event]);
}

async fn events_go_when_they_have_been_kept_long_enough(engine: Engine) {
    let bench = Bench::new(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let (old, young) = (event("old", now() - 401 * DAY), event("young", now() - 399 * DAY));
    for event in [&old, &young] {
        db.audit_events().insert(event).await.unwrap();
    }
    assert_eq!(db.audit_events().purge(at(now() - 400 * DAY)).await.unwrap(), 1);
    assert_eq!(db.audit_events().search(&AuditFilter::latest(10)).await.unwrap(), [young]);
}

/// The database's own clock counts here.
fn now() -> i64 {
    SystemClock::new(String::new()).now().millis()
}

fn event(id: &str, millis: i64) -> AuditRow {
    let text = || TEXT.to_owned();
    AuditRow {
        id: id.to_owned(),
        at: at(millis),
        kind: "sign_in".to_owned(),
        outcome: "failed".to_owned(),
        actor_id: None,
        person_id: Some(text()),
        family_id: Some(text()),
        provider: Some(text()),
        ip: text(),
        user_agent: text(),
        support_code: Some(text()),
        detail: text(),
    }
}
