use aws_lc_rs::hmac;
use http::StatusCode;
use serde_json::json;

use super::{Answer, Bench};
use crate::{
    demo::stand_in::{FACEBOOK_DEBUG, FACEBOOK_DIALOG, FACEBOOK_ME, FACEBOOK_TOKEN},
    provider::{Parameters, testing::CALLBACK},
};

fn dialog(scope: &str) -> Parameters {
    Parameters::default()
        .with("client_id", "4711")
        .with("redirect_uri", CALLBACK)
        .with("response_type", "code")
        .with("state", "s-1")
        .with("scope", scope)
}

fn exchange(code: &str) -> Parameters {
    Parameters::default()
        .with("client_id", "4711")
        .with("client_secret", "secret")
        .with("redirect_uri", CALLBACK)
        .with("code", code)
}

async fn code(bench: &Bench, request: &Parameters) -> String {
    let answer = bench.press_continue(FACEBOOK_DIALOG, request).await.redirected();
    assert_eq!((answer.get("state"), answer.get("iss")), (Some("s-1"), None));
    answer.get("code").unwrap().to_owned()
}

async fn token(bench: &Bench, request: &Parameters) -> String {
    let query = exchange(&code(bench, request).await).encode();
    let answer = bench.get(&format!("{FACEBOOK_TOKEN}?{query}")).await.json();
    assert_eq!(answer["token_type"], "bearer");
    assert!(answer["expires_in"].is_u64() && answer.get("id_token").is_none());
    answer["access_token"].as_str().unwrap().to_owned()
}

async fn me(bench: &Bench, token: &str, more: &[(&str, &str)]) -> Answer {
    let query = more.iter().fold(Parameters::default().with("access_token", token), |q, (k, v)| q.with(k, v)).encode();
    bench.get(&format!("{FACEBOOK_ME}?{query}")).await
}

fn proof(secret: &str, token: &str) -> String {
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()), token.as_bytes());
    tag.as_ref().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

const ALL: [(&str, &str); 1] = [("fields", "id,name,email")];

#[tokio::test]
async fn scopes_are_separated_by_commas_and_the_address_has_to_be_asked_for() {
    let bench = Bench::new().await;
    let with = me(&bench, &token(&bench, &dialog("email,public_profile")).await, &ALL).await.json();
    assert_eq!(with, json!({"id": "1018151210000001", "name": "Ada Lovelace", "email": "ada.lovelace@example.com"}));
    let without = me(&bench, &token(&bench, &dialog("")).await, &ALL).await.json();
    assert_eq!(without, json!({"id": "1018151210000001", "name": "Ada Lovelace"}));
    let nobody = token(&bench, &dialog("email").with("as", "katherine")).await;
    assert!(me(&bench, &nobody, &ALL).await.json().get("email").is_none());
    assert_eq!(me(&bench, &nobody, &[]).await.json()["name"], "Katherine Johnson");
}

#[tokio::test]
async fn a_proof_is_checked_where_there_is_one() {
    let bench = Bench::new().await;
    let token = token(&bench, &dialog("email")).await;
    let right = me(&bench, &token, &[("appsecret_proof", &proof("secret", &token))]).await;
    assert_eq!(right.status, StatusCode::OK);
    let wrong = me(&bench, &token, &[("appsecret_proof", &proof("other", &token))]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        (&wrong.json()["error"]["type"], &wrong.json()["error"]["code"]),
        (&"GraphMethodException".into(), &100.into())
    );
}

