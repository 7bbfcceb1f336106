//! What the tests stand on: databases of both engines, a clock that is set by hand, Gatepost and
//! the demo provider on real sockets, and the actors who use them.

use std::{future::Future, time::Duration};

mod answer;
mod api_client;
mod browser;
mod clock;
mod database;
mod elsewhere;
mod issuer;
mod jar;
mod join_page;
mod journey;
mod mailbox;
mod password_page;
mod peer;
mod popup;
mod race;
mod request;
mod serving;
mod site;
mod stub_provider;
mod tls_door;
mod token;
mod upstream;

pub use answer::Answer;
pub use api_client::ApiClient;
pub use browser::{Browser, SESSION, SESSIONS};
pub use clock::ManualClock;
pub use database::{Database, Engine};
pub use elsewhere::{Elsewhere, Means};
pub use issuer::Issuer;
pub use join_page::JoinPage;
pub use journey::Person;
pub use mailbox::{Mail, Mailbox};
pub use peer::Peer;
pub use popup::{Popup, PopupPage};
pub use race::at_once;
pub use request::{Kind, Request};
pub use site::Site;
pub use stub_provider::{Asked, Reply, StubProvider, at_hash, callback};
pub use tls_door::TlsDoor;
pub use token::{Forger, claims, header, signed_with_secret};
pub use upstream::{CLIENT, Renewals, Upstream};

/// Makes of each function of that name two tests: one on SQLite, one on PostgreSQL.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use crate::support::{Engine, in_time};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                in_time(super::$test(Engine::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                in_time(super::$test(Engine::Postgres)).await;
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// A test that hangs fails, under its own name.
pub async fn in_time(test: impl Future<Output = ()>) {
    const ENOUGH: Duration = Duration::from_secs(120);
    tokio::time::timeout(ENOUGH, test).await.expect("the test hangs");
}
