use std::collections::VecDeque;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{OrderError, add_to_cart, set_quantity},
    wire::{Cart, Quantity},
};

/// One change of the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CartChange {
    /// One more of a product.
    Add(String),
    /// That many of a product; 0 takes it out.
    Set(String, u8),
}

/// The cart of this tab.
///
/// The cart itself is in a cookie, and each change answers with a new one. Two changes at the same
/// time would start from the same cookie and one would be lost, so they go out one after another.
#[derive(Clone, Copy)]
pub struct LiveCart {
    cart: RwSignal<Cart>,
    waiting: StoredValue<VecDeque<CartChange>>,
    sending: RwSignal<bool>,
    added: RwSignal<Option<String>>,
    failure: RwSignal<Option<OrderError>>,
}

impl LiveCart {
    /// Begins with the cart the server saw.
    pub fn new(cart: Cart) -> Self {
        Self {
            cart: RwSignal::new(cart),
            waiting: StoredValue::new(VecDeque::new()),
            sending: RwSignal::new(false),
            added: RwSignal::new(None),
            failure: RwSignal::new(None),
        }
    }

    /// The cart, as last heard of.
    pub fn get(self) -> Cart {
        self.cart.get()
    }

    /// The cart, without asking to hear of changes.
    pub fn get_untracked(self) -> Cart {
        self.cart.get_untracked()
    }

    /// How many things are in it.
    pub fn count(self) -> u32 {
        self.cart.with(Cart::count)
    }

    /// Whether a change is on its way.
    pub fn sending(self) -> bool {
        self.sending.get()
    }

    /// The product put in last, for the message that says so.
    pub fn added(self) -> Option<String> {
        self.added.get()
    }

    /// Why the last change was not made.
    pub fn failure(self) -> Option<OrderError> {
        self.failure.get()
    }

    /// Forgets the last message: a page that opens tells its own.
    pub fn forget_messages(self) {
        self.added.set(None);
        self.failure.set(None);
    }

    /// The order is written: nothing is left.
    pub fn clear(self) {
        self.cart.set(Cart::default());
    }

    /// Sends a change, after those before it.
    pub fn change(self, change: CartChange) {
        self.waiting.update_value(|waiting| waiting.push_back(change));
        if !self.sending.get_untracked() {
            self.sending.set(true);
            spawn_local(self.send_all());
        }
    }

    async fn send_all(self) {
        while let Some(change) = self.waiting.try_update_value(VecDeque::pop_front).flatten() {
            let (answer, added) = match change {
                CartChange::Add(product) => (add_to_cart(product.clone(), Quantity::ONE.get()).await, Some(product)),
                CartChange::Set(product, quantity) => (set_quantity(product, quantity).await, None),
            };
            match answer {
                Ok(cart) => {
                    self.cart.set(cart);
                    self.failure.set(None);
                    self.added.set(added);
                }
                Err(error) => {
                    self.added.set(None);
                    self.failure.set(Some(error));
                }
            }
        }
        self.sending.set(false);
    }
}
