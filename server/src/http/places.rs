//! Where in the world an address is, by a database that the operator brings.

use std::{net::IpAddr, path::Path};

pub use maxminddb::MaxMindDbError as PlacesError;
use maxminddb::{Reader, geoip2};

/// Places of addresses; of none, without a database.
#[derive(Default)]
pub struct Places(Option<Reader<Vec<u8>>>);

impl Places {
    /// From a `.mmdb` file of cities or countries.
    pub fn open(path: &Path) -> Result<Self, PlacesError> {
        Ok(Self(Some(Reader::open_readfile(path)?)))
    }

    /// `Berlin, DE`, as far as it is known.
    pub(super) fn of(&self, ip: &str) -> Option<String> {
        let found = self.0.as_ref()?.lookup(ip.parse::<IpAddr>().ok()?).ok()?;
        let city: geoip2::City<'_> = found.decode().ok()??;
        let name = city.city.names.english;
        let words: Vec<&str> = [name, city.country.iso_code].into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}
