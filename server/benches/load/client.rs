use std::{net::SocketAddr, pin::Pin};

use http::{Method, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    Request, Response,
    body::Bytes,
    client::conn::http1::{self, SendRequest},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::error::BenchError;

/// One keep-alive connection that asks one thing at a time, opened when first used and again
/// after it broke. It does as little as it can: it shares the processors with what it measures.
pub struct Client {
    address: SocketAddr,
    connection: Option<Connection>,
}

struct Connection {
    sender: SendRequest<Full<Bytes>>,
    driver: Pin<Box<http1::Connection<TokioIo<TcpStream>, Full<Bytes>>>>,
}

/// An answer with all of its body.
pub type Answer = Response<Bytes>;

impl Client {
    /// To that socket. Nothing is opened yet.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, connection: None }
    }

    /// Sends a request and waits for the whole answer.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, BenchError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.address).await?,
        };
        let answer = connection.send(request).await?;
        // Only a connection that has just served is kept.
        self.connection = Some(connection);
        Ok(answer)
    }
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self, BenchError> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, driver) = http1::handshake(TokioIo::new(stream)).await?;
        Ok(Self { sender, driver: Box::pin(driver) })
    }

    /// Request and connection are driven by one task: waking another would cost the generator more
    /// than the request does.
    async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer, hyper::Error> {
        let Self { sender, driver } = self;
        let exchange = async {
            sender.ready().await?;
            let (parts, body) = sender.send_request(request).await?.into_parts();
            Ok(Response::from_parts(parts, body.collect().await?.to_bytes()))
        };
        let mut exchange = std::pin::pin!(exchange);
        tokio::select! {
            biased;
            answer = &mut exchange => answer,
            // A connection that is over has delivered what it had.
            ended = driver => match ended {
                Ok(()) => exchange.await,
                Err(error) => Err(error),
            },
        }
    }
}

/// A `GET` with those headers.
pub fn get(path: &str, headers: &[(header::HeaderName, &str)]) -> Result<Request<Full<Bytes>>, BenchError> {
    request(Method::GET, path, headers, Bytes::new())
}

/// A `POST` with those headers and that body.
pub fn post(
    path: &str,
    headers: &[(header::HeaderName, &str)],
    body: impl Into<Bytes>,
) -> Result<Request<Full<Bytes>>, BenchError> {
    request(Method::POST, path, headers, body.into())
}

fn request(
    method: Method,
    path: &str,
    headers: &[(header::HeaderName, &str)],
    body: Bytes,
) -> Result<Request<Full<Bytes>>, BenchError> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    Ok(request.body(Full::new(body))?)
}

/// The answer if it has that status, else an error that shows it.
pub fn expect(answer: Answer, wanted: StatusCode, path: &str) -> Result<Answer, BenchError> {
    if answer.status() == wanted {
        return Ok(answer);
    }
    let body = String::from_utf8_lossy(answer.body()).chars().take(300).collect();
    Err(BenchError::Answer { path: path.to_owned(), status: answer.status().as_u16(), body })
}

/// The value of the last cookie with that prefix that the answer sets, with its name in front.
pub fn set_cookie(answer: &Answer, prefix: &str) -> Option<String> {
    answer
        .headers()
        .get_all(header::SET_COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok()?.split(';').next())
        .rfind(|pair| pair.starts_with(prefix) && !pair.ends_with('='))
        .map(str::to_owned)
}
