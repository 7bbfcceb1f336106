//! `/auth/{provider}/start` and `/auth/{provider}/callback`: signing in with others.

mod accounts;
mod admission;
mod asking;
mod callback;
mod client_keys;
mod configured;
mod faults;
mod guards;
mod hostile_keys;
mod outages;
mod page;
mod parallel;
mod popup;
mod presets;
mod reach;
mod return_to;
mod start;

use app::wire::Notice;
use server::store::AuditFilter;
use url::Url;

use crate::support::{Answer, Site};

/// The three that are there with nothing configured.
const PROVIDERS: [&str; 3] = ["okta", "google", "facebook"];

/// Where the answers of the demo provider's stand-ins are exchanged for tokens.
const OKTA_TOKEN: &str = "POST /oauth2/default/v1/token";
const GOOGLE_TOKEN: &str = "POST /google/token";

/// Nobody is signed in by that answer: it leads to the sign-in page with that outcome, and the
/// audit log knows the cause under the code that the person was told. The cause.
async fn refused(site: &Site, answer: &Answer, expected: Notice) -> String {
    assert_eq!(answer.location().path(), "/sign-in", "{answer:?}");
    assert_eq!(answer.location().origin(), site.url.origin());
    let (notice, code) = answer.notice();
    let cause = cause(site, code.as_deref()).await;
    assert_eq!(notice, expected, "{cause}");
    assert_eq!(answer.session_cookie(), None, "nobody is signed in, nobody is signed out");
    assert_ne!(cause, "");
    cause
}

/// What the audit log says of the failed sign-in with that support code.
async fn cause(site: &Site, support_code: Option<&str>) -> String {
    let events = site.store.read().await.unwrap().audit_events().search(&AuditFilter::latest(1000)).await.unwrap();
    let event = events.into_iter().find(|event| event.support_code.as_deref() == support_code).unwrap();
    assert_eq!((&*event.kind, &*event.outcome), ("sign_in", "failed"));
    event.detail
}

/// The address with that parameter set to that value, or taken out.
fn with(url: &Url, name: &str, value: Option<&str>) -> Url {
    let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(found, _)| found != name).collect();
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(value.map(|value| (name, value)));
    url
}

/// The value of a parameter.
fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}
