use std::error::Error;

use http::{Method, header};
use url::Url;

use super::address_guard::{self, Guard, PrivateAddress};
use crate::config::NetworkConfig;

const LARGEST_ANSWER: usize = 1024 * 1024;

/// A request to a provider.
pub type Request = http::Request<Vec<u8>>;
/// What it answered, whole.
pub type Answer = http::Response<Vec<u8>>;

/// Why a provider gave no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No connection, no answer in time, or a broken one.
    #[error("the provider cannot be reached")]
    Network(#[from] reqwest::Error),
    /// It is where providers have no business to be.
    #[error(transparent)]
    Private(#[from] PrivateAddress),
    /// More than anything a provider has to say.
    #[error("the provider's answer is too large")]
    TooLarge,
    /// Compressed, though nobody asked for that: what it grows to would be anybody's guess.
    #[error("the provider's answer is compressed, and nobody asked for that")]
    Compressed,
    /// An address that makes no request.
    #[error("no request can be made of that")]
    Request(#[from] http::Error),
}

/// Calls to one provider, limited in time, size and reach. It follows no redirects: a provider says
/// where it is in its metadata and nowhere else.
#[derive(Clone)]
pub struct Fetcher {
    client: reqwest::Client,
    private: bool,
}

impl Fetcher {
    /// A client with those limits.
    pub fn new(network: &NetworkConfig) -> Result<Self, FetchError> {
        let mut client = reqwest::Client::builder()
            .connect_timeout(network.connect_timeout)
            .timeout(network.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .user_agent(concat!("Gatepost/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = &network.proxy {
            client = client.proxy(reqwest::Proxy::all(proxy.clone())?);
        } else if !network.private {
            // Through a proxy it is the proxy that resolves names, and its business what they lead to.
            client = client.dns_resolver(std::sync::Arc::new(Guard));
        }
        if let Some(authorities) = &network.authorities {
            client = client.tls_built_in_root_certs(false);
            client = authorities.iter().cloned().fold(client, reqwest::ClientBuilder::add_root_certificate);
        }
        Ok(Self { client: client.build()?, private: network.private })
    }

    /// One request, one answer.
    pub async fn send(&self, request: Request) -> Result<Answer, FetchError> {
        let request: reqwest::Request = request.try_into()?;
        if !self.private {
            address_guard::judge(request.url())?;
        }
        let mut response = self.client.execute(request).await.map_err(classify)?;
        if response.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
            return Err(FetchError::Compressed);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(FetchError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = http::Response::builder().status(response.status());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        Ok(answer.body(body)?)
    }

    /// What is at that address, as JSON or a JWT; with a token, for whom it was issued.
    pub async fn get(&self, url: &Url, bearer: Option<&str>) -> Result<Answer, FetchError> {
        let mut request = http::Request::builder()
            .method(Method::GET)
            .uri(url.as_str())
            .header(header::ACCEPT, "application/json, application/jwt;q=0.9");
        if let Some(token) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(Vec::new())?).await
    }
}

fn classify(error: reqwest::Error) -> FetchError {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(found) = cause {
        if found.is::<PrivateAddress>() {
            return FetchError::Private(PrivateAddress);
        }
        cause = found.source();
    }
    FetchError::Network(error)
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::config::{Config, Sources};

    fn fetcher(private: &str) -> Fetcher {
        let config = Config::read(Sources::from_pairs(&[
            ("providers.x.issuer", "https://id.example"),
            ("providers.x.client_id", "id"),
            ("providers.x.client_secret", "secret"),
            ("providers.x.allow_private_network", private),
        ]));
        let provider = config.unwrap().providers.into_iter().find(|provider| provider.id == "x").unwrap();
        Fetcher::new(&provider.network).unwrap()
    }

    #[tokio::test]
    async fn what_an_issuer_names_is_not_called_at_a_private_address() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let guarded = fetcher("false");
        for host in ["127.0.0.1", "localhost", "127.1", "[::ffff:127.0.0.1]"] {
            let url = Url::parse(&format!("http://{host}:{port}/keys")).unwrap();
            let result = guarded.get(&url, None).await;
            assert!(matches!(result, Err(FetchError::Private(_))), "{host}: {result:?}");
        }
        let accepted = std::future::poll_fn(|context| std::task::Poll::Ready(listener.poll_accept(context).is_ready()));
        assert!(!accepted.await, "nobody has called");
        let url = Url::parse(&format!("http://localhost:{port}/keys")).unwrap();
        let open = fetcher("true");
        tokio::select! {
            _ = open.get(&url, None) => panic!("nobody answers there"),
            called = listener.accept() => assert!(called.is_ok(), "where it is allowed, it is called"),
        }
    }
}
