//! What pages and server functions ask of the server, for one request.
//!
//! `server` implements these per request and puts them in the Leptos context; whatever they
//! change in cookies they append to the answer themselves.

use std::sync::Arc;

use async_trait::async_trait;

use crate::{
    api::OrderError,
    wire::{Cart, Order, OrderRequest, Quantity},
    words::Language,
};

/// The shop, for whoever the request's cookie names.
#[async_trait]
pub trait Shop: Send + Sync {
    /// Sets how many of a product are in the cart (`None`: none), in the cart's cookie.
    fn set_quantity(&self, product: &str, quantity: Option<Quantity>) -> Cart;
    /// Puts more of a product into the cart, in the cart's cookie.
    fn add_to_cart(&self, product: &str, quantity: Quantity) -> Cart;
    /// Writes the order of the cart, exactly once a key, and empties the cart.
    async fn place_order(&self, request: OrderRequest) -> Result<Order, OrderError>;
    /// One of the person's own orders.
    async fn order(&self, id: &str) -> Result<Option<Order>, OrderError>;
    /// The person's own orders, newest first, 50 at most.
    async fn orders(&self) -> Result<Vec<Order>, OrderError>;
}

/// The visit: session and preferences of this browser.
#[async_trait]
pub trait Visit: Send + Sync {
    /// Ends the session, on the server first, then its cookie. The path to go on to.
    async fn sign_out(&self) -> String;
    /// Remembers the language in a cookie.
    fn choose_language(&self, language: Language);
    /// A fresh random key for a checkout form.
    fn order_key(&self) -> String;
}

/// The shop of this request; absent only while routes are listed.
pub type ShopPort = Arc<dyn Shop>;
/// The visit of this request; absent only while routes are listed.
pub type VisitPort = Arc<dyn Visit>;
