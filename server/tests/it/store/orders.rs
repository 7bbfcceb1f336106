use server::store::OrderRow;

use super::{Bench, TEXT, at, person};
use crate::support::{Engine, at_once, on_both_engines};

on_both_engines! {
    of_twenty_orders_with_one_key_one_is_written,
    a_key_is_a_persons_own,
    orders_come_back_newest_first_and_only_to_their_owner,
}

async fn of_twenty_orders_with_one_key_one_is_written(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let outcomes = at_once(20, |number| {
        let (store, order) = (bench.store.clone(), order(&format!("o-{number}"), "p-1", "key"));
        async move { (store.write().await.unwrap().orders().insert_once(&order).await.unwrap(), order) }
    })
    .await;
    let written: Vec<_> = outcomes.into_iter().filter(|(won, _)| *won).map(|(_, order)| order).collect();
    let found = bench.store.read().await.unwrap().orders().by_key("p-1", "key").await.unwrap();
    assert_eq!(written, found.into_iter().collect::<Vec<_>>());
}

async fn a_key_is_a_persons_own(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    db.people().insert(&person("p-2")).await.unwrap();
    assert!(db.orders().insert_once(&order("o-1", "p-1", "key")).await.unwrap());
    assert!(db.orders().insert_once(&order("o-2", "p-2", "key")).await.unwrap());
    assert_eq!(db.orders().by_key("p-2", "key").await.unwrap().unwrap().id, "o-2");
}

async fn orders_come_back_newest_first_and_only_to_their_owner(engine: Engine) {
    let (bench, _) = Bench::with_family(engine).await;
    let mut db = bench.store.write().await.unwrap();
    let newer = OrderRow { placed_at: at(2), ..order("o-2", "p-1", "k-2") };
    let older = order("o-1", "p-1", "k-1");
    for order in [&older, &newer] {
        db.orders().insert_once(order).await.unwrap();
    }
    assert_eq!(db.orders().latest("p-1", 9).await.unwrap(), [newer.clone(), older.clone()]);
    assert_eq!(db.orders().latest("p-1", 1).await.unwrap(), [newer]);
    assert_eq!(db.orders().find("p-1", "o-1").await.unwrap(), Some(older));
    assert_eq!(db.orders().find("p-2", "o-1").await.unwrap(), None);
    assert_eq!(db.orders().latest("p-2", 9).await.unwrap(), []);
}

fn order(id: &str, person_id: &str, key: &str) -> OrderRow {
    OrderRow {
        id: id.to_owned(),
        person_id: person_id.to_owned(),
        request_key: key.to_owned(),
        cart: "lantern:1".to_owned(),
        total_cents: 4900,
        recipient: TEXT.to_owned(),
        address: TEXT.to_owned(),
        placed_at: at(1),
    }
}
