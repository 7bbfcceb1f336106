use server::store::Store;

use super::{Bench, person};
use crate::support::{Database, Engine, at_once, on_both_engines};

on_both_engines! {
    four_processes_bring_one_empty_database_up_to_date_at_once,
    a_second_start_changes_nothing,
}

async fn four_processes_bring_one_empty_database_up_to_date_at_once(engine: Engine) {
    let database = Database::fresh(engine).await;
    let stores = at_once(4, |_| {
        let url = database.url().to_owned();
        async move {
            let store = Store::open(&url.into()).await.unwrap();
            store.migrate().await.unwrap();
            store
        }
    })
    .await;
    for (number, store) in stores.iter().enumerate() {
        let person = person(&format!("p-{number}"));
        store.write().await.unwrap().people().insert(&person).await.unwrap();
    }
    assert_eq!(database.count("people").await, 4);
    assert_eq!(database.count("_sqlx_migrations where success").await, database.count("_sqlx_migrations").await);
}

async fn a_second_start_changes_nothing(engine: Engine) {
    let bench = Bench::new(engine).await;
    bench.store.write().await.unwrap().people().insert(&person("p-1")).await.unwrap();
    let again = Store::open(&bench.database.url().to_owned().into()).await.unwrap();
    again.migrate().await.unwrap();
    assert_eq!(again.read().await.unwrap().people().find("p-1").await.unwrap(), Some(person("p-1")));
}
