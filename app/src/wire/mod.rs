//! What travels between browser and server: one definition, compiled into both.

mod boot;
mod notice;
mod person;
mod popup;
mod provider;
mod session;
mod shop;

pub use boot::{Boot, Problem};
pub use notice::{Notice, Tone};
pub use person::Person;
pub use popup::{PopupOutcome, PopupReport, STORAGE_KEY_PREFIX, channel_name};
pub use provider::{PASSWORD, ProviderLink, StartMode, sign_in_path, start_path};
pub use session::{ApiProblem, HandoffRequest, RefreshRequest, Rotation, SessionStatus, Tokens};
pub use shop::{Cart, CartLine, Order, OrderRequest, Product, Quantity, product, products};
