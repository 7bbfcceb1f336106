//! The connections of a listener: taken, bounded in number and limits, finished at the end.
//! HTTP/1.1 alone: what speaks HTTP/2 is the proxy that ends TLS.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;

/// After a failed `accept`: most often there are no file handles left, and some are about to be.
const BREATH: Duration = Duration::from_secs(1);

/// How much of a server its clients may take up.
#[derive(Clone, Copy, Debug)]
pub struct ClientLimits {
    /// For the head of a request, and for the next request on an open connection. Proxies keep
    /// theirs open for up to a minute: hanging up first would cost them a request.
    pub head: Duration,
    /// For a client that takes in nothing of what it was sent.
    pub silence: Duration,
    /// Connections at once. Further ones wait in the kernel's queue.
    pub connections: usize,
}

/// Handles that are not for clients: the database, calls to providers, log and standard streams.
const OTHER_HANDLES: u64 = 200;
/// More connections than that are no person's.
const MOST_CONNECTIONS: u64 = 10_000;

impl ClientLimits {
    /// As many connections to each of `listeners` as this process may have files open. The limit is
    /// raised as far as it goes without asking anybody.
    pub fn of_this_process(listeners: u64) -> Self {
        let handles = rlimit::increase_nofile_limit(MOST_CONNECTIONS * listeners + OTHER_HANDLES).unwrap_or(1024);
        let connections = handles.saturating_sub(OTHER_HANDLES).max(OTHER_HANDLES) / listeners.max(1);
        Self { connections: usize::try_from(connections.min(MOST_CONNECTIONS)).unwrap_or(1), ..Self::default() }
    }
}

impl Default for ClientLimits {
    fn default() -> Self {
        Self { head: Duration::from_secs(75), silence: Duration::from_secs(60), connections: 10_000 }
    }
}

/// Serves until `stopped`; then takes no more connections and finishes the requests under way.
pub async fn serve(listener: TcpListener, router: Router, limits: ClientLimits, stopped: impl Future<Output = ()>) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let places = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    let mut stopped = pin!(stopped);
    loop {
        // The semaphore is never closed.
        let next = async { (Arc::clone(&places).acquire_owned().await, accept(&listener).await) };
        let (place, (stream, peer)) = tokio::select! {
            next = next => next,
            () = &mut stopped => break,
        };
        // Answers are written whole: waiting for more to send only delays them.
        let _ = stream.set_nodelay(true);
        let _ = SockRef::from(&stream).set_tcp_user_timeout(Some(limits.silence));
        let router = router.clone();
        let service = service_fn(move |request| answer(router.clone(), peer, request));
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // How a connection ends is its client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    graceful.shutdown().await;
}

async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a connection could not be taken: {error}");
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

async fn answer(router: Router, peer: SocketAddr, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        sync::oneshot,
        task::JoinHandle,
    };

    use super::*;

    const HALF_A_HEAD: &[u8] = b"GET / HTTP/1.1\r\nhost: loc";
    const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

    struct Server {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        task: JoinHandle<()>,
    }

    async fn start(router: Router, limits: ClientLimits) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            serve(listener, router, limits, stopped).await;
        });
        Server { address, stop, task }
    }

    fn who() -> Router {
        Router::new().route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
    }

    async fn send(address: SocketAddr, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn a_handler_knows_its_client() {
        let server = start(who(), ClientLimits::default()).await;
        let stream = send(server.address, WHOLE).await;
        let peer = stream.local_addr().unwrap().to_string();
        assert!(rest(stream).await.ends_with(&peer));
    }

    #[tokio::test]
    async fn whoever_takes_too_long_over_a_head_is_hung_up_on() {
        let limits = ClientLimits { head: Duration::from_millis(20), ..ClientLimits::default() };
        let server = start(who(), limits).await;
        assert!(!rest(send(server.address, HALF_A_HEAD).await).await.contains("200 OK"));
        assert_eq!(rest(send(server.address, b"").await).await, "");
    }

    #[tokio::test]
    async fn slow_clients_keep_nobody_waiting() {
        let server = start(who(), ClientLimits::default()).await;
        let mut slow = Vec::new();
        for _ in 0..200 {
            slow.push(send(server.address, HALF_A_HEAD).await);
        }
        assert!(rest(send(server.address, WHOLE).await).await.contains("200 OK"));
    }

    #[tokio::test]
    async fn a_client_too_many_is_served_when_another_has_gone() {
        let server = start(who(), ClientLimits { connections: 1, ..ClientLimits::default() }).await;
        let first = send(server.address, HALF_A_HEAD).await;
        let second = tokio::spawn(rest(send(server.address, WHOLE).await));
        drop(first);
        assert!(second.await.unwrap().contains("200 OK"));
    }

    #[tokio::test]
    async fn a_request_under_way_is_finished() {
        let (begun, mut beginning) = tokio::sync::mpsc::channel(1);
        let (finish, finished) = tokio::sync::watch::channel(false);
        let slow = async move || {
            begun.send(()).await.unwrap();
            finished.clone().wait_for(|finished| *finished).await.unwrap();
            "finished"
        };
        let server = start(Router::new().route("/", get(slow)), ClientLimits::default()).await;
        let answer = tokio::spawn(rest(send(server.address, WHOLE).await));
        beginning.recv().await.unwrap();
        server.stop.send(()).unwrap();
        finish.send_replace(true);
        assert!(answer.await.unwrap().ends_with("finished"));
        server.task.await.unwrap();
        assert!(TcpStream::connect(server.address).await.is_err());
    }
}
