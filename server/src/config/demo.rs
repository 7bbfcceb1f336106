use std::net::SocketAddr;

use url::Url;

use super::{
    Reader, ServerConfig,
    server::{localhost, parse_origin, parse_socket},
};
use crate::provider::is_loopback;

/// The demo provider.
#[derive(Debug, Clone)]
pub struct DemoConfig {
    /// Socket: loopback only.
    pub bind: SocketAddr,
    /// Its own origin, as browsers know it.
    pub public_url: Url,
}

impl DemoConfig {
    /// On while everything is on this computer, unless `demo.enabled` says no: it stands in for each
    /// of the three providers that is not configured. Never beside a setting for other computers.
    pub(super) fn read(reader: &mut Reader, server: &ServerConfig, nothing_real: bool) -> Option<Self> {
        let bind = reader.get("demo.bind", SocketAddr::from(([127, 0, 0, 1], 3100)), |text| match parse_socket(text) {
            Ok(socket) if !socket.ip().is_loopback() => {
                Err("is a loopback address: anybody may sign in there as anybody")
            }
            other => other,
        });
        let public_url = reader
            .optional("demo.public_url", |text| match parse_origin(text) {
                Ok(url) if !is_loopback(&url) => Err("is on localhost: anybody may sign in there as anybody"),
                other => other,
            })
            .unwrap_or_else(|| localhost(3100));
        let production = !is_loopback(&server.public_url) || !server.bind.ip().is_loopback();
        let asked = reader.flag("demo.enabled");
        if production && asked == Some(true) {
            reader.mistake("demo.enabled", "cannot be true: server.bind or server.public_url is not on this computer");
        }
        let enabled = asked.unwrap_or(!production);
        if !enabled && nothing_real {
            reader.mistake("providers", "is empty and the demo provider is off: nobody could sign in");
        }
        if enabled && public_url.origin() == server.public_url.origin() {
            reader.mistake("demo.public_url", "is that of the application: it needs an origin of its own");
        }
        (enabled && !production).then_some(Self { bind, public_url })
    }
}
