use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{header, request::Parts},
};

use crate::audit::Visitor;

/// Characters of a `User-Agent` that are kept.
const LONGEST_AGENT: usize = 300;

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(of(parts))
    }
}

/// Where a request comes from. Control characters are taken out: the log is read on terminals.
pub(super) fn of(parts: &Parts) -> Visitor {
    let ip = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(String::new, |ConnectInfo(peer)| peer.ip().to_string());
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Visitor { ip, user_agent: agent.chars().filter(|char| !char.is_control()).take(LONGEST_AGENT).collect() }
}
