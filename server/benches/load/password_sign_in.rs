use std::net::SocketAddr;

use http::{StatusCode, header};
use serde::Deserialize;
use tokio::task::JoinSet;

use super::{
    client::{Client, expect, post},
    drive::{CONNECTIONS, Workload},
    error::BenchError,
    people::Round,
};

const CREATE: &str = "/api/auth/jwt/create/";

/// What the API hands out.
#[derive(Deserialize)]
pub struct Pair {
    /// The access token.
    pub access: String,
    /// The refresh token.
    pub refresh: String,
}

/// A front end in which one person after the other signs in with a password.
pub struct PasswordSignIn {
    client: Client,
    round: Round,
}

impl PasswordSignIn {
    /// On that many connections, to a Gatepost with that many seeded people.
    pub fn several(connections: usize, address: SocketAddr, people: u32) -> Vec<Self> {
        Round::several(connections, people).map(|round| Self { client: Client::new(address), round }).collect()
    }

    /// As many sessions for every connection, each of somebody else.
    pub async fn sessions(address: SocketAddr, people: u32, each: usize) -> Result<Vec<Vec<Pair>>, BenchError> {
        let mut tasks = JoinSet::new();
        for mut person in Self::several(CONNECTIONS, address, people) {
            tasks.spawn(async move {
                let mut pairs = Vec::with_capacity(each);
                for _ in 0..each {
                    pairs.push(person.sign_in().await?);
                }
                Ok(pairs)
            });
        }
        tasks.join_all().await.into_iter().collect()
    }

    async fn sign_in(&mut self) -> Result<Pair, BenchError> {
        let request = post(CREATE, &[(header::CONTENT_TYPE, "application/json")], self.round.next_credentials())?;
        let answer = expect(self.client.send(request).await?, StatusCode::OK, CREATE)?;
        Ok(serde_json::from_slice(answer.body())?)
    }
}

impl Workload for PasswordSignIn {
    async fn once(&mut self) -> Result<(), BenchError> {
        self.sign_in().await.map(drop)
    }
}
