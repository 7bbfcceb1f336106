use http::StatusCode;
use serde_json::Value;

use super::{Bench, OKTA_ISSUER};
use crate::{
    clock::Clock,
    demo::stand_in::OKTA,
    provider::{
        Parameters,
        testing::{claims, exchange, part, request},
    },
    token::Refused,
};

/// What a careful client finds in the ID token.
async fn checked(bench: &Bench, fault: &str) -> Result<Value, Refused> {
    let answer = bench.okta_tokens(fault).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let token = answer.json()["id_token"].as_str().unwrap().to_owned();
    bench.world.parts.keys.verify(&token, "JWT", OKTA_ISSUER, Some("app"), bench.world.clock.now())
}

#[tokio::test]
async fn without_a_fault_the_id_token_is_good() {
    let bench = Bench::new().await;
    let tokens = bench.okta_tokens("").await.json();
    let good = checked(&bench, "").await.unwrap();
    assert_eq!((&good["nonce"], &good["name"]), (&"n-1".into(), &"Ada Lovelace".into()));
    assert_eq!((&good["email_verified"], &good["preferred_username"]), (&true.into(), &good["email"]));
    assert!(good["sub"].as_str().unwrap().starts_with("00u"));
    let expected = crate::digest::sha256(tokens["access_token"].as_str().unwrap());
    let halves = |text: &str| {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.decode(text).unwrap()
    };
    let at_hash = claims(tokens["id_token"].as_str().unwrap())["at_hash"].as_str().unwrap().to_owned();
    assert_eq!(halves(&at_hash), halves(&expected)[..16]);
}

#[tokio::test]
async fn faults_that_a_check_of_the_token_finds() {
    let bench = Bench::new().await;
    for (fault, expected) in [
        ("wrong_issuer", Refused::WrongIssuer),
        ("wrong_audience", Refused::WrongAudience),
        ("wrong_signature", Refused::Signature),
        ("expired_id_token", Refused::Expired),
        ("future_id_token", Refused::NotYet),
        ("unknown_kid", Refused::UnknownKey),
    ] {
        assert_eq!(checked(&bench, fault).await.unwrap_err(), expected, "{fault}");
    }
}

#[tokio::test]
async fn faults_in_claims_that_are_signed_all_the_same() {
    let bench = Bench::new().await;
    let good = checked(&bench, "").await.unwrap();
    let wrong = checked(&bench, "wrong_nonce").await.unwrap();
    assert!(wrong["nonce"].is_string() && wrong["nonce"] != good["nonce"]);
    assert!(checked(&bench, "missing_nonce").await.unwrap().get("nonce").is_none());
    let answer = bench.okta_tokens("wrong_at_hash").await.json();
    let at_hash = claims(answer["id_token"].as_str().unwrap())["at_hash"].clone();
    assert_eq!(at_hash, "A".repeat(22));
    assert_eq!(checked(&bench, "unverified_email").await.unwrap()["email_verified"], false);
    let without = checked(&bench, "no_email").await.unwrap();
    assert!(without.get("email").is_none() && without.get("email_verified").is_none());
}

#[tokio::test]
async fn an_unsigned_token_is_really_unsigned() {
    let bench = Bench::new().await;
    let answer = bench.okta_tokens("alg_none").await.json();
    let token = answer["id_token"].as_str().unwrap();
    assert_eq!(part(token, 0)["alg"], "none");
    assert!(token.ends_with('.') && token.matches('.').count() == 2);
    assert_eq!(claims(token)["iss"], OKTA_ISSUER);
}

#[tokio::test]
async fn several_faults_at_once() {
    let bench = Bench::new().await;
    let answer = bench.okta_tokens("wrong_nonce,alg_none").await.json();
    let token = answer["id_token"].as_str().unwrap();
    assert_eq!(part(token, 0)["alg"], "none");
    assert_ne!(claims(token)["nonce"], "n-1");
}

#[tokio::test]
async fn errors_are_told_by_redirect_after_the_page() {
    let bench = Bench::new().await;
    for fault in ["access_denied", "login_required", "server_error"] {
        let told = bench.press_continue(OKTA.authorize, &request().with("demo_fault", fault)).await.redirected();
        assert_eq!((told.get("error"), told.get("state")), (Some(fault), Some("s-1")));
        assert_eq!((told.get("iss"), told.get("code")), (Some(OKTA_ISSUER), None));
    }
}

