//! Taking over from another system: its people, and the tokens it has handed out.

pub mod django;
pub mod simplejwt;