#[tokio::test]
async fn debug_token_tells_the_application_of_its_own_tokens() {
    let bench = Bench::new().await;
    let token = token(&bench, &dialog("email")).await;
    for path in FACEBOOK_DEBUG {
        let ask = |input: &str, app: &str| {
            let query = Parameters::default().with("input_token", input).with("access_token", app).encode();
            let bench = &bench;
            async move { bench.get(&format!("{path}?{query}")).await }
        };
        let data = ask(&token, "4711|secret").await.json()["data"].clone();
        assert_eq!((&data["is_valid"], &data["app_id"]), (&true.into(), &"4711".into()));
        assert_eq!(
            (&data["user_id"], &data["scopes"]),
            (&"1018151210000001".into(), &json!(["email", "public_profile"]))
        );
        for app in ["4712|secret", "4711|other", "4711"] {
            assert_eq!(ask(&token, app).await.json()["error"]["code"], 190, "{app}");
        }
        assert_eq!(ask("nonsense", "4711|secret").await.json()["data"]["is_valid"], false);
    }
}

#[tokio::test]
async fn errors_have_the_form_of_the_graph_api() {
    let bench = Bench::new().await;
    let token = token(&bench, &dialog("email")).await;
    for (answer, code) in [
        (me(&bench, "nonsense", &[]).await, 190),
        (bench.get(FACEBOOK_ME).await, 2500),
        (me(&bench, &token, &[("fields", "id,salary")]).await, 100),
        (bench.get(&format!("{FACEBOOK_TOKEN}?{}", exchange("unknown").encode())).await, 100),
        (bench.get(&format!("{FACEBOOK_TOKEN}?{}", exchange("x").without("client_secret").encode())).await, 1),
        (bench.get(&format!("{FACEBOOK_TOKEN}?{}&code=y", exchange("x").encode())).await, 100),
    ] {
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let error = answer.json()["error"].clone();
        assert_eq!(error["code"], code, "{error}");
        assert!(error["message"].is_string() && error["type"].is_string() && error["fbtrace_id"].is_string());
    }
}

#[tokio::test]
async fn a_code_is_taken_once_and_only_with_what_it_is_bound_to() {
    let bench = Bench::new().await;
    let posted = |form: Parameters| {
        let bench = &bench;
        async move { bench.post(FACEBOOK_TOKEN, &form).await }
    };
    let bare = code(&bench, &dialog("email")).await;
    for wrong in [
        exchange(&bare).with("client_id", "4712"),
        exchange(&bare).with("redirect_uri", "http://localhost:3000/other"),
        exchange(&bare).with("code_verifier", crate::provider::testing::VERIFIER),
    ] {
        assert_eq!(posted(wrong).await.status, StatusCode::BAD_REQUEST);
    }
    let token = posted(exchange(&bare)).await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(me(&bench, &token, &[]).await.status, StatusCode::OK);
    assert_eq!(posted(exchange(&bare)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(me(&bench, &token, &[]).await.json()["error"]["code"], 190);

    let challenged = dialog("email")
        .with("code_challenge", crate::provider::testing::CHALLENGE)
        .with("code_challenge_method", "S256");
    let bound = code(&bench, &challenged).await;
    assert_eq!(posted(exchange(&bound)).await.status, StatusCode::BAD_REQUEST);
    let verified = exchange(&bound).with("code_verifier", crate::provider::testing::VERIFIER);
    assert_eq!(posted(verified).await.status, StatusCode::OK);
}

#[tokio::test]
async fn its_faults() {
    let bench = Bench::new().await;
    let failing = code(&bench, &dialog("email").with("demo_fault", "token_error")).await;
    let answer = bench.post(FACEBOOK_TOKEN, &exchange(&failing)).await;
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &2.into()));
    let bare = token(&bench, &dialog("email").with("demo_fault", "no_email")).await;
    assert!(me(&bench, &bare, &ALL).await.json().get("email").is_none());
    let other = token(&bench, &dialog("email").with("demo_fault", "wrong_userinfo_sub")).await;
    assert_ne!(me(&bench, &other, &ALL).await.json()["id"], "1018151210000001");
    let form_post = bench.press_continue(FACEBOOK_DIALOG, &dialog("email").with("demo_fault", "form_post")).await;
    assert_eq!(form_post.attribute("input[name=state]", "value"), "s-1");
}