#[tokio::test]
async fn the_answer_names_another_issuer() {
    let bench = Bench::new().await;
    let told =
        bench.press_continue(OKTA.authorize, &request().with("demo_fault", "wrong_response_issuer")).await.redirected();
    assert_eq!(told.get("iss"), Some("https://another-issuer.invalid"));
    assert!(told.get("code").is_some());
}

#[tokio::test]
async fn the_token_endpoint_fails() {
    let bench = Bench::new().await;
    let answer = bench.okta_tokens("token_error").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.json()["error"], "server_error");
}

#[tokio::test]
async fn userinfo_tells_of_somebody_else() {
    let bench = Bench::new().await;
    let tokens = bench.okta_tokens("wrong_userinfo_sub").await.json();
    let bearer = format!("bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = bench.get_with(OKTA.userinfo, &[("authorization", &bearer)]).await.json();
    assert!(userinfo["sub"].is_string());
    assert_ne!(userinfo["sub"], claims(tokens["id_token"].as_str().unwrap())["sub"]);
}

#[tokio::test]
async fn a_posted_form_carries_the_answer() {
    let bench = Bench::new().await;
    for request in [request().with("demo_fault", "form_post"), request().with("response_mode", "form_post")] {
        let request = request.with("state", "\"><script>alert(1)</script>");
        let answer = bench.press_continue(OKTA.authorize, &request).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.attribute("form", "action"), "http://localhost:3000/auth/okta/callback");
        assert_eq!(answer.attribute("form", "method"), "post");
        assert_eq!(answer.attribute("input[name=state]", "value"), "\"><script>alert(1)</script>");
        assert_eq!(answer.attribute("input[name=iss]", "value"), OKTA_ISSUER);
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'sha256-") && policy.contains("form-action 'self' http://localhost:3000"));
        assert_eq!(answer.body.matches("<script").count(), 1, "{}", answer.body);
        let code = answer.attribute("input[name=code]", "value");
        assert_eq!(bench.post(OKTA.token, &exchange(&code)).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_slow_answer_is_slow_at_the_token_endpoint_alone() {
    let bench = Bench::new().await;
    let request = request().with("demo_delay_ms", "40");
    let answer = bench.press_continue(OKTA.authorize, &request).await;
    let form = exchange(answer.redirected().get("code").unwrap());
    let early = tokio::time::timeout(std::time::Duration::from_millis(20), bench.post(OKTA.token, &form)).await;
    assert!(early.is_err());
}

#[tokio::test]
async fn a_cookie_keeps_the_switches_of_one_browser() {
    let bench = Bench::new().await;
    let set = bench.get_with("/_switches?fault=access_denied", &[("accept", "application/json")]).await;
    assert_eq!((set.status, set.json()), (StatusCode::OK, serde_json::json!({"fault": "access_denied"})));
    let cookie = set.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("Path=/") && cookie.contains("SameSite=Lax"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap();

    let path = format!("{}?{}", OKTA.authorize, request().encode());
    let form = Parameters::default().with("sub", "x").with("decision", "continue");
    let told = bench.post_with(&path, &form, &[("cookie", cookie)]).await.redirected();
    assert_eq!(told.get("error"), Some("access_denied"));
    assert!(bench.post(&path, &form).await.redirected().get("code").is_some(), "another browser is not disturbed");

    let reset = bench.get_with("/_switches", &[("cookie", cookie)]).await;
    assert!(reset.header("set-cookie").contains("Max-Age=0"));
    assert!(reset.body.contains("Switches of this browser: none"));
}

#[tokio::test]
async fn a_switch_that_does_not_exist_is_refused_by_name() {
    let bench = Bench::new().await;
    for path in ["/_switches?fault=wrong_weather", "/_switches?faults=x", "/_switches?fault=alg_none&fault=no_email"] {
        let answer = bench.get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.headers.get("set-cookie").is_none());
    }
    let answer = bench.get("/_switches?fault=wrong_weather").await;
    assert!(answer.body.contains("wrong_nonce") && answer.body.contains("alg_none"));
    let answer = bench.get(&format!("{}?{}", OKTA.authorize, request().with("demo_coop", "x").encode())).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("same-origin-allow-popups"));
}
