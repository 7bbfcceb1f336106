use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use ipnet::IpNet;

use super::state::App;
use crate::audit::Visitor;

/// Characters of a `User-Agent` that are kept.
const LONGEST_AGENT: usize = 300;

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(of(app, parts))
    }
}

/// Where a request comes from. Control characters are taken out: the log is read on terminals.
pub(super) fn of(app: &App, parts: &Parts) -> Visitor {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let ip = peer.map(|peer| behind_proxies(peer, &parts.headers, &app.server.trusted_proxies));
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Visitor {
        ip: ip.map_or_else(String::new, |ip| ip.to_string()),
        user_agent: agent.chars().filter(|char| !char.is_control()).take(LONGEST_AGENT).collect(),
    }
}

/// The last address of the chain that none of our own proxies has: what stands before it anybody may
/// have written.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let mut known = peer;
    let values: Vec<_> = headers.get_all("x-forwarded-for").into_iter().collect();
    let named = values.iter().rev().filter_map(|value| value.to_str().ok()).flat_map(|value| value.rsplit(','));
    for name in named {
        if !is_trusted(known) {
            break;
        }
        let Some(address) = parse(name.trim()) else { break };
        known = address;
    }
    known
}

/// An address, with or without a port.
fn parse(name: &str) -> Option<IpAddr> {
    let bare = name.strip_prefix('[').and_then(|name| name.split(']').next()).unwrap_or(name);
    let address = bare.parse().ok().or_else(|| name.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&'static str], trusted: &str) -> String {
        let headers = forwarded
            .iter()
            .map(|value| (header::HeaderName::from_static("x-forwarded-for"), header::HeaderValue::from_static(value)))
            .collect();
        let trusted: Vec<IpNet> = trusted.split_whitespace().map(|network| network.parse().unwrap()).collect();
        behind_proxies(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        assert_eq!(from("192.0.2.1", &["198.51.100.7"], ""), "192.0.2.1");
        assert_eq!(from("10.0.0.1", &["198.51.100.7"], "10.0.0.0/8"), "198.51.100.7");
        assert_eq!(
            from("10.0.0.1", &["203.0.113.9, 198.51.100.7"], "10.0.0.0/8"),
            "198.51.100.7",
            "the rest is anybody's"
        );
        assert_eq!(from("10.0.0.1", &["203.0.113.9", "198.51.100.7, 10.0.0.2"], "10.0.0.0/8"), "198.51.100.7");
        assert_eq!(from("10.0.0.1", &["rubbish"], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &[], "10.0.0.0/8"), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &["198.51.100.7:1234"], "10.0.0.0/8"), "198.51.100.7");
        assert_eq!(from("10.0.0.1", &["[2001:db8::1]:99"], "10.0.0.0/8"), "2001:db8::1");
        assert_eq!(from("10.0.0.1", &["::ffff:198.51.100.7"], "10.0.0.0/8"), "198.51.100.7");
    }
}
