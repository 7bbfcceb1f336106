//! The shape of a catalogue: one struct an area, so that a language that misses a word does not compile.
#![allow(missing_docs, reason = "each field is named after the place it stands in")]

use crate::{api::OrderError, wire::Notice};

/// A sentence around one name.
pub type Around = fn(&str) -> String;

/// Everything Gatepost says, in one language.
pub struct Words {
    pub common: Common,
    pub header: Header,
    pub home: Home,
    pub sign_in: SignIn,
    pub profile: Profile,
    pub token: Token,
    pub api_card: ApiCard,
    pub shop: Shop,
    pub cart: Cart,
    pub checkout: Checkout,
    pub order: Order,
    pub order_errors: OrderErrors,
    pub problem: Problem,
    pub popup: Popup,
    /// What is said of an outcome.
    pub notice: fn(Notice) -> &'static str,
}

pub struct Common {
    pub skip_to_content: &'static str,
    pub dismiss: &'static str,
    pub support_code: Around,
    pub loading: &'static str,
    pub try_again: &'static str,
    pub to_home: &'static str,
    pub footer: &'static str,
}

pub struct Header {
    pub navigation: &'static str,
    pub shop: &'static str,
    pub cart: &'static str,
    pub language: &'static str,
    pub account: &'static str,
    pub sign_in: &'static str,
    pub sign_out: &'static str,
}

pub struct Home {
    pub page: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub greeting: Around,
    pub greeting_lead: &'static str,
    pub to_shop: &'static str,
    pub to_profile: &'static str,
    pub demo_title: &'static str,
    pub demo: &'static str,
    pub features: &'static str,
    pub stay_title: &'static str,
    pub stay: &'static str,
    pub last_title: &'static str,
    pub last: &'static str,
    pub secret_title: &'static str,
    pub secret: &'static str,
}

pub struct SignIn {
    pub title: &'static str,
    pub lead: &'static str,
    pub with: Around,
    pub with_password: &'static str,
    pub last_used: &'static str,
    pub none: &'static str,
    pub waiting: Around,
    pub still_waiting: Around,
    pub reopen: &'static str,
    pub cancel: &'static str,
    pub use_this_tab: &'static str,
    pub already: Around,
    pub go_on: &'static str,
    pub back: &'static str,
}

pub struct Profile {
    pub title: &'static str,
    pub sign_in_lead: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub no_email: &'static str,
    pub provider: &'static str,
    pub account: &'static str,
    pub since: &'static str,
    pub signed_in_at: &'static str,
    pub orders: &'static str,
    pub no_orders: &'static str,
}

pub struct Token {
    pub title: &'static str,
    pub lead: &'static str,
    pub life: &'static str,
    pub left: Around,
    pub waiting: &'static str,
    pub offline: &'static str,
    pub renew: &'static str,
    pub renewing: &'static str,
}

pub struct ApiCard {
    pub title: &'static str,
    pub lead: &'static str,
    pub endpoint: &'static str,
    pub how_many: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub answers: &'static str,
    pub signed_out: &'static str,
    pub proof_needed: &'static str,
    pub unreachable: &'static str,
}

pub struct Shop {
    pub title: &'static str,
    pub lead: &'static str,
    pub add: &'static str,
    pub added: Around,
    pub to_cart: &'static str,
    pub lantern: Product,
    pub padlock: Product,
    pub keyring: Product,
    pub doorbell: Product,
}

pub struct Product {
    pub name: &'static str,
    pub description: &'static str,
}

pub struct Cart {
    pub title: &'static str,
    pub empty: &'static str,
    pub to_shop: &'static str,
    pub quantity_of: Around,
    pub update: &'static str,
    pub remove: &'static str,
    pub remove_one: Around,
    pub total: &'static str,
    pub to_checkout: &'static str,
}

pub struct Checkout {
    pub title: &'static str,
    pub summary: &'static str,
    pub checking: &'static str,
    pub sign_in_title: &'static str,
    pub sign_in_lead: &'static str,
    pub step_up_title: &'static str,
    pub step_up_lead: &'static str,
    pub confirm_with: Around,
    pub confirm_with_password: &'static str,
    pub unreachable: &'static str,
    pub delivery: &'static str,
    pub recipient: &'static str,
    pub address: &'static str,
    pub pay: Around,
    pub paying: &'static str,
    pub unsure: &'static str,
    pub no_charge: &'static str,
}

pub struct Order {
    pub title: Around,
    pub thanks: &'static str,
    pub placed_at: &'static str,
    pub recipient: &'static str,
    pub address: &'static str,
    pub items: &'static str,
    pub not_found: &'static str,
    pub not_found_lead: &'static str,
    pub sign_in_lead: &'static str,
}

/// What is said of each [`OrderError`].
pub struct OrderErrors {
    pub sign_in_needed: &'static str,
    pub proof_needed: &'static str,
    pub cart_empty: &'static str,
    pub recipient: &'static str,
    pub address: &'static str,
    pub quantity: &'static str,
    pub field: &'static str,
    pub unavailable: &'static str,
}

pub struct Problem {
    pub ours_title: &'static str,
    pub ours: &'static str,
    pub request_title: &'static str,
    pub request: &'static str,
    pub not_found_title: &'static str,
    pub not_found: &'static str,
}

/// The popup's last page, which the server renders without this crate's components.
pub struct Popup {
    pub title: &'static str,
    pub signed_in: &'static str,
    pub go_on: &'static str,
}

impl Shop {
    /// Name and description of a product, by its key.
    pub fn product(&self, id: &str) -> Option<&Product> {
        match id {
            "lantern" => Some(&self.lantern),
            "padlock" => Some(&self.padlock),
            "keyring" => Some(&self.keyring),
            "doorbell" => Some(&self.doorbell),
            _ => None,
        }
    }

    /// Name of a product, or nothing for a key that is none.
    pub fn name(&self, id: &str) -> &'static str {
        self.product(id).map_or("", |product| product.name)
    }
}

impl OrderErrors {
    /// The sentence for `error`. The name in `Field` comes from outside and is never shown.
    pub fn of(&self, error: &OrderError) -> &'static str {
        match error {
            OrderError::SignInNeeded => self.sign_in_needed,
            OrderError::ProofNeeded => self.proof_needed,
            OrderError::CartEmpty => self.cart_empty,
            OrderError::Unavailable => self.unavailable,
            OrderError::Field(name) => match name.as_str() {
                "recipient" => self.recipient,
                "address" => self.address,
                "quantity" => self.quantity,
                _ => self.field,
            },
        }
    }
}
