use std::net::SocketAddr;

use url::Url;

use crate::provider::is_loopback;

/// Why the demo provider does not start: it lets anybody be anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Other computers could reach it.
    #[error("demo.bind is not a loopback address")]
    Bind,
    /// It would be known under an address that is not this computer's.
    #[error("demo.public_url is not an address of this computer")]
    PublicUrl,
    /// People on other computers would be sent to it.
    #[error("server.public_url is not an address of this computer")]
    RelyingParty,
    /// Its cookies and pages would be those of the application.
    #[error("demo.public_url is the address of the application itself; it needs an origin of its own")]
    SameOrigin,
}

/// Whether the demo provider may listen on `bind`, known as `public_url`, for an application at
/// `relying_party`.
pub fn check(bind: SocketAddr, public_url: &Url, relying_party: &Url) -> Result<(), Refusal> {
    if !bind.ip().is_loopback() {
        Err(Refusal::Bind)
    } else if !is_loopback(public_url) {
        Err(Refusal::PublicUrl)
    } else if !is_loopback(relying_party) {
        Err(Refusal::RelyingParty)
    } else if public_url.origin() == relying_party.origin() {
        Err(Refusal::SameOrigin)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(bind: &str, public_url: &str, relying_party: &str) -> Result<(), Refusal> {
        check(bind.parse().unwrap(), &public_url.parse().unwrap(), &relying_party.parse().unwrap())
    }

    #[test]
    fn on_this_computer_it_starts() {
        assert_eq!(checked("127.0.0.1:3100", "http://localhost:3100", "http://localhost:3000"), Ok(()));
        assert_eq!(checked("[::1]:3100", "http://[::1]:3100", "http://app.localhost:3000"), Ok(()));
        assert_eq!(checked("127.8.9.1:0", "http://127.0.0.1:3100", "http://localhost:3000"), Ok(()));
    }

    #[test]
    fn anywhere_else_it_does_not() {
        let (demo, app) = ("http://localhost:3100", "http://localhost:3000");
        assert_eq!(checked("0.0.0.0:3100", demo, app), Err(Refusal::Bind));
        assert_eq!(checked("[::]:3100", demo, app), Err(Refusal::Bind));
        assert_eq!(checked("192.168.1.2:3100", demo, app), Err(Refusal::Bind));
        assert_eq!(checked("127.0.0.1:3100", "https://id.example.com", app), Err(Refusal::PublicUrl));
        assert_eq!(checked("127.0.0.1:3100", "http://localhost.example.com", app), Err(Refusal::PublicUrl));
        assert_eq!(checked("127.0.0.1:3100", demo, "https://app.example.com"), Err(Refusal::RelyingParty));
        assert_eq!(checked("127.0.0.1:3000", "http://localhost:3000/demo", app), Err(Refusal::SameOrigin));
    }
}
