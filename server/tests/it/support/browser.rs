use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::http::Method;
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Kind, Person, Popup, Request, Site, jar::Jar};

/// The cookies that a refresh token may be in, on a plain-http loopback origin. A sign-in over a
/// session takes the other one.
pub const SESSIONS: [&str; 2] = ["gatepost", "gatepost-2"];
/// The one that a first sign-in takes.
pub const SESSION: &str = SESSIONS[0];

/// A person's browser: keeps cookies, says where requests come from, follows no redirect unasked.
/// A clone is another tab.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    home: Url,
    /// Where connections to Gatepost end up: at one replica or another.
    door: SocketAddr,
    jar: Arc<Mutex<Jar>>,
    language: Option<&'static str>,
}

impl Browser {
    /// A browser that has never been there.
    pub fn new(site: &Site) -> Self {
        Self {
            client: site.client.clone(),
            home: site.url.clone(),
            door: site.address,
            jar: Arc::default(),
            language: None,
        }
    }

    /// The same browser, whose connections end up at that replica.
    pub fn through(&self, replica: &Site) -> Self {
        Self { door: replica.address, ..self.clone() }
    }

    /// The same browser, set to that language.
    pub fn speaking(&self, language: &'static str) -> Self {
        Self { language: Some(language), ..self.clone() }
    }

    /// The address in the bar is typed in.
    pub async fn visit(&self, path: &str) -> Answer {
        self.navigate(&self.at(path), None).await
    }

    /// A link of our own page is clicked.
    pub async fn click(&self, path: &str) -> Answer {
        self.navigate(&self.at(path), Some(&self.home)).await
    }

    /// The tab goes to an address, sent there by a page or by nobody.
    pub async fn navigate(&self, url: &Url, from: Option<&Url>) -> Answer {
        self.send(Request::new(Method::GET, url.clone(), Kind::Navigation, from.cloned())).await
    }

    /// A form of our own page is sent, without script, from the page at `page`.
    pub async fn submit(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let from = Some(self.at(page));
        self.send(Request::new(Method::POST, self.at(path), Kind::Navigation, from).form(fields)).await
    }

    /// A request that a script of our own page makes.
    pub fn script(&self, method: Method, path: &str) -> Request {
        Request::new(method, self.at(path), Kind::Fetch, Some(self.home.clone()))
    }

    /// A script of our own page posts JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.script(Method::POST, path).body("application/json", body.to_string())).await
    }

    /// Renews the session; the refresh token is replaced on every use.
    pub async fn refresh(&self) -> Answer {
        self.post("/api/session/refresh", &json!({})).await
    }

    /// Renews the session as a tab does: at most one replacement a window.
    pub async fn refresh_settled(&self) -> Answer {
        self.post("/api/session/refresh", &json!({ "rotation": "settled" })).await
    }

    /// Renews the session with the answer lost on its way: its cookie is never kept.
    pub async fn refresh_and_lose_the_answer(&self) -> Answer {
        let request = self.script(Method::POST, "/api/session/refresh").body("application/json", "{}");
        let before = self.jar.lock().unwrap().clone();
        let answer = self.send(request).await;
        *self.jar.lock().unwrap() = before;
        answer
    }

    /// An access token of this browser's session.
    pub async fn access_token(&self) -> String {
        self.refresh().await.ok().json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Ends the session, as the page's script does.
    pub async fn sign_out(&self) -> Answer {
        self.send(self.script(Method::DELETE, "/api/session")).await
    }

    /// What `GET /api/session` says of who is here.
    pub async fn session(&self) -> Value {
        self.send(self.script(Method::GET, "/api/session")).await.ok().json()["user"].clone()
    }

    /// Signs in as a full page, and comes back signed in.
    pub async fn sign_in(&self, provider: &str, person: &Person) -> Answer {
        let answer = self.try_sign_in(provider, person).await;
        assert!(answer.session_cookie().is_some(), "not signed in: {} {answer:?}", answer.text());
        answer
    }

    /// Signs in as a full page, whatever comes of it.
    pub async fn try_sign_in(&self, provider: &str, person: &Person) -> Answer {
        let authorize = self.begin(&format!("/auth/{provider}/start?return_to=/profile")).await;
        let callback = self.prove(&authorize, person).await;
        self.arrive(&callback).await
    }

    /// Opens a popup for a sign-in.
    pub async fn start_popup(&self, provider: &str) -> Popup {
        Popup::open(self, provider, "").await
    }

    /// The refresh token that the browser keeps.
    pub fn refresh_token(&self) -> String {
        self.session_cookie().expect("not signed in")
    }

    /// Whether it keeps one.
    pub fn has_session_cookie(&self) -> bool {
        self.session_cookie().is_some()
    }

    fn session_cookie(&self) -> Option<String> {
        let jar = self.jar.lock().unwrap();
        SESSIONS.iter().find_map(|name| jar.get(&self.home, name))
    }

    /// An answer that was on its way arrives, whatever has happened meanwhile.
    pub fn receive(&self, late: &Answer) {
        self.jar.lock().unwrap().keep(late);
    }

    /// The names of the cookies of Gatepost that it keeps.
    pub fn cookie_names(&self) -> Vec<String> {
        self.jar.lock().unwrap().names(&self.home)
    }

    /// The value of a cookie of Gatepost's.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.lock().unwrap().get(&self.home, name)
    }

    /// Puts a cookie in, as a thief would, or time.
    pub fn plant(&self, name: &str, value: &str) {
        self.jar.lock().unwrap().put(&self.home, name, value);
    }

    /// Takes a cookie out.
    pub fn lose(&self, name: &str) {
        self.jar.lock().unwrap().remove(&self.home, name);
    }

    /// An address of Gatepost.
    pub fn at(&self, path: &str) -> Url {
        self.home.join(path).unwrap()
    }

    /// Sends a request as a browser sends it, and keeps the cookies of the answer.
    pub async fn send(&self, request: Request) -> Answer {
        let cookies = self.jar.lock().unwrap().header(&request.url, request.relation(), request.is_top_level_get());
        let mut call = self.client.request(request.method.clone(), self.connect(&request.url));
        for (name, value) in request.own_headers() {
            call = call.header(name, value);
        }
        if !cookies.is_empty() {
            call = call.header("cookie", cookies);
        }
        if let Some(language) = self.language {
            call = call.header("accept-language", language);
        }
        for (name, value) in &request.headers {
            call = call.header(name.as_str(), value.as_slice());
        }
        let answer = Answer::read(request.url, call.body(request.body).send().await.unwrap()).await;
        self.jar.lock().unwrap().keep(&answer);
        answer
    }

    /// The same address by the number of the door it leads to.
    fn connect(&self, url: &Url) -> Url {
        let mut url = url.clone();
        if url.origin() == self.home.origin() {
            url.set_ip_host(self.door.ip()).unwrap();
            url.set_port(Some(self.door.port())).unwrap();
        }
        url
    }
}
