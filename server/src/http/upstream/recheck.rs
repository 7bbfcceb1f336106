//! Asking the provider, on page loads, whether the person is still signed in there. Only a page load asks:
//! a form or a script's request goes through, and is told by the next page, or by its next renewal.

use app::wire::Notice;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method},
    middleware::Next,
    response::Response,
};

use crate::{
    audit::Visitor,
    http::{accept, auth::see_other, boot::PageRequest, flash, state::App},
    relying_party::{Finished, ReturnPath},
    store::SignInRow,
    upstream::{Check, Checked},
};

/// Addresses that are secrets of a mail's reader: they go nowhere, not even back here.
const SECRET_PAGES: [&str; 3] = ["/activate", "/reset", "/account/email"];

/// Sends a page load to the provider first, where its time has come.
pub(in crate::http) async fn on_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    if app.0.asks_providers
        && let Some((family, page)) = asks(&request)
    {
        match app.upstream.check(&family, page).await {
            Ok(Check::AskThere(started)) => {
                let names = &app.0.cookies;
                let now = app.clock.now();
                let mut set = names.clear_excess_sign_ins(request.headers());
                set.push(names.set_sign_in(&started.cookie_id, &started.binding, now, started.cross_site_post));
                return see_other(started.location.as_str(), set);
            }
            Ok(Check::GoOn) => {}
            Err(error) => {
                // The page is worth more than the question.
                tracing::error!(error = &error as &dyn std::error::Error, "a provider was not asked: {error}");
            }
        }
    }
    next.run(request).await
}

/// The session of a page load that may ask, and the page to come back to.
fn asks(request: &Request) -> Option<(String, ReturnPath)> {
    let viewer = request.extensions().get::<PageRequest>()?.viewer.as_ref()?;
    let path = request.uri().path();
    let secret = SECRET_PAGES.iter().any(|page| path.starts_with(page));
    if secret || request.method() != Method::GET || !is_page_load(request.headers()) {
        return None;
    }
    let page = request.uri().path_and_query()?.as_str().parse().ok()?;
    Some((viewer.family.clone(), page))
}

/// Whether a person waits for a whole page: no script, no frame, and no guess at where they may go next.
fn is_page_load(headers: &HeaderMap) -> bool {
    let told = |name: &str, wanted: &str| headers.get(name).is_none_or(|value| value == wanted);
    accept::wants_page(headers)
        && told("sec-fetch-mode", "navigate")
        && told("sec-fetch-dest", "document")
        && !headers.contains_key("x-requested-with")
        && !headers.contains_key("sec-purpose")
}

/// What the provider said to a question; `None` where the answer is that of a sign-in in earnest.
pub(in crate::http) async fn answered(app: &App, finished: Finished, visitor: &Visitor) -> Result<Response, Finished> {
    let Some(row) = &finished.row else { return Err(finished) };
    let family = match app.upstream.asked_for(&row.state_hash).await {
        Ok(Some(family)) => family,
        Ok(None) => return Err(finished),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an answer was not understood: {error}");
            return Ok(back(row, []));
        }
    };
    let row = row.clone();
    match app.upstream.checked(&family, finished.result, visitor).await {
        Ok(Checked::GoesOn) => Ok(back(&row, [])),
        Ok(Checked::Ended) => Ok(back(&row, [flash::carry(&app.0.cookies, Notice::SessionEnded, None)])),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an answer was not noted: {error}");
            Ok(back(&row, []))
        }
    }
}

/// To the very page.
fn back<const N: usize>(row: &SignInRow, set: [cookie::Cookie<'static>; N]) -> Response {
    see_other(&row.return_to, set)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header::HeaderName};

    use super::*;

    fn loads(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_page_load(&headers)
    }

    #[test]
    fn only_a_person_who_waits_for_a_page_is_sent_away() {
        let page = ("accept", "text/html");
        assert!(loads(&[page]));
        assert!(loads(&[page, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]));
        for other in [
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-dest", "iframe"),
            ("sec-fetch-dest", "empty"),
            ("x-requested-with", "XMLHttpRequest"),
            ("sec-purpose", "prefetch"),
        ] {
            assert!(!loads(&[page, other]), "{other:?}");
        }
        assert!(!loads(&[("accept", "application/json")]));
    }
}
