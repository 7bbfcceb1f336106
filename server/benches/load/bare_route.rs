//! The yardstick of requests: axum alone, answering what `/api/profile` answers.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, Command, Stdio},
};

use axum::{Json, Router, routing::get};
use serde_json::json;
use tokio::net::TcpListener;

use super::error::BenchError;

/// The argument that makes this program the bare route's server.
pub const ARGUMENT: &str = "bare-route";

/// The bare route's server: a process of its own, as Gatepost is.
pub struct BareRoute {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl BareRoute {
    /// Starts it and waits until it listens.
    pub fn start() -> Result<Self, BenchError> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(ARGUMENT)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line.trim().parse().map_err(std::io::Error::other)?;
        Ok(Self { child, address })
    }
}

impl Drop for BareRoute {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves the bare route until standard input ends, which it does with the parent.
pub async fn serve() -> Result<(), BenchError> {
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await?;
    println!("{}", listener.local_addr()?);
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    let router = Router::new().route("/", get(async || Json(json!({ "email": "load-00@example.com" }))));
    Ok(axum::serve(listener, router).await?)
}
