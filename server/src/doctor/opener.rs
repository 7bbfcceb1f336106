//! Whether the provider's pages cut a popup off from the page that opened it.

use http::header;
use url::Url;

use super::{
    finding::{Check, Said},
    provider::Examination,
};
use crate::relying_party::Fetcher;

/// Redirects before a sign-in page that are followed.
const MOST_HOPS: usize = 6;
const POLICY: &str = "cross-origin-opener-policy";
/// What leaves the two together.
const HARMLESS: &str = "unsafe-none";

pub(super) async fn examine(examination: &mut Examination, fetcher: &Fetcher, request: Url) {
    let mut url = request;
    for _ in 0..MOST_HOPS {
        let Ok(answer) = fetcher.get(&url, None).await else { return };
        let policy = answer.headers().get(POLICY).and_then(|value| value.to_str().ok());
        if let Some(policy) = policy.filter(|policy| !policy.starts_with(HARMLESS)) {
            let policy = examination.without_secrets(policy);
            return examination.note(Check::OpenerPolicy, Said::OpenerCutOff(policy), None);
        }
        let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        match location.and_then(|location| url.join(location).ok()) {
            Some(next) if next.origin() != examination.around.public_url.origin() => url = next,
            _ => break,
        }
    }
    examination.note(Check::OpenerPolicy, Said::OpenerKept, None);
}
