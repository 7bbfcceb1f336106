use axum::http::Method;
use serde_json::Value;
use url::Url;

use super::{Answer, Site};

/// A program that calls the API with an access token. No browser: no cookies, no Fetch Metadata.
#[derive(Clone)]
pub struct ApiClient {
    client: reqwest::Client,
    base: Url,
    authorization: Vec<Vec<u8>>,
    cart: Option<String>,
}

impl ApiClient {
    /// With that token; with no credentials at all if it is empty.
    pub fn new(site: &Site, token: &str) -> Self {
        let authorization = if token.is_empty() { Vec::new() } else { vec![format!("Bearer {token}").into_bytes()] };
        let base = Url::parse(&format!("http://{}", site.address)).unwrap();
        Self { client: site.client.clone(), base, authorization, cart: None }
    }

    /// With those `Authorization` headers instead.
    pub fn authorization(&self, values: &[&[u8]]) -> Self {
        Self { authorization: values.iter().map(|value| value.to_vec()).collect(), ..self.clone() }
    }

    /// With a cart.
    pub fn cart(&self, cart: &str) -> Self {
        Self { cart: Some(format!("gatepost-cart={cart}")), ..self.clone() }
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
        for value in &self.authorization {
            call = call.header("authorization", value.as_slice());
        }
        if let Some(cart) = &self.cart {
            call = call.header("cookie", cart);
        }
        if let Some((kind, body)) = body {
            call = call.header("content-type", kind).body(body);
        }
        Answer::read(url, call.send().await.unwrap()).await
    }
}
