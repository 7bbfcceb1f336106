//! An authorization request, and what the provider's answer to it says of our redirect URI.

use http::header;
use url::Url;

use super::{
    finding::{Check, Said},
    provider::Examination,
};
use crate::relying_party::Fetcher;

/// A provider where nobody is signed in sends `prompt=none` back at once with one of these
/// (OpenID Connect Core §3.1.2.6), and only to a redirect URI that it knows.
const NOBODY_THERE: [&str; 4] =
    ["login_required", "interaction_required", "consent_required", "account_selection_required"];

pub(super) async fn examine(examination: &mut Examination, fetcher: &Fetcher, request: &Url) {
    let redirect_uri = examination.redirect_uri();
    let silent = with_prompt_none(request);
    let answer = match fetcher.get(&silent, None).await {
        Ok(answer) => answer,
        Err(error) => return examination.note(Check::RedirectUri, Said::Unreachable(error.to_string()), None),
    };
    let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.and_then(|location| silent.join(location).ok());
    let setting = examination.line("callback_path", &examination.config.callback_path);
    let said = match location {
        Some(back) if leads_to(&back, &redirect_uri) => match error_of(&back) {
            Some(error) if NOBODY_THERE.contains(&error.as_str()) => Said::RedirectTaken(redirect_uri.to_string()),
            Some(error) => Said::RequestRefused(examination.without_secrets(&error)),
            None => Said::RedirectTaken(redirect_uri.to_string()),
        },
        // Google shows its refusals on a page of its own.
        Some(elsewhere) if elsewhere.path().contains("error") || error_of(&elsewhere).is_some() => {
            Said::RedirectRefused(redirect_uri.to_string())
        }
        None if answer.status().is_client_error() => Said::RedirectRefused(redirect_uri.to_string()),
        None if posts_to(answer.body(), &redirect_uri) => Said::RedirectTaken(redirect_uri.to_string()),
        Some(_) | None => Said::RedirectUndecided,
    };
    let setting = matches!(said, Said::RedirectRefused(_)).then_some(setting);
    examination.note(Check::RedirectUri, said, setting);
}

fn with_prompt_none(request: &Url) -> Url {
    let kept: Vec<(String, String)> =
        request.query_pairs().filter(|(name, _)| name != "prompt").map(|(n, v)| (n.into(), v.into())).collect();
    let mut url = request.clone();
    url.query_pairs_mut().clear().extend_pairs(kept).append_pair("prompt", "none");
    url
}

fn leads_to(location: &Url, redirect_uri: &Url) -> bool {
    location.origin() == redirect_uri.origin() && location.path() == redirect_uri.path()
}

/// The answer of a provider that posts it is a page with a form.
fn posts_to(body: &[u8], redirect_uri: &Url) -> bool {
    let page = String::from_utf8_lossy(body);
    page.contains("<form") && page.contains(redirect_uri.as_str())
}

fn error_of(location: &Url) -> Option<String> {
    location.query_pairs().find(|(name, _)| name == "error").map(|(_, error)| error.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_prompt_makes_room() {
        let url = Url::parse("https://id.example/authorize?prompt=login&state=a%20b").unwrap();
        assert_eq!(with_prompt_none(&url).as_str(), "https://id.example/authorize?state=a+b&prompt=none");
    }

    #[test]
    fn only_our_own_address_is_ours() {
        let ours = Url::parse("https://app.example/auth/okta/callback").unwrap();
        let leads = |text: &str| leads_to(&Url::parse(text).unwrap(), &ours);
        assert!(leads("https://app.example/auth/okta/callback?error=login_required"));
        assert!(!leads("https://app.example/auth/google/callback?error=login_required"));
        assert!(!leads("https://id.example/auth/okta/callback"));
    }
}
