use http::StatusCode;

use super::{Bench, ORIGIN};
use crate::{
    demo::{
        people::PEOPLE,
        stand_in::{FACEBOOK_DIALOG, GOOGLE, OKTA, StandIn},
    },
    provider::{Parameters, testing::request},
};

fn at(path: &str, parameters: &Parameters) -> String {
    format!("{path}?{}", parameters.encode())
}

#[tokio::test]
async fn the_page_is_a_form_with_somebody_filled_in() {
    let bench = Bench::new().await;
    for stand_in in StandIn::ALL {
        let page = bench.get(&at(stand_in.authorize_path(), &request())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.attribute("html", "lang"), "en");
        assert_eq!(page.attribute("html", "class"), stand_in.class());
        assert!(page.body.contains("nobody's real account, works on this computer only"));
        assert_eq!(page.attribute("input[name=sub]", "value"), PEOPLE[0].subject(stand_in));
        for name in ["sub", "name", "email"] {
            assert_eq!(page.attribute(&format!("label[for={name}] + input"), "name"), name);
        }
        assert_eq!(page.attribute("button[value=continue]", "name"), "decision");
        assert_eq!(page.attribute("button[value=deny]", "name"), "decision");
        assert!(!page.body.contains("<script"));
        assert!(page.body.contains(">app<"), "it names the application");
    }
}

#[tokio::test]
async fn links_and_hints_fill_in_somebody_else() {
    let bench = Bench::new().await;
    let page = bench.get(&at(OKTA.authorize, &request())).await;
    let link = page.attribute("ul.people li:nth-child(2) a", "href");
    let page = bench.get(&format!("{}{link}", OKTA.authorize)).await;
    assert_eq!(page.attribute("input[name=name]", "value"), "Grace Hopper");
    assert!(!page.attribute("form", "action").contains("as="), "the form does not carry the link on");
    let hinted = request().with("login_hint", "alan.turing@example.com");
    let page = bench.get(&at(GOOGLE.authorize, &hinted)).await;
    assert_eq!(page.attribute("input[name=name]", "value"), "Alan Turing");
}

#[tokio::test]
async fn what_somebody_types_becomes_the_person() {
    let bench = Bench::new().await;
    let form = Parameters::default().with("sub", "any-id").with("name", "Ann Other").with("decision", "continue");
    let answer = bench.post(&at(OKTA.authorize, &request()), &form).await.redirected();
    let tokens = bench.post(OKTA.token, &crate::provider::testing::exchange(answer.get("code").unwrap())).await.json();
    let claims = crate::provider::testing::claims(tokens["id_token"].as_str().unwrap());
    assert_eq!((&claims["sub"], &claims["name"]), (&"any-id".into(), &"Ann Other".into()));
    assert!(claims.get("email").is_none());
    assert_eq!((answer.get("state"), answer.get("iss")), (Some("s-1"), Some("http://localhost:3100/oauth2/default")));
}

#[tokio::test]
async fn refusing_is_told_to_the_application() {
    let bench = Bench::new().await;
    let form = Parameters::default().with("decision", "deny");
    let told = bench.post(&at(OKTA.authorize, &request()), &form).await.redirected();
    assert_eq!((told.get("error"), told.get("state")), (Some("access_denied"), Some("s-1")));
    let told = bench.post(&at(FACEBOOK_DIALOG, &request()), &form).await.redirected();
    assert_eq!((told.get("error_reason"), told.get("iss")), (Some("user_denied"), None));
}

#[tokio::test]
async fn a_person_who_cannot_be_is_asked_again() {
    let bench = Bench::new().await;
    let form = Parameters::default().with("sub", "x").with("email", "nonsense").with("decision", "continue");
    let page = bench.post(&at(OKTA.authorize, &request()), &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.attribute("[role=alert]", "class"), "problem");
    assert_eq!(page.attribute("input[name=email]", "value"), "nonsense");
}

#[tokio::test]
async fn nothing_that_is_sent_becomes_markup() {
    let bench = Bench::new().await;
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'";
    let parameters = request()
        .with("state", hostile)
        .with("login_hint", hostile)
        .with("client_id", hostile)
        .with("unknown", hostile)
        .with("redirect_uri", "http://localhost:3000/\"><script>alert(1)</script>");
    let form = Parameters::default()
        .with("sub", hostile)
        .with("name", hostile)
        .with("email", hostile)
        .with("decision", "continue");
    let path = at(OKTA.authorize, &parameters);
    for page in [bench.get(&path).await, bench.post(&path, &form).await] {
        assert!(!page.body.contains("<script") && !page.body.contains("<img"), "{}", page.body);
        assert_eq!(page.attribute("input[name=sub]", "value"), hostile);
    }
    let answer = bench.post(&path, &form.without("email")).await;
    assert_eq!(answer.redirected().get("state"), Some(hostile));
}

#[tokio::test]
async fn without_a_page_nobody_is_signed_in() {
    let bench = Bench::new().await;
    let told = bench.get(&at(OKTA.authorize, &request().with("prompt", "none"))).await.redirected();
    assert_eq!(
        (told.get("error"), told.get("iss")),
        (Some("login_required"), Some("http://localhost:3100/oauth2/default"))
    );
}

