use std::sync::Arc;

use axum::{
    Json,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use maud::{Markup, html};

use super::{
    Demo,
    fault::Fault,
    page::Page,
    people::PEOPLE,
    stand_in::StandIn,
    switches::{COOP, Switches},
};
use crate::provider::{Malformed, Parameters};

/// `GET /`: what this is, who is there, and the switches to click.
pub(super) async fn show(State(demo): State<Arc<Demo>>, headers: HeaderMap) -> Response {
    page(&demo, &Switches::from_cookie(&headers), None).answer(StatusCode::OK)
}

/// `GET /_switches`: keeps what its parameters say, and tells what holds now.
pub(super) async fn set_switches(
    State(demo): State<Arc<Demo>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let parsed = Parameters::parse(&query.unwrap_or_default()).map_err(|Malformed { why, .. }| why.to_owned());
    let switches = parsed.and_then(|read| Switches::from_address(&read).map_err(|error| error.to_string()));
    match switches {
        Ok(switches) => {
            let mut response = told(&demo, &headers, &switches);
            if let Ok(cookie) = HeaderValue::from_str(&switches.to_cookie().to_string()) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(problem) => {
            let kept = Switches::from_cookie(&headers);
            if wants_json(&headers) {
                (StatusCode::BAD_REQUEST, Json(serde_json::json!({ "error": problem }))).into_response()
            } else {
                page(&demo, &kept, Some(&problem)).answer(StatusCode::BAD_REQUEST)
            }
        }
    }
}

fn told(demo: &Demo, headers: &HeaderMap, switches: &Switches) -> Response {
    if wants_json(headers) {
        return Json(switches.to_parameters().pairs().collect::<std::collections::BTreeMap<_, _>>()).into_response();
    }
    page(demo, switches, None).answer(StatusCode::OK)
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|a| a.contains("application/json"))
}

fn page<'a>(demo: &'a Demo, switches: &Switches, problem: Option<&str>) -> Page<'a> {
    let set = switches.in_words();
    let body = html! {
        h1 { "Gatepost's demo provider" }
        p { "It stands in for Okta, Google and Facebook, so that signing in can be tried with nothing configured. "
            "It asks who to be and believes it. " a href=(demo.relying_party) { "Back to Gatepost" } }
        @if let Some(problem) = problem { p role="alert" class="problem" { (problem) } }
        p role="status" class="status" {
            "Switches of this browser: " @if set.is_empty() { "none" } @else { (set) } "."
        }
        (stand_ins(demo))
        (people())
        (switch_links())
    };
    Page { title: "Gatepost's demo provider".into(), stand_in: None, leads_to: Vec::new(), body }
}

fn stand_ins(demo: &Demo) -> Markup {
    html! {
        h2 { "What it stands in for" }
        ul { @for stand_in in StandIn::ALL { li {
            (stand_in.name()) ": "
            @if stand_in.endpoints("").is_some() {
                "issuer " code { (stand_in.settings(&demo.origin).issuer) }
            } @else {
                "OAuth 2 at " code { (demo.origin) (stand_in.authorize_path()) }
            }
        } } }
        p class="quiet" { "Any client id and any secret will do; answers go to addresses of this computer only." }
    }
}

fn people() -> Markup {
    html! {
        h2 { "Who is there" }
        ul { @for person in PEOPLE { li { (person.name) ", " (person.email.unwrap_or("no address")) } } }
    }
}

fn switch_links() -> Markup {
    html! {
        h2 { "What can go wrong" }
        p { a href="/_switches" { "Reset all switches" } }
        table {
            caption { "Each sets one switch and resets the others. The address takes several: "
                code { "/_switches?fault=form_post,no_email&delay_ms=3000" } "; for one request only, put "
                code { "demo_fault" } " and its like into the address of the sign-in." }
            thead { tr { th scope="col" { "Switch" } th scope="col" { "Effect" } } }
            tbody {
                @for fault in Fault::ALL {
                    (row(&format!("fault={}", fault.name()), fault.effect()))
                }
                @for coop in COOP {
                    (row(&format!("coop={coop}"), "Cross-Origin-Opener-Policy on the sign-in page"))
                    (row(&format!("coop={coop}&coop_on=redirect"), "the same on a bare redirect before the page"))
                }
                @for seconds in [1, 5, 30] {
                    (row(&format!("delay_ms={seconds}000"), "the token endpoint answers that late"))
                }
            }
        }
    }
}

fn row(query: &str, effect: &str) -> Markup {
    html! { tr { td { a href={ "/_switches?" (query) } { (query) } } td { (effect) } } }
}
