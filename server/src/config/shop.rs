use std::time::Duration;

use super::Reader;

/// The demo shop.
#[derive(Debug, Clone, Copy)]
pub struct ShopConfig {
    /// How old the last proof of identity may be when an order is paid.
    pub max_auth_age: Duration,
}

impl ShopConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self { max_auth_age: reader.seconds("shop.max_auth_age", Duration::from_secs(900), 1, 86_400) }
    }
}
