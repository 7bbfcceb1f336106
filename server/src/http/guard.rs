//! Where a request may come from, by what the browser says of it (W3C Fetch Metadata).

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use app::wire::ApiProblem;

use super::state::App;

/// Lets a state-changing request through only from our own pages. Same-site is not same-origin:
/// a neighbour on another port or subdomain is a stranger.
pub(super) async fn own_origin_only(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = if safe || is_from_own_page(request.headers(), &app.0.origin) {
        next.run(request).await
    } else {
        refuse("the request does not come from a page of this origin")
    };
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Sec-Fetch-Site, Origin"));
    response
}

/// `Sec-Fetch-Site` where the browser sends it; `Origin` otherwise; neither is no browser of ours.
fn is_from_own_page(headers: &HeaderMap, origin: &str) -> bool {
    let told = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (told("sec-fetch-site"), told("origin")) {
        (Some(site), None) => site == "same-origin",
        (Some(site), Some(from)) => site == "same-origin" && from == origin,
        (None, Some(from)) => from == origin,
        (None, None) => false,
    }
}

/// Lets only a navigation of a whole page through: an image, a frame or a script's request of
/// another site must not begin or finish a sign-in.
pub(super) async fn navigation_only(request: Request, next: Next) -> Response {
    if is_navigation(request.headers()) {
        next.run(request).await
    } else {
        refuse("this address is for navigation only")
    }
}

fn is_navigation(headers: &HeaderMap) -> bool {
    let allowed = |name: &str, wanted: &str| headers.get(name).is_none_or(|value| value == wanted);
    allowed("sec-fetch-mode", "navigate") && allowed("sec-fetch-dest", "document")
}

/// Whether a page of another origin sent the browser here, rather than ours or the person.
pub(super) fn is_sent_by_strangers(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

fn refuse(why: &str) -> Response {
    let problem = ApiProblem { error: "forbidden".to_owned(), error_description: why.to_owned(), support_code: None };
    (StatusCode::FORBIDDEN, Json(problem)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_from_own_page(&headers, "http://localhost:3000")
    }

    #[test]
    fn only_our_own_pages_pass() {
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("sec-fetch-site", "same-origin"), ("origin", "http://localhost:3000")]));
        assert!(allowed(&[("origin", "http://localhost:3000")]));
        for site in ["same-site", "cross-site", "none", ""] {
            assert!(!allowed(&[("sec-fetch-site", site)]), "{site}");
            assert!(!allowed(&[("sec-fetch-site", site), ("origin", "http://localhost:3000")]), "{site}");
        }
        for origin in ["http://localhost:3001", "https://localhost:3000", "null", "http://localhost:3000.evil.example"]
        {
            assert!(!allowed(&[("origin", origin)]), "{origin}");
        }
        assert!(!allowed(&[("sec-fetch-site", "same-origin"), ("origin", "http://evil.example")]));
        assert!(!allowed(&[]), "no browser sends neither with a POST");
    }
}
