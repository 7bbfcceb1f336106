use super::{Db, StoreError, on};
use crate::clock::Timestamp;

/// An order of the demo shop.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OrderRow {
    /// UUID.
    pub id: String,
    /// Whose it is.
    pub person_id: String,
    /// The form's key: one order a key.
    pub request_key: String,
    /// The cart, in its cookie's form.
    pub cart: String,
    /// Euro cents.
    pub total_cents: i64,
    /// Who it goes to.
    pub recipient: String,
    /// Where it goes.
    pub address: String,
    /// When it was placed.
    pub placed_at: Timestamp,
}

/// Orders.
pub struct Orders<'a>(&'a mut Db);

impl Db {
    /// Orders.
    pub fn orders(&mut self) -> Orders<'_> {
        Orders(self)
    }
}

impl Orders<'_> {
    /// Writes an order, unless one of that person and key is there. False if so.
    pub async fn insert_once(self, order: &OrderRow) -> Result<bool, StoreError> {
        const SQL: &str = "insert into orders \
             (id, person_id, request_key, cart, total_cents, recipient, address, placed_at) \
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person_id, request_key) do nothing";
        let added = on!(self.0, |conn| sqlx::query(SQL)
            .bind(&order.id)
            .bind(&order.person_id)
            .bind(&order.request_key)
            .bind(&order.cart)
            .bind(order.total_cents)
            .bind(&order.recipient)
            .bind(&order.address)
            .bind(order.placed_at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(added == 1)
    }

    /// The order that a person placed with that key.
    pub async fn by_key(self, person_id: &str, request_key: &str) -> Result<Option<OrderRow>, StoreError> {
        const SQL: &str = "select id, person_id, request_key, cart, total_cents, recipient, address, placed_at \
             from orders where person_id = $1 and request_key = $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(request_key).fetch_optional(conn).await)?)
    }

    /// One of a person's orders.
    pub async fn find(self, person_id: &str, id: &str) -> Result<Option<OrderRow>, StoreError> {
        const SQL: &str = "select id, person_id, request_key, cart, total_cents, recipient, address, placed_at \
             from orders where person_id = $1 and id = $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(id).fetch_optional(conn).await)?)
    }

    /// A person's orders, newest first.
    pub async fn latest(self, person_id: &str, most: i64) -> Result<Vec<OrderRow>, StoreError> {
        const SQL: &str = "select id, person_id, request_key, cart, total_cents, recipient, address, placed_at \
             from orders where person_id = $1 order by placed_at desc, id limit $2";
        Ok(on!(self.0, |conn| sqlx::query_as(SQL).bind(person_id).bind(most).fetch_all(conn).await)?)
    }
}
