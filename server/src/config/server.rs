use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use ipnet::IpNet;
use url::Url;

use super::Reader;
use crate::provider::is_loopback;

/// Where Gatepost listens and what it is called.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Socket.
    pub bind: SocketAddr,
    /// The address that browsers know it by. No path.
    pub public_url: Url,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Origins of front ends that may ask the API.
    pub front_ends: Vec<String>,
    /// A database of where addresses are (`.mmdb`).
    pub places: Option<PathBuf>,
}

impl ServerConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let bind = reader.get("server.bind", SocketAddr::from(([127, 0, 0, 1], 3000)), parse_socket);
        let public_url = reader.optional("server.public_url", parse_origin).unwrap_or_else(|| localhost(3000));
        let trusted_proxies = reader.get("server.trusted_proxies", Vec::new(), parse_networks);
        let front_ends = reader.get("server.front_ends", Vec::new(), parse_origins);
        let places = reader.text("server.places").map(PathBuf::from);
        Self { bind, public_url, trusted_proxies, front_ends, places }
    }

    /// The origin, without a slash: `iss` of our tokens, and what popups report to.
    pub fn origin(&self) -> String {
        self.public_url.origin().ascii_serialization()
    }

    /// Whether browsers reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

pub(super) fn parse_socket(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse().map_err(|_| "is an address and a port, such as 127.0.0.1:3000")
}

/// Addresses and networks, with commas between them.
fn parse_networks(text: &str) -> Result<Vec<IpNet>, &'static str> {
    let parse = |item: &str| item.parse::<IpNet>().or_else(|_| item.parse::<IpAddr>().map(IpNet::from));
    let networks: Result<Vec<_>, _> = text.split(',').map(|item| parse(item.trim())).collect();
    networks.map_err(|_| "is addresses or networks such as 10.0.0.0/8, with commas between them")
}

/// Origins with spaces between them, as browsers write them.
fn parse_origins(text: &str) -> Result<Vec<String>, String> {
    let parse = |origin: &str| parse_origin(origin).map(|url| url.origin().ascii_serialization());
    text.split_whitespace()
        .map(|origin| parse(origin).map_err(|why| format!("holds {origin}, and each {why}")))
        .collect()
}

/// An origin: TLS, or plain http on this very computer.
pub(super) fn parse_origin(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is an address such as https://id.example.com")?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err("is an http or https address");
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
        return Err("is an origin: no path, query or user");
    }
    if !is_fit_for_people(&url) {
        return Err("is https, unless it is on localhost");
    }
    Ok(url)
}

/// TLS, or plain http on this very computer.
pub(super) fn is_fit_for_people(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_loopback(url)
}

#[expect(clippy::expect_used, reason = "a constant")]
pub(super) fn localhost(port: u16) -> Url {
    Url::parse(&format!("http://localhost:{port}")).expect("a constant address parses")
}
