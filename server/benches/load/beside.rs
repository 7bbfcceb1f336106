//! Servers of the load's own: processes of their own, as Gatepost is.

use std::{
    io::{BufRead, BufReader, Read},
    net::{Ipv4Addr, SocketAddr},
    process::{Child, Command, Stdio},
};

use axum::Router;
use tokio::net::TcpListener;

use super::error::BenchError;

/// This very program, serving.
pub struct Beside {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Beside {
    /// Starts it with those arguments and waits until it listens.
    pub fn start(arguments: &[&str]) -> Result<Self, BenchError> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(arguments)
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

impl Drop for Beside {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves what `router` makes of the address, until standard input ends, which it does with the parent.
pub async fn serve(router: impl FnOnce(SocketAddr) -> Result<Router, BenchError>) -> Result<(), BenchError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let router = router(address)?;
    println!("{address}");
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    Ok(axum::serve(listener, router).await?)
}
