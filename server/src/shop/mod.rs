//! The demo shop's orders: each written exactly once.

mod orders;

pub use orders::{OrderProblem, Orders, OrdersParts};
