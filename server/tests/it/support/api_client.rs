use axum::http::Method;
use serde_json::Value;
use url::Url;

use super::{Answer, Site};

/// A program that calls the API with an access token. No browser: no cookies, no Fetch Metadata.
#[derive(Clone)]
pub struct ApiClient {
    client: reqwest::Client,
    base: Url,
    headers: Vec<(String, Vec<u8>)>,
}

impl ApiClient {
    /// With that token; with no credentials at all if it is empty.
    pub fn new(site: &Site, token: &str) -> Self {
        let base = Url::parse(&format!("http://{}", site.address)).unwrap();
        let client = Self { client: site.client.clone(), base, headers: Vec::new() };
        if token.is_empty() { client } else { client.header("authorization", format!("Bearer {token}")) }
    }

    /// With that header as well.
    pub fn header(&self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.as_ref().to_vec()));
        client
    }

    /// With a cart.
    pub fn cart(&self, cart: &str) -> Self {
        self.header("cookie", format!("gatepost-cart={cart}"))
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    /// Posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(("application/json", body.to_string()))).await
    }

    /// Anything else.
    pub async fn call(&self, method: Method, path: &str, body: Option<(&str, String)>) -> Answer {
        let url = self.base.join(path).unwrap();
        let mut call = self.client.request(method, url.clone());
        for (name, value) in &self.headers {
            call = call.header(name, value.as_slice());
        }
        if let Some((kind, body)) = body {
            call = call.header("content-type", kind).body(body);
        }
        Answer::read(url, call.send().await.unwrap()).await
    }
}
