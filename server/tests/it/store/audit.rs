use server::store::{AuditFilter, AuditRow};

use super::{Bench, TEXT, at};
use crate::support::{Engine, on_both_engines};

on_both_engines!(events_come_back_newest_first);

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
