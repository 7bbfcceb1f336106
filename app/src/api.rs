//! Server functions: forms that work before the WASM arrives, and the reads pages make.
//!
//! Each is one expression over a port. The forms' answers without script are redirects.
#![allow(missing_docs, reason = "the fields of the structs that the macro makes of the arguments")]
#![allow(clippy::unused_async, reason = "a server function is async, whether it waits or not")]

use leptos::{prelude::*, server_fn::codec::Post};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    json::JsonText,
    wire::{Cart, Order},
    words::Language,
};

/// Why a shop request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum OrderError {
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInNeeded,
    /// The last proof of identity is older than the checkout accepts.
    #[error("prove who you are once more")]
    ProofNeeded,
    /// Nothing is in the cart.
    #[error("the cart is empty")]
    CartEmpty,
    /// A field is empty or too long.
    #[error("fill in {0}")]
    Field(String),
    /// The server could not do it now. Nothing was written.
    #[error("try again in a moment")]
    Unavailable,
}

/// What the server functions answer with.
type Answer = Post<JsonText>;

/// What a page reads of the server: on the server while it renders, else once it is opened.
pub type Reading<T> = Resource<Result<T, OrderError>, JsonText>;

/// Reads now, and again whenever `source` changes.
pub fn reading<S, T, Asked>(
    source: impl Fn() -> S + Send + Sync + 'static,
    ask: impl Fn(S) -> Asked + Send + Sync + 'static,
) -> Reading<T>
where
    S: Clone + PartialEq + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Asked: Future<Output = Result<T, OrderError>> + Send + 'static,
{
    Resource::new_with_options(source, ask, false)
}

impl FromServerFnError for OrderError {
    type Encoder = JsonText;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let is_of_the_form = matches!(
            error,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_)
        );
        #[cfg(feature = "ssr")]
        if is_of_the_form && let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
            response.set_status(http::StatusCode::BAD_REQUEST);
        }
        if is_of_the_form { Self::Field("form".to_owned()) } else { Self::Unavailable }
    }
}

#[cfg(feature = "ssr")]
fn shop() -> Result<crate::ports::ShopPort, OrderError> {
    use_context().ok_or(OrderError::Unavailable)
}

#[cfg(feature = "ssr")]
fn visit() -> Result<crate::ports::VisitPort, OrderError> {
    use_context().ok_or(OrderError::Unavailable)
}

/// Puts `quantity` of a product into the cart.
#[server(endpoint = "/add-to-cart", prefix = "/sf", output = Answer)]
pub async fn add_to_cart(product: String, quantity: u8) -> Result<Cart, OrderError> {
    use crate::wire::Quantity;
    let quantity = Quantity::new(quantity).ok_or_else(|| OrderError::Field("quantity".to_owned()))?;
    Ok(shop()?.add_to_cart(&product, quantity))
}

/// Sets how many of a product are in the cart; 0 takes it out.
#[server(endpoint = "/set-quantity", prefix = "/sf", output = Answer)]
pub async fn set_quantity(product: String, quantity: u8) -> Result<Cart, OrderError> {
    use crate::wire::Quantity;
    if quantity > 99 {
        return Err(OrderError::Field("quantity".to_owned()));
    }
    Ok(shop()?.set_quantity(&product, Quantity::new(quantity)))
}

/// The checkout form without script: writes the order and shows it.
#[server(endpoint = "/place-order", prefix = "/sf", output = Answer)]
pub async fn place_order(key: String, recipient: String, address: String) -> Result<Order, OrderError> {
    let order = shop()?.place_order(crate::wire::OrderRequest { key, recipient, address }).await?;
    leptos_axum::redirect(&format!("/shop/orders/{}", order.id));
    Ok(order)
}

/// One of the person's own orders.
#[server(endpoint = "/find-order", prefix = "/sf", output = Answer)]
pub async fn find_order(id: String) -> Result<Option<Order>, OrderError> {
    shop()?.order(&id).await
}

/// The person's own orders, newest first.
#[server(endpoint = "/list-orders", prefix = "/sf", output = Answer)]
pub async fn list_orders() -> Result<Vec<Order>, OrderError> {
    shop()?.orders().await
}

/// A fresh key for a checkout form, so that pressing twice never orders twice.
#[server(endpoint = "/new-order-key", prefix = "/sf", output = Answer)]
pub async fn new_order_key() -> Result<String, OrderError> {
    Ok(visit()?.order_key())
}

/// The sign-out form without script.
#[server(endpoint = "/sign-out", prefix = "/sf", output = Answer)]
pub async fn sign_out() -> Result<(), OrderError> {
    let next = visit()?.sign_out().await;
    leptos_axum::redirect(&next);
    Ok(())
}

/// The language form.
#[server(endpoint = "/choose-language", prefix = "/sf", output = Answer)]
pub async fn choose_language(language: Language) -> Result<(), OrderError> {
    visit()?.choose_language(language);
    Ok(())
}
