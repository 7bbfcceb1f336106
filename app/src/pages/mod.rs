//! One module a page.

mod cart;
mod checkout;
mod home;
mod not_found;
mod order;
mod problem;
mod profile;
mod shop;
mod sign_in;

pub use cart::CartPage;
pub use checkout::CheckoutPage;
pub use home::HomePage;
pub use not_found::NotFoundPage;
pub use order::OrderPage;
pub use problem::ProblemPage;
pub use profile::ProfilePage;
pub use shop::ShopPage;
pub use sign_in::SignInPage;
