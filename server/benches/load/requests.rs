//! What is asked over and over.

use std::net::SocketAddr;

use app::wire::Tokens;
use http::{StatusCode, header};
use http_body_util::Full;
use hyper::{Request, body::Bytes};

use super::{
    client::{Client, expect, get, post, set_cookie},
    drive::{CONNECTIONS, Workload},
    error::BenchError,
    password_sign_in::Pair,
    process::Gatepost,
    sign_in::Browser,
};

const REFRESH: &str = "/api/session/refresh";
const PROFILE: &str = "/api/profile";
const USERS_ME: &str = "/api/auth/users/me/";

/// The same requests over and over, one after the other.
pub struct Repeat {
    client: Client,
    requests: Vec<Request<Full<Bytes>>>,
    next: usize,
}

impl Repeat {
    fn new(address: SocketAddr, requests: Vec<Request<Full<Bytes>>>) -> Self {
        Self { client: Client::new(address), requests, next: 0 }
    }

    /// A path without credentials, on every connection.
    pub fn anonymous(address: SocketAddr, path: &str) -> Result<Vec<Self>, BenchError> {
        (0..CONNECTIONS).map(|_| Ok(Self::new(address, vec![get(path, &[])?]))).collect()
    }

    /// The profile, with an access token of its own on every connection.
    pub async fn profile(gatepost: &Gatepost) -> Result<Vec<Self>, BenchError> {
        let mut repeats = Vec::with_capacity(CONNECTIONS);
        for mut renewal in Renewal::all(gatepost).await? {
            let credentials = format!("Bearer {}", renewal.renew().await?.access_token);
            let request = get(PROFILE, &[(header::AUTHORIZATION, &credentials)])?;
            repeats.push(Self::new(gatepost.app, vec![request]));
        }
        Ok(repeats)
    }

    /// The profile, with one of those access tokens on every connection.
    pub fn bearing(address: SocketAddr, tokens: &[String]) -> Result<Vec<Self>, BenchError> {
        let ask = |token: &String| get(PROFILE, &[(header::AUTHORIZATION, &format!("Bearer {token}"))]);
        tokens.iter().map(|token| Ok(Self::new(address, vec![ask(token)?]))).collect()
    }

    /// Who holds an access token: one connection for each of those lists of sessions.
    pub fn users_me(address: SocketAddr, sessions: &[Vec<Pair>]) -> Result<Vec<Self>, BenchError> {
        let ask = |pair: &Pair| get(USERS_ME, &[(header::AUTHORIZATION, &format!("Bearer {}", pair.access))]);
        sessions.iter().map(|pairs| Ok(Self::new(address, pairs.iter().map(ask).collect::<Result<_, _>>()?))).collect()
    }

    /// The home page, rendered for whoever the connection's cookie says.
    pub async fn home_page(gatepost: &Gatepost) -> Result<Vec<Self>, BenchError> {
        let renewals = Renewal::all(gatepost).await?;
        let request = |renewal: &Renewal| get("/", &[(header::COOKIE, &renewal.cookie), (header::ACCEPT, "text/html")]);
        renewals.iter().map(|renewal| Ok(Self::new(gatepost.app, vec![request(renewal)?]))).collect()
    }
}

impl Workload for Repeat {
    async fn once(&mut self) -> Result<(), BenchError> {
        let request = &self.requests[self.next];
        self.next = (self.next + 1) % self.requests.len();
        let answer = self.client.send(request.clone()).await?;
        expect(answer, StatusCode::OK, request.uri().path()).map(drop)
    }
}

/// A session that is renewed over and over: each answer's cookie buys the next.
pub struct Renewal {
    client: Client,
    origin: String,
    cookie: String,
}

impl Renewal {
    /// One session for each connection, each begun by a sign-in.
    pub async fn all(gatepost: &Gatepost) -> Result<Vec<Self>, BenchError> {
        let mut renewals = Vec::with_capacity(CONNECTIONS);
        for mut browser in Browser::all(gatepost) {
            let cookie = browser.sign_in().await?;
            renewals.push(Self { client: Client::new(gatepost.app), origin: gatepost.origin(), cookie });
        }
        Ok(renewals)
    }

    async fn send(&mut self) -> Result<Bytes, BenchError> {
        let headers = [
            (header::ORIGIN, self.origin.as_str()),
            (header::COOKIE, self.cookie.as_str()),
            (header::CONTENT_TYPE, "application/json"),
        ];
        // The default: every refresh rotates.
        let answer = expect(self.client.send(post(REFRESH, &headers, "{}")?).await?, StatusCode::OK, REFRESH)?;
        let cookie = set_cookie(&answer, "gatepost=").filter(|cookie| *cookie != self.cookie);
        self.cookie = cookie.ok_or_else(|| BenchError::Lacking { path: REFRESH.to_owned(), what: "a new cookie" })?;
        Ok(answer.into_body())
    }

    async fn renew(&mut self) -> Result<Tokens, BenchError> {
        Ok(serde_json::from_slice(&self.send().await?)?)
    }
}

impl Workload for Renewal {
    async fn once(&mut self) -> Result<(), BenchError> {
        self.send().await.map(drop)
    }
}
