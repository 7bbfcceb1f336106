use std::net::{IpAddr, Ipv6Addr};

use app::words::Language;

use crate::{audit::Visitor, digest};

/// Who asks for something, before it is known who they are.
#[derive(Clone, Debug)]
pub struct Asker {
    /// From where, with what.
    pub visitor: Visitor,
    /// What the browser shows to be known again: a cookie's secret.
    pub device: Option<String>,
    /// The language they read.
    pub language: Language,
}

impl Asker {
    /// What limits count as one: an IPv4 address, or an IPv6 network of 64 bits, which one
    /// household has to itself.
    pub fn network(&self) -> String {
        match self.visitor.ip.parse() {
            Ok(IpAddr::V6(address)) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
            _ => self.visitor.ip.clone(),
        }
    }

    /// Hash of the cookie's secret, if the browser has one.
    pub fn cookie_device(&self) -> Option<String> {
        self.device.as_deref().map(digest::sha256)
    }

    /// Hash of what is known without a cookie: this kind of browser in this network.
    pub fn plain_device(&self) -> String {
        digest::sha256(&format!("{}\n{}", self.network(), self.visitor.user_agent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(ip: &str) -> Asker {
        let visitor = Visitor { ip: ip.to_owned(), user_agent: "x".to_owned() };
        Asker { visitor, device: None, language: Language::En }
    }

    #[test]
    fn an_ipv6_household_is_counted_as_one() {
        assert_eq!(asker("2001:db8:1:2:3:4:5:6").network(), asker("2001:db8:1:2::9").network());
        assert_ne!(asker("2001:db8:1:2::9").network(), asker("2001:db8:1:3::9").network());
        assert_ne!(asker("192.0.2.1").network(), asker("192.0.2.2").network());
        assert_eq!(asker("").network(), "");
    }
}
