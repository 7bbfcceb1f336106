use axum::http::StatusCode;
use serde_json::Value;

use super::client::{Front, PASSWORD, join, member, post, register};
use crate::support::{Answer, Person, Site};

/// Whoever asks, signed in: may have an account of their own.
pub const ASKER: &str = "asking@example.com";
/// One address of each kind, all of one length.
pub const KINDS: [&str; 5] = [MEMBER, NO_ONE, BANNED, FEDERATED, WAITING];
/// Has an account with a password.
pub const MEMBER: &str = "member@example.com";
/// Has none.
pub const NO_ONE: &str = "no-one@example.com";
/// Has one that may not sign in any more.
pub const BANNED: &str = "banned@example.com";
/// Signs in with a provider.
pub const FEDERATED: &str = "google@example.com";
/// Has registered, and not activated.
pub const WAITING: &str = "waiter@example.com";

/// A site with somebody of each kind, and somebody who is signed in and asks.
pub async fn populated(site: &Site) -> Front {
    join(site, MEMBER, PASSWORD).await;
    let banned = join(site, BANNED, PASSWORD).await;
    site.store.write().await.unwrap().accounts().set_active(&banned, false).await.unwrap();
    site.browser().sign_in("google", &Person::new("g-1", "Fed Erated", FEDERATED)).await;
    register(site, WAITING, PASSWORD).await.expect(StatusCode::CREATED);
    member(site, ASKER, PASSWORD).await
}

/// All that an answer tells about an address: what is different for every request is taken out.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: String,
}

impl Told {
    /// By that answer to a question about that address.
    pub fn by(answer: &Answer, address: &str) -> Self {
        let mut headers: Vec<_> = answer
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .filter(|(name, _)| name != "date")
            .collect();
        headers.sort();
        let id = match serde_json::from_slice(&answer.body) {
            Ok(Value::Object(body)) => body.get("id").and_then(Value::as_str).unwrap_or("-").to_owned(),
            _ => "-".to_owned(),
        };
        let body = answer.text().replace(&id, "ID").replace(address, "ADDRESS");
        Self { status: answer.status, headers, body }
    }
}

/// Rows that were made at this moment: mails, their tokens, registrations and audit events.
pub async fn rows_made_now(site: &Site) -> [i64; 4] {
    let now = site.now().millis();
    let count = async |table: &str, column: &str| site.database.count(&format!("{table} where {column} = {now}")).await;
    [
        count("outbox", "created_at").await,
        count("mail_tokens", "created_at").await,
        count("registrations", "created_at").await,
        count("audit_events", "at").await,
    ]
}

/// What is told, and written, when somebody posts what `body` makes of each kind's address.
pub async fn asked_of_each(
    site: &Site,
    asker: Option<&Front>,
    path: &str,
    body: impl Fn(&str) -> Value,
) -> Vec<(Told, [i64; 4])> {
    let mut all = Vec::new();
    for address in KINDS {
        site.wait(1);
        let answer = match asker {
            Some(front) => front.post(path, &body(address)).await,
            None => post(site, path, &body(address)).await,
        };
        all.push((Told::by(&answer, address), rows_made_now(site).await));
    }
    all
}
