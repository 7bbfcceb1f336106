use std::{collections::VecDeque, net::SocketAddr};

use http::{StatusCode, header};
use serde_json::json;

use super::{
    client::{Client, expect, post},
    drive::Workload,
    error::BenchError,
    password_sign_in::Pair,
};

const REFRESH: &str = "/api/auth/jwt/refresh/";

/// Sessions of an API client, renewed one after the other: each answer's token buys the next.
pub struct ApiRefresh {
    client: Client,
    tokens: VecDeque<String>,
}

impl ApiRefresh {
    /// One connection for each of those lists of sessions.
    pub fn all(address: SocketAddr, sessions: Vec<Vec<Pair>>) -> Vec<Self> {
        let renew = |pairs: Vec<Pair>| Self {
            client: Client::new(address),
            tokens: pairs.into_iter().map(|pair| pair.refresh).collect(),
        };
        sessions.into_iter().map(renew).collect()
    }
}

impl Workload for ApiRefresh {
    async fn once(&mut self) -> Result<(), BenchError> {
        let Some(token) = self.tokens.pop_front() else {
            return Err(BenchError::Lacking { path: REFRESH.to_owned(), what: "a session that is left" });
        };
        let body = json!({ "refresh": token }).to_string();
        let request = post(REFRESH, &[(header::CONTENT_TYPE, "application/json")], body)?;
        let answer = expect(self.client.send(request).await?, StatusCode::OK, REFRESH)?;
        self.tokens.push_back(serde_json::from_slice::<Pair>(answer.body())?.refresh);
        Ok(())
    }
}
