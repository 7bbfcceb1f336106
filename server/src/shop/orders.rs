use std::{sync::Arc, time::Duration};

use app::wire::{Cart, Order, OrderRequest};
use uuid::Uuid;

use crate::{
    clock::{Clock, Timestamp},
    random::{self, Random},
    store::{OrderRow, Store, StoreError},
};

const LONGEST_RECIPIENT: usize = 100;
const LONGEST_ADDRESS: usize = 400;
/// Orders shown in a list.
const MOST: i64 = 50;

/// What orders are made of.
pub struct OrdersParts {
    /// The store.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// How old the last proof of identity may be.
    pub max_auth_age: Duration,
}

/// Writes and reads orders.
pub struct Orders {
    parts: OrdersParts,
}

/// Why an order was not written. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OrderProblem {
    /// The last proof of identity is too old.
    #[error("the last proof of identity is too old")]
    ProofTooOld,
    /// Nothing to buy.
    #[error("the cart is empty")]
    CartEmpty,
    /// A field is empty or too long.
    #[error("{0} is empty or too long")]
    Field(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Orders {
    /// Orders made of those parts.
    pub fn new(parts: OrdersParts) -> Self {
        Self { parts }
    }

    /// Writes an order, or finds the one that the same key wrote before: pressing twice, a retry
    /// and a lost answer all end in one order.
    pub async fn place(
        &self,
        person_id: &str,
        auth_time: Timestamp,
        cart: &Cart,
        request: &OrderRequest,
    ) -> Result<Order, OrderProblem> {
        let key = field("key", &request.key, 64)?;
        let recipient = field("recipient", &request.recipient, LONGEST_RECIPIENT)?;
        let address = field("address", &request.address, LONGEST_ADDRESS)?;
        if let Some(placed) = self.parts.store.read().await?.orders().by_key(person_id, &key).await? {
            return Ok(wire_order(placed)?);
        }
        let now = self.parts.clock.now();
        if now.since(auth_time) > self.parts.max_auth_age {
            return Err(OrderProblem::ProofTooOld);
        }
        if cart.is_empty() {
            return Err(OrderProblem::CartEmpty);
        }
        let row = OrderRow {
            id: random::id(self.parts.random.as_ref()).to_string(),
            person_id: person_id.to_owned(),
            request_key: key,
            cart: cart.to_string(),
            total_cents: i64::from(cart.total_cents()),
            recipient,
            address,
            placed_at: now,
        };
        let mut db = self.parts.store.write().await?;
        if db.orders().insert_once(&row).await? {
            return Ok(wire_order(row)?);
        }
        let first = db.orders().by_key(person_id, &row.request_key).await?.ok_or(StoreError::LostRace)?;
        Ok(wire_order(first)?)
    }

    /// One of a person's orders.
    pub async fn find(&self, person_id: &str, id: &str) -> Result<Option<Order>, StoreError> {
        // What is no id is nobody's order. PostgreSQL would refuse some of it as no text either.
        let Ok(id) = Uuid::parse_str(id) else { return Ok(None) };
        self.parts.store.read().await?.orders().find(person_id, &id.to_string()).await?.map(wire_order).transpose()
    }

    /// A person's orders, newest first.
    pub async fn latest(&self, person_id: &str) -> Result<Vec<Order>, StoreError> {
        let rows = self.parts.store.read().await?.orders().latest(person_id, MOST).await?;
        rows.into_iter().map(wire_order).collect()
    }
}

fn field(name: &'static str, text: &str, longest: usize) -> Result<String, OrderProblem> {
    let text: String = text.trim().chars().filter(|char| !char.is_control() || *char == '\n').collect();
    if text.is_empty() || text.chars().count() > longest { Err(OrderProblem::Field(name)) } else { Ok(text) }
}

fn wire_order(row: OrderRow) -> Result<Order, StoreError> {
    Ok(Order {
        cart: row.cart.parse().map_err(|_| StoreError::Corrupt("a cart"))?,
        total_cents: u32::try_from(row.total_cents).map_err(|_| StoreError::Corrupt("a total"))?,
        id: row.id,
        recipient: row.recipient,
        address: row.address,
        placed_at: row.placed_at.seconds(),
    })
}
