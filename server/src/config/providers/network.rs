use std::time::Duration;

use reqwest::Certificate;
use url::{Host, Url};

use super::Section;
use crate::provider::is_loopback;

/// How a provider is reached.
#[derive(Clone, Debug)]
pub struct NetworkConfig {
    /// Until there is a connection.
    pub connect_timeout: Duration,
    /// Until the whole answer is there.
    pub timeout: Duration,
    /// What all calls go through.
    pub proxy: Option<Url>,
    /// The authorities that its certificates may come from, instead of the public ones.
    pub authorities: Option<Vec<Certificate>>,
    /// Whether addresses that are not on the public internet may be called.
    pub private: bool,
    /// How long metadata count before they are looked up again.
    pub metadata_ttl: Duration,
    /// How long keys do.
    pub keys_ttl: Duration,
}

impl NetworkConfig {
    /// `home` is where the provider is, as somebody has configured it: one that is itself at a private
    /// address may name others there.
    pub(super) fn read(section: &mut Section<'_>, home: &Url) -> Self {
        Self {
            connect_timeout: section.seconds("connect_timeout", 3, 1, 30),
            timeout: section.seconds("timeout", 10, 1, 20),
            proxy: section.optional("proxy", parse_proxy),
            authorities: section.optional("ca_file", certificates),
            private: section.flag("allow_private_network", is_private(home)),
            metadata_ttl: section.seconds("metadata_ttl", 3600, 10, 86_400),
            keys_ttl: section.seconds("keys_ttl", 3600, 10, 86_400),
        }
    }

    /// For what stands in for a provider on this computer.
    pub(super) fn of_stand_in() -> Self {
        Self {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(10),
            proxy: None,
            authorities: None,
            private: true,
            metadata_ttl: Duration::from_secs(3600),
            keys_ttl: Duration::from_secs(3600),
        }
    }
}

/// Whether the address says by itself that it is not on the public internet.
fn is_private(url: &Url) -> bool {
    is_loopback(url)
        || match url.host() {
            Some(Host::Ipv4(address)) => address.is_private() || address.is_link_local(),
            Some(Host::Ipv6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
            Some(Host::Domain(_)) | None => false,
        }
}

fn parse_proxy(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is an address such as http://proxy.example.com:3128")?;
    let fits = matches!(url.scheme(), "http" | "https") && url.host().is_some() && url.path() == "/";
    if fits { Ok(url) } else { Err("is an http or https address without a path") }
}

fn certificates(path: &str) -> Result<Vec<Certificate>, String> {
    const NONE: &str = "holds no certificate in PEM that can be used";
    let pem = std::fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    let certificates = Certificate::from_pem_bundle(&pem).map_err(|_| NONE)?;
    // What is no certificate is found out when a client is made of it.
    let with_all =
        certificates.iter().cloned().fold(reqwest::Client::builder(), reqwest::ClientBuilder::add_root_certificate);
    if certificates.is_empty() || with_all.build().is_err() { Err(NONE.to_owned()) } else { Ok(certificates) }
}
