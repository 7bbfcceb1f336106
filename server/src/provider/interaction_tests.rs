use std::{sync::Arc, time::Duration};

use super::*;
use crate::provider::{
    Client, ClientId, ClientMetadata, Parameters, Protocol, RedirectUri, Redirects, RequestRefusal, Secret,
    request::Rules, testing::CHALLENGE,
};

const NOW: Timestamp = Timestamp::from_millis(10_000_000);

fn request(extra: &[(&str, &str)], change: impl FnOnce(&mut ClientMetadata)) -> AuthorizationRequest {
    let mut metadata = ClientMetadata {
        redirect_uris: vec![RedirectUri::parse("https://app.example/cb").unwrap()],
        ..ClientMetadata::default()
    };
    change(&mut metadata);
    let id = ClientId::parse("app").unwrap();
    let client = Client { id, secret: Secret::Without, redirects: Redirects::Registered, metadata };
    let parameters = Parameters::default()
        .with("redirect_uri", "https://app.example/cb")
        .with("response_type", "code")
        .with("scope", "openid email")
        .with("code_challenge", CHALLENGE)
        .with("code_challenge_method", "S256");
    let parameters = extra.iter().fold(parameters, |parameters, (name, value)| parameters.with(name, value));
    let rules = Rules { issuer: "https://id.example", protocol: Protocol::OpenIdAndOAuth2, pushed: false };
    match AuthorizationRequest::parse(&Ok(parameters), Arc::new(client), rules) {
        Ok(request) => request,
        Err(RequestRefusal::Redirect(answer)) => panic!("{:?}", answer.parameters),
        Err(RequestRefusal::Page(_) | RequestRefusal::Failed(_)) => panic!("refused"),
    }
}

fn ada() -> Present {
    Present {
        person_id: "p-1".into(),
        name: "Ada".into(),
        subject: "p-1".into(),
        address: Some("ada@example.com".into()),
        family_id: "f-1".into(),
        begun_at: Timestamp::from_millis(1_000_000),
        auth_time: Timestamp::from_millis(1_000_000),
        amr: vec!["pwd".into()],
    }
}

fn agreed() -> Scope {
    Scope::of(&["openid", "email"])
}

fn next(request: &AuthorizationRequest, present: Option<&Present>, waiting: Option<&Waiting>) -> Step {
    request.next(Circumstance { present, hinted: None, waiting, consented: &agreed(), now: NOW })
}

fn waiting(since: i64) -> Waiting {
    Waiting { since: Timestamp::from_millis(since), chosen: None }
}

#[test]
fn whoever_is_signed_in_and_agreed_is_not_asked() {
    assert_eq!(next(&request(&[], |_| ()), Some(&ada()), None), Step::Proceed);
    assert_eq!(next(&request(&[("prompt", "none")], |_| ()), Some(&ada()), None), Step::Proceed);
}

#[test]
fn nobody_is_asked_to_sign_in_or_the_client_is_told() {
    assert_eq!(next(&request(&[], |_| ()), None, None), Step::SignIn);
    assert_eq!(next(&request(&[("prompt", "create")], |_| ()), None, None), Step::Create);
    let silent = request(&[("prompt", "none")], |_| ());
    assert_eq!(next(&silent, None, None), Step::Refuse(AuthorizationError::LoginRequired));
}

#[test]
fn a_new_proof_is_asked_for_once() {
    let request = request(&[("prompt", "login")], |_| ());
    assert_eq!(next(&request, Some(&ada()), None), Step::SignIn);
    assert_eq!(next(&request, Some(&ada()), Some(&waiting(2_000_000))), Step::SignIn, "that was before");
    assert_eq!(next(&request, Some(&ada()), Some(&waiting(1_000_000))), Step::Proceed);
}

#[test]
fn an_old_proof_does_not_do() {
    let aged = |age: &str| request(&[("max_age", age)], |_| ());
    assert_eq!(next(&aged("9000"), Some(&ada()), None), Step::Proceed);
    assert_eq!(next(&aged("8999"), Some(&ada()), None), Step::SignIn);
    let silent = request(&[("max_age", "1"), ("prompt", "none")], |_| ());
    assert_eq!(next(&silent, Some(&ada()), None), Step::Refuse(AuthorizationError::LoginRequired));
    let by_default = request(&[], |metadata| metadata.default_max_age = Some(60));
    assert_eq!(by_default.max_age, Some(Duration::from_mins(1)));
    assert_eq!(next(&by_default, Some(&ada()), None), Step::SignIn);
}

#[test]
fn somebody_else_than_meant_gets_nothing() {
    let request = request(&[], |_| ());
    let (ada, since, consented) = (ada(), waiting(1_000_000), agreed());
    let step = |hinted, waiting| {
        request.next(Circumstance {
            present: Some(&ada),
            hinted: Some(hinted),
            waiting,
            consented: &consented,
            now: NOW,
        })
    };
    assert_eq!(step("p-1", None), Step::Proceed);
    assert_eq!(step("p-2", None), Step::SignIn);
    assert_eq!(step("p-2", Some(&since)), Step::Refuse(AuthorizationError::LoginRequired));
}

#[test]
fn an_account_is_chosen_once() {
    let request = request(&[("prompt", "select_account")], |_| ());
    assert_eq!(next(&request, Some(&ada()), None), Step::Choose);
    let chosen = Waiting { chosen: Some("f-1".into()), ..waiting(2_000_000) };
    assert_eq!(next(&request, Some(&ada()), Some(&chosen)), Step::Proceed);
    let another = Waiting { chosen: Some("f-2".into()), ..waiting(2_000_000) };
    assert_eq!(next(&request, Some(&ada()), Some(&another)), Step::Choose);
    assert_eq!(next(&request, Some(&ada()), Some(&waiting(1_000_000))), Step::Proceed, "who just signed in has chosen");
}

#[test]
fn consent_is_asked_for_what_was_not_agreed_to() {
    let wider = |prompt: &[(&str, &str)]| request(&[&[("scope", "openid email profile")], prompt].concat(), |_| ());
    assert_eq!(next(&wider(&[]), Some(&ada()), None), Step::Consent);
    let silent = wider(&[("prompt", "none")]);
    assert_eq!(next(&silent, Some(&ada()), None), Step::Refuse(AuthorizationError::ConsentRequired));
    assert_eq!(next(&request(&[("prompt", "consent")], |_| ()), Some(&ada()), None), Step::Consent);
    let ours = request(&[("scope", "openid email profile")], |metadata| metadata.first_party = true);
    assert_eq!(next(&ours, Some(&ada()), None), Step::Proceed);
}

#[test]
fn a_client_that_is_not_for_everybody() {
    let step = |people: &[&str]| {
        let people = people.iter().map(|&name| name.to_owned()).collect();
        next(&request(&[], |metadata| metadata.people = people), Some(&ada()), None)
    };
    assert_eq!(step(&["ada@example.com"]), Step::Proceed);
    assert_eq!(step(&["@example.com"]), Step::Proceed);
    for people in [&["@ample.com"][..], &["eve@example.com"], &["example.com"]] {
        assert_eq!(step(people), Step::Refuse(AuthorizationError::AccessDenied), "{people:?}");
    }
}
