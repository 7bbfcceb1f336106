//! One module a page.
#![allow(unreachable_pub, reason = "the component macro writes `pub` into what it makes")]

mod account;
mod cart;
mod checkout;
mod home;
mod not_found;
mod order;
mod problem;
mod profile;
mod shop;
mod sign_in;

pub use account::AccountPage;
pub use cart::CartPage;
pub use checkout::{CheckoutPage, forget_draft};
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use order::OrderPage;
pub use problem::ProblemPage;
pub use profile::ProfilePage;
pub use shop::ShopPage;
pub use sign_in::SignInPage;
