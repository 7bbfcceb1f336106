use super::*;

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const RULES: Rules<'static> = Rules {
    issuer: "http://localhost:3100/op",
    protocol: Protocol::OpenId,
    clients: Clients::AnyOnLoopback,
    scopes: &["openid", "profile", "email"],
};

fn good() -> Parameters {
    Parameters::default()
        .with("client_id", "app")
        .with("redirect_uri", "http://localhost:3000/callback")
        .with("response_type", "code")
        .with("scope", "openid email admin")
        .with("state", "a b&c\"'<")
        .with("nonce", "n-1")
        .with("code_challenge", CHALLENGE)
        .with("code_challenge_method", "S256")
}

fn parse(parameters: Parameters) -> Result<AuthorizationRequest, RequestRefusal> {
    AuthorizationRequest::parse(&Ok(parameters), RULES)
}

/// The error a redirect tells.
fn told(parameters: Parameters) -> String {
    let Err(RequestRefusal::Redirect(response)) = parse(parameters) else { panic!("no redirect with an error") };
    assert!(response.parameters.contains(&("state", "a b&c\"'<".to_owned())));
    assert!(response.parameters.contains(&("iss", RULES.issuer.to_owned())));
    response.parameters[0].1.clone()
}

#[test]
fn a_good_request_is_read_in_full() {
    let request = parse(good().with("max_age", "300").with("prompt", "login").with("unknown", "x")).unwrap();
    assert_eq!(request.scope.to_string(), "email openid");
    assert_eq!(request.max_age, Some(Duration::from_mins(5)));
    assert_eq!((request.prompt, request.response_mode), (Prompt::Interactive, ResponseMode::Query));
    assert_eq!(request.nonce.as_deref(), Some("n-1"));
    assert_eq!(parse(good().with("response_mode", "form_post")).unwrap().response_mode, ResponseMode::FormPost);
    assert_eq!(parse(good().with("prompt", "none")).unwrap().prompt, Prompt::Silent);
}

#[test]
fn nothing_is_sent_to_an_address_that_was_not_found_good() {
    for (parameters, expected) in [
        (good().without("client_id"), Unredirectable::ClientId),
        (good().with("client_id", "é"), Unredirectable::ClientId),
        (good().without("redirect_uri"), Unredirectable::RedirectUri),
        (good().with("redirect_uri", "https://example.com/callback"), Unredirectable::RedirectUri),
    ] {
        assert_eq!(parse(parameters), Err(RequestRefusal::Page(expected)));
    }
    for (twice, expected) in [
        ("client_id=app", Unredirectable::ClientId),
        ("redirect_uri=http%3A%2F%2Flocalhost%2Fother", Unredirectable::RedirectUri),
    ] {
        let parameters = Parameters::parse(&format!("{}&{twice}", good().encode()));
        assert_eq!(AuthorizationRequest::parse(&parameters, RULES), Err(RequestRefusal::Page(expected)));
    }
}

#[test]
fn a_repeated_parameter_is_told_by_redirect() {
    let parameters = Parameters::parse(&format!("{}&nonce=n-2", good().encode()));
    let Err(RequestRefusal::Redirect(response)) = AuthorizationRequest::parse(&parameters, RULES) else {
        panic!("accepted")
    };
    assert_eq!(response.parameters[0], ("error", "invalid_request".to_owned()));
    // A state that stands twice is neither of the two.
    let parameters = Parameters::parse(&format!("{}&state=other", good().encode()));
    let Err(RequestRefusal::Redirect(response)) = AuthorizationRequest::parse(&parameters, RULES) else {
        panic!("accepted")
    };
    assert!(response.parameters.iter().all(|(name, _)| *name != "state"));
}

#[test]
fn each_fault_is_told_by_its_own_word() {
    for (parameters, expected) in [
        (good().without("response_type"), "invalid_request"),
        (good().with("response_type", "token"), "unsupported_response_type"),
        (good().with("response_type", "code id_token"), "unsupported_response_type"),
        (good().with("response_mode", "fragment"), "invalid_request"),
        (good().with("scope", "email"), "invalid_scope"),
        (good().without("scope"), "invalid_scope"),
        (good().with("scope", "openid \"x\""), "invalid_scope"),
        (good().with("request", "ey"), "request_not_supported"),
        (good().with("request_uri", "http://localhost:9/"), "request_uri_not_supported"),
        (good().with("registration", "{}"), "registration_not_supported"),
        (good().with("prompt", "none login"), "invalid_request"),
        (good().with("prompt", "surprise"), "invalid_request"),
        (good().with("max_age", "-1"), "invalid_request"),
        (good().with("max_age", "soon"), "invalid_request"),
        (good().with("nonce", &"n".repeat(513)), "invalid_request"),
    ] {
        assert_eq!(told(parameters.clone()), expected, "{parameters:?}");
    }
}

#[test]
fn only_s256_will_do() {
    for parameters in [
        good().without("code_challenge").without("code_challenge_method"),
        good().without("code_challenge"),
        good().without("code_challenge_method"),
        good().with("code_challenge_method", "plain"),
        good().with("code_challenge_method", "s256"),
        good().with("code_challenge", "short"),
    ] {
        assert_eq!(told(parameters.clone()), "invalid_request", "{parameters:?}");
    }
}

#[test]
fn plain_oauth_may_go_without_a_challenge_but_not_with_a_weak_one() {
    let rules = Rules { protocol: Protocol::OAuth2, ..RULES };
    let bare = good().without("code_challenge").without("code_challenge_method").without("scope");
    assert_eq!(AuthorizationRequest::parse(&Ok(bare), rules).unwrap().challenge, None);
    assert!(AuthorizationRequest::parse(&Ok(good()), rules).unwrap().challenge.is_some());
    assert!(AuthorizationRequest::parse(&Ok(good().with("code_challenge_method", "plain")), rules).is_err());
}