#[tokio::test]
async fn a_request_may_come_as_a_form() {
    let bench = Bench::new().await;
    let page = bench.post(OKTA.authorize, &request()).await;
    assert_eq!(page.status, StatusCode::OK);
    let action = format!("{}{}", OKTA.authorize, page.attribute("form", "action"));
    let form = Parameters::default().with("sub", "x").with("decision", "continue");
    assert!(bench.post(&action, &form).await.redirected().get("code").is_some());
}

#[tokio::test]
async fn no_redirect_to_an_address_that_is_not_of_this_computer() {
    let bench = Bench::new().await;
    for address in ["https://example.com/cb", "//localhost/cb", "http://localhost@example.com/", "javascript:alert(1)"]
    {
        let parameters = request().with("redirect_uri", address);
        for answer in [
            bench.get(&at(OKTA.authorize, &parameters)).await,
            bench.get(&at(FACEBOOK_DIALOG, &parameters)).await,
            bench.post(&at(OKTA.authorize, &parameters), &Parameters::default().with("decision", "deny")).await,
            bench.get(&at(OKTA.authorize, &parameters.clone().with("prompt", "none"))).await,
        ] {
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
            assert!(answer.headers.get("location").is_none());
        }
    }
}

#[tokio::test]
async fn repeated_parameters_and_weak_challenges_are_refused() {
    let bench = Bench::new().await;
    let twice = format!("{}&nonce=other", at(OKTA.authorize, &request()));
    assert_eq!(bench.get(&twice).await.redirected().get("error"), Some("invalid_request"));
    let plain = request().with("code_challenge_method", "plain");
    assert_eq!(bench.get(&at(OKTA.authorize, &plain)).await.redirected().get("error"), Some("invalid_request"));
    let none = request().without("code_challenge").without("code_challenge_method");
    let told = bench.get(&at(OKTA.authorize, &none)).await.redirected();
    assert_eq!((told.get("error"), told.get("state")), (Some("invalid_request"), Some("s-1")));
}

#[tokio::test]
async fn another_sites_page_cannot_press_the_button() {
    let bench = Bench::new().await;
    let form = Parameters::default().with("sub", "x").with("decision", "continue");
    let path = at(OKTA.authorize, &request());
    for (site, expected) in [
        ("cross-site", StatusCode::BAD_REQUEST),
        ("same-site", StatusCode::BAD_REQUEST),
        ("same-origin", StatusCode::SEE_OTHER),
    ] {
        assert_eq!(bench.post_with(&path, &form, &[("sec-fetch-site", site)]).await.status, expected, "{site}");
    }
}

#[tokio::test]
async fn the_opener_policy_goes_where_it_was_switched_to() {
    const COOP: &str = "cross-origin-opener-policy";
    let bench = Bench::new().await;
    let on_page = request().with("demo_coop", "same-origin");
    let page = bench.get(&at(OKTA.authorize, &on_page)).await;
    assert_eq!((page.status, page.header(COOP)), (StatusCode::OK, "same-origin"));

    let hop = bench.get(&at(OKTA.authorize, &on_page.with("demo_coop_on", "redirect"))).await;
    assert_eq!((hop.status, hop.header(COOP)), (StatusCode::FOUND, "same-origin"));
    let next = hop.header("location").strip_prefix(ORIGIN).unwrap().to_owned();
    let page = bench.get(&next).await;
    assert_eq!((page.status, page.header(COOP)), (StatusCode::OK, ""));
    assert_eq!(bench.get(&at(OKTA.authorize, &request())).await.header(COOP), "");
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let bench = Bench::new().await;
    for path in [
        "/".to_owned(),
        "/_demo.css".to_owned(),
        "/_switches?fault=x".to_owned(),
        "/nothing".to_owned(),
        OKTA.authorize.to_owned(),
        at(OKTA.authorize, &request()),
        at(OKTA.authorize, &request().with("prompt", "none")),
        OKTA.userinfo.to_owned(),
        OKTA.token.to_owned(),
        OKTA.keys.to_owned(),
    ] {
        let answer = bench.get(&path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        if path != OKTA.keys {
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        }
    }
    let page = bench.get(&at(OKTA.authorize, &request())).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' http://localhost:3000;"), "{policy}");
    for (other, expected) in [
        ("http://app.localhost:9/cb", "form-action 'self' http://app.localhost:9 http://localhost:3000;"),
        ("http://[::1]:9/cb", "form-action 'self' http: http://localhost:3000;"),
    ] {
        let page = bench.get(&at(OKTA.authorize, &request().with("redirect_uri", other))).await;
        assert!(page.header("content-security-policy").contains(expected), "{other}");
    }
    assert!(page.headers.get("access-control-allow-origin").is_none());
}

#[tokio::test]
async fn the_first_page_tells_what_there_is() {
    let bench = Bench::new().await;
    let page = bench.get("/").await;
    for text in ["Ada Lovelace", "Katherine Johnson", "fault=wrong_nonce", "coop=same-origin", "delay_ms=5000"] {
        assert!(page.body.contains(text), "{text}");
    }
    assert_eq!(page.attribute("main a", "href"), "http://localhost:3000");
    assert_eq!(bench.get("/_demo.css").await.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(bench.get("/nothing").await.status, StatusCode::NOT_FOUND);
}
