use super::*;
use crate::provider::{AuthMethod, ClientId, ClientMetadata, Origin, Redirects, Secret};

const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const RULES: Rules<'static> = Rules { issuer: "http://localhost:3100/op", protocol: Protocol::OpenId, pushed: false };

fn client(protocol: Protocol) -> Arc<Client> {
    let id = ClientId::parse("app").unwrap();
    Arc::new(Client::on_loopback(id, &["openid", "profile", "email"], protocol))
}

fn read(parameters: &Result<Parameters, Malformed>) -> Result<AuthorizationRequest, RequestRefusal> {
    AuthorizationRequest::parse(parameters, client(Protocol::OpenId), RULES)
}

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
    read(&Ok(parameters))
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
    assert!(request.prompt.asks_for(Ask::Login) && !request.prompt.asks_for(Ask::Consent));
    assert_eq!(request.response_mode, ResponseMode::Query);
    assert_eq!(request.nonce.as_deref(), Some("n-1"));
    assert_eq!(parse(good().with("response_mode", "form_post")).unwrap().response_mode, ResponseMode::FormPost);
    assert_eq!(parse(good().with("prompt", "none")).unwrap().prompt, Prompt::Silent);
}

#[test]
fn nothing_is_sent_to_an_address_that_was_not_found_good() {
    for (parameters, expected) in [
        (good().without("redirect_uri"), Unredirectable::RedirectUri),
        (good().with("redirect_uri", "https://example.com/callback"), Unredirectable::RedirectUri),
    ] {
        assert!(matches!(parse(parameters), Err(RequestRefusal::Page(why)) if why == expected));
    }
    let parameters = Parameters::parse(&format!("{}&redirect_uri=http%3A%2F%2Flocalhost%2Fother", good().encode()));
    assert!(matches!(read(&parameters), Err(RequestRefusal::Page(Unredirectable::RedirectUri))));
}

#[test]
fn a_repeated_parameter_is_told_by_redirect() {
    let parameters = Parameters::parse(&format!("{}&nonce=n-2", good().encode()));
    let Err(RequestRefusal::Redirect(response)) = read(&parameters) else { panic!("accepted") };
    assert_eq!(response.parameters[0], ("error", "invalid_request".to_owned()));
    // A state that stands twice is neither of the two.
    let parameters = Parameters::parse(&format!("{}&state=other", good().encode()));
    let Err(RequestRefusal::Redirect(response)) = read(&parameters) else { panic!("accepted") };
    assert!(response.parameters.iter().all(|(name, _)| *name != "state"));
}

#[test]
fn each_fault_is_told_by_its_own_word() {
    for (parameters, expected) in [
        (good().without("response_type"), "invalid_request"),
        (good().with("response_type", "token"), "unsupported_response_type"),
        (good().with("response_type", "code token"), "unsupported_response_type"),
        (good().with("response_type", "id_token code"), "unauthorized_client"),
        (good().with("response_mode", "carrier_pigeon"), "invalid_request"),
        (good().with("response_mode", "web_message"), "invalid_request"),
        (good().with("claims", "[]"), "invalid_request"),
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
    let parse = |parameters| AuthorizationRequest::parse(&Ok(parameters), client(Protocol::OAuth2), rules);
    assert_eq!(parse(bare).unwrap().challenge, None);
    assert!(parse(good()).unwrap().challenge.is_some());
    assert!(parse(good().with("code_challenge_method", "plain")).is_err());
}

fn registered() -> Client {
    let metadata = ClientMetadata {
        redirect_uris: vec![RedirectUri::parse("https://app.example/cb").unwrap()],
        origins: [Origin::parse("https://app.example").unwrap()].into(),
        response_types: [ResponseType::Code, ResponseType::IdToken, ResponseType::CodeIdToken].into(),
        scope: Scope::of(&["openid", "email", "orders:read"]),
        audiences: ["https://api.example".to_owned()].into(),
        ..ClientMetadata::default()
    };
    let id = ClientId::parse("app").unwrap();
    Client { id, secret: Secret::Without, redirects: Redirects::Registered, metadata }
}

fn asked(client: Client, parameters: Parameters) -> Result<AuthorizationRequest, &'static str> {
    let parameters = parameters.with("redirect_uri", "https://app.example/cb");
    let rules = Rules { protocol: Protocol::OpenIdAndOAuth2, ..RULES };
    AuthorizationRequest::parse(&Ok(parameters), Arc::new(client), rules).map_err(|refusal| match refusal {
        RequestRefusal::Redirect(answer) => {
            ["invalid_request", "invalid_scope", "invalid_target", "unauthorized_client"]
                .into_iter()
                .find(|code| *code == answer.parameters[0].1)
                .unwrap()
        }
        RequestRefusal::Page(_) => "page",
        RequestRefusal::Failed(_) => "failed",
    })
}

#[test]
fn what_comes_through_the_browser_is_not_for_servers_logs() {
    for (response_type, mode) in [("id_token", ResponseMode::Fragment), ("code id_token", ResponseMode::Fragment)] {
        let request = asked(registered(), good().with("response_type", response_type)).unwrap();
        assert_eq!(request.response_mode, mode);
        let in_query = good().with("response_type", response_type).with("response_mode", "query");
        assert_eq!(asked(registered(), in_query).unwrap_err(), "invalid_request");
        // OpenID Connect Core §3.2.2.1: nothing else binds the ID token to who asked.
        let without = good().with("response_type", response_type).without("nonce");
        assert_eq!(asked(registered(), without).unwrap_err(), "invalid_request");
        assert_eq!(
            asked(registered(), good().with("response_type", response_type).with("scope", "email")).unwrap_err(),
            "invalid_scope"
        );
    }
}

#[test]
fn a_message_goes_to_an_origin_of_the_client_alone() {
    let by_message = || good().with("response_mode", "web_message");
    assert_eq!(asked(registered(), by_message()).unwrap().response_mode, ResponseMode::WebMessage);
    let mut elsewhere = registered();
    elsewhere.metadata.origins = [Origin::parse("https://other.example").unwrap()].into();
    assert_eq!(asked(elsewhere, by_message()).unwrap_err(), "invalid_request");
}

#[test]
fn a_client_gets_no_more_than_it_may_have() {
    let request = asked(registered(), good().with("scope", "openid email orders:read orders:write")).unwrap();
    assert_eq!(request.scope.to_string(), "email openid orders:read");
    let narrow = Client {
        metadata: ClientMetadata { response_types: [ResponseType::Code].into(), ..registered().metadata },
        ..registered()
    };
    assert_eq!(asked(narrow, good().with("response_type", "id_token")).unwrap_err(), "unauthorized_client");
    let parameters = Parameters::parse(&format!("{}&resource=https%3A%2F%2Fapi.example", good().encode())).unwrap();
    assert_eq!(asked(registered(), parameters).unwrap().resources.len(), 1);
    let parameters = Parameters::parse(&format!("{}&resource=https%3A%2F%2Fother.example", good().encode())).unwrap();
    assert_eq!(asked(registered(), parameters).unwrap_err(), "invalid_target");
}

#[test]
fn whoever_has_no_secret_needs_a_challenge_whatever_is_configured() {
    let bare = || good().without("code_challenge").without("code_challenge_method");
    let lax = ClientMetadata { require_pkce: false, ..registered().metadata };
    assert!(asked(Client { metadata: lax.clone(), ..registered() }, bare()).is_ok());
    let public = ClientMetadata { token_endpoint_auth_method: AuthMethod::None, ..lax };
    assert_eq!(asked(Client { metadata: public, ..registered() }, bare()).unwrap_err(), "invalid_request");
}
