use std::time::Duration;

use crate::{
    clock::Clock,
    provider::{
        Introspection, Parameters, Protocol, Provider, TokenEndpointError, TokenResponse, UserinfoError,
        testing::{World, ada, claims, code_in, exchange, part, request},
    },
    token::Algorithm,
};

async fn code(world: &World, provider: &Provider, parameters: Parameters) -> String {
    let request = provider.authorization_request(&Ok(parameters)).await.unwrap();
    code_in(&provider.grant(&request, ada(world.clock.now())).await.unwrap())
}

async fn tokens(provider: &Provider, parameters: &Parameters) -> Result<TokenResponse, TokenEndpointError> {
    Ok(provider.tokens(&provider.exchange(None, parameters).await?).await?)
}

async fn refused(provider: &Provider, parameters: &Parameters) -> &'static str {
    tokens(provider, parameters).await.unwrap_err().wire().1
}

#[tokio::test]
async fn a_code_becomes_tokens_that_say_what_was_granted() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    let now = world.clock.now().seconds();
    let response = tokens(&provider, &exchange(&code)).await.unwrap();
    let id_token = claims(response.id_token.as_ref().unwrap());
    assert_eq!(id_token["iss"], "http://localhost:3100/op");
    assert_eq!((&id_token["sub"], &id_token["aud"]), (&"ada".into(), &"app".into()));
    assert_eq!((id_token["iat"].as_i64(), id_token["exp"].as_i64()), (Some(now), Some(now + 3600)));
    assert_eq!((&id_token["nonce"], id_token["auth_time"].as_i64()), (&"n-1".into(), Some(now)));
    assert_eq!((&id_token["email"], &id_token["email_verified"]), (&"ada@example.com".into(), &true.into()));
    assert_eq!(id_token["amr"], serde_json::json!(["pwd"]));

    let access = claims(&response.access_token);
    assert_eq!(part(&response.access_token, 0)["typ"], "at+jwt");
    for member in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti", "grant"] {
        assert!(!access[member].is_null(), "{member}");
    }
    assert_eq!(access["exp"].as_i64(), Some(now + i64::try_from(response.expires_in).unwrap()));
    assert_eq!(response.scope, "email openid profile");
    assert!(access["email"].is_null(), "no personal data in access tokens (RFC 9068 §6)");
}

#[tokio::test]
async fn every_algorithm_signs_and_hashes_in_its_own_way() {
    for (algorithm, half) in [(Algorithm::Es256, 22), (Algorithm::Rs256, 22), (Algorithm::EdDsa, 43)] {
        let world = World::signing_with(algorithm).await;
        let provider = world.provider(Protocol::OpenId);
        let response = tokens(&provider, &exchange(&code(&world, &provider, request()).await)).await.unwrap();
        let id_token = response.id_token.unwrap();
        assert_eq!(part(&id_token, 0)["alg"], algorithm.name());
        assert_eq!(claims(&id_token)["at_hash"].as_str().unwrap().len(), half);
    }
}

#[tokio::test]
async fn a_code_is_bound_to_everything_it_was_made_for() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    let good = exchange(&code);
    for (parameters, expected) in [
        (good.clone().with("client_id", "other"), "invalid_grant"),
        (good.clone().with("redirect_uri", "http://localhost:3000/auth/okta/callback/"), "invalid_grant"),
        (good.clone().without("redirect_uri"), "invalid_grant"),
        (good.clone().without("code_verifier"), "invalid_grant"),
        (good.clone().with("code_verifier", &"a".repeat(43)), "invalid_grant"),
        (good.clone().with("code_verifier", "short"), "invalid_grant"),
        (good.clone().with("code_verifier", &"a".repeat(129)), "invalid_grant"),
        (good.clone().with("code", "guessed"), "invalid_grant"),
        (good.clone().without("code"), "invalid_request"),
        (good.clone().without("grant_type"), "invalid_request"),
        (good.clone().with("grant_type", "password"), "unsupported_grant_type"),
        (good.clone().without("client_secret"), "invalid_client"),
        (good.clone().without("client_id"), "invalid_client"),
    ] {
        assert_eq!(refused(&provider, &parameters).await, expected, "{parameters:?}");
    }
    assert!(tokens(&provider, &good).await.is_ok(), "none of that spoiled the code for its own client");
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_a_downgrade() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OAuth2);
    let bare = request().without("code_challenge").without("code_challenge_method");
    let code = code(&world, &provider, bare).await;
    assert_eq!(refused(&provider, &exchange(&code)).await, "invalid_grant");
    assert!(tokens(&provider, &exchange(&code).without("code_verifier")).await.unwrap().id_token.is_none());
}

#[tokio::test]
async fn a_code_lapses_after_a_minute() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let (early, late) = (code(&world, &provider, request()).await, code(&world, &provider, request()).await);
    world.clock.forward(Duration::from_millis(59_999));
    assert!(tokens(&provider, &exchange(&early)).await.is_ok());
    world.clock.forward(Duration::from_millis(1));
    assert_eq!(refused(&provider, &exchange(&late)).await, "invalid_grant");
}

#[tokio::test]
async fn a_code_that_comes_again_ends_what_it_was_exchanged_for() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    for thief in [|good: Parameters| good, |good: Parameters| good.with("client_id", "other").without("code_verifier")]
    {
        let code = code(&world, &provider, request()).await;
        let response = tokens(&provider, &exchange(&code)).await.unwrap();
        assert!(provider.grant_for_userinfo(Some(&response.access_token)).await.is_ok());
        assert_eq!(refused(&provider, &thief(exchange(&code))).await, "invalid_grant");
        let userinfo = provider.grant_for_userinfo(Some(&response.access_token)).await;
        assert!(matches!(userinfo, Err(UserinfoError::InvalidToken)));
    }
}

#[tokio::test]
async fn of_twenty_at_once_exactly_one_gets_tokens() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    let racers: Vec<_> = (0..20)
        .map(|_| {
            let (provider, parameters) = (provider.clone(), exchange(&code));
            tokio::spawn(async move { tokens(&provider, &parameters).await })
        })
        .collect();
    let mut winners = Vec::new();
    for racer in racers {
        match racer.await.unwrap() {
            Ok(response) => winners.push(response),
            Err(error) => assert_eq!(error.wire().1, "invalid_grant"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert!(provider.issued_token(&winners[0].access_token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_code_of_another_issuer_is_unknown() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let mut settings = provider.settings().clone();
    settings.issuer = "http://localhost:3100/other".into();
    let other = Provider::new(settings, world.parts.clone());
    let code = code(&world, &provider, request()).await;
    assert_eq!(refused(&other, &exchange(&code)).await, "invalid_grant");
    let response = tokens(&provider, &exchange(&code)).await.unwrap();
    assert!(other.issued_token(&response.access_token).await.unwrap().is_none());
}

#[tokio::test]
async fn introspection_tells_a_client_of_its_own_tokens_only() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    let response = tokens(&provider, &exchange(&code)).await.unwrap();
    let ask = |token: &str, client: &str| {
        let parameters =
            Parameters::default().with("token", token).with("client_id", client).with("client_secret", "secret");
        let provider = &provider;
        async move { provider.introspect(None, &parameters).await.unwrap() }
    };
    let Introspection::Active(active) = ask(&response.access_token, "app").await else { panic!("inactive") };
    assert_eq!((active.sub.as_str(), active.client_id.as_str()), ("ada", "app"));
    let inactive = Introspection::Inactive { active: false };
    assert_eq!(ask(&response.access_token, "other").await, inactive);
    assert_eq!(ask(response.id_token.as_ref().unwrap(), "app").await, inactive);
    assert_eq!(ask("nonsense", "app").await, inactive);
    world.clock.forward(Duration::from_mins(10));
    assert_eq!(ask(&response.access_token, "app").await, inactive);
}

#[tokio::test]
async fn revocation_ends_the_grant_but_not_for_a_stranger() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    let response = tokens(&provider, &exchange(&code)).await.unwrap();
    let revoke = |client: &str| {
        Parameters::default()
            .with("token", &response.access_token)
            .with("client_id", client)
            .with("client_secret", "secret")
    };
    provider.revoke(None, &revoke("other")).await.unwrap();
    assert!(provider.issued_token(&response.access_token).await.unwrap().is_some());
    provider.revoke(None, &revoke("app")).await.unwrap();
    assert!(provider.issued_token(&response.access_token).await.unwrap().is_none());
    provider.revoke(None, &revoke("app").with("token", "unknown")).await.unwrap();
    assert_eq!(provider.revoke(None, &revoke("app").without("token")).await.unwrap_err().wire().1, "invalid_request");
    let anonymous = revoke("app").without("client_secret");
    assert_eq!(provider.revoke(None, &anonymous).await.unwrap_err().wire().1, "invalid_client");
}

#[tokio::test]
async fn userinfo_wants_openid() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OAuth2);
    let parameters = request().with("scope", "email");
    let code = code(&world, &provider, parameters).await;
    let response = tokens(&provider, &exchange(&code)).await.unwrap();
    let userinfo = provider.grant_for_userinfo(Some(&response.access_token)).await;
    assert!(matches!(userinfo, Err(UserinfoError::InsufficientScope)));
    assert!(matches!(provider.grant_for_userinfo(None).await, Err(UserinfoError::NoToken)));
}

#[tokio::test]
async fn nothing_secret_is_kept_and_nothing_is_kept_for_long() {
    let world = World::new().await;
    let provider = world.provider(Protocol::OpenId);
    let code = code(&world, &provider, request()).await;
    tokens(&provider, &exchange(&code)).await.unwrap();
    let row = {
        let mut db = world.parts.store.read().await.unwrap();
        db.grants().by_code("http://localhost:3100/op", &crate::digest::sha256(&code)).await.unwrap().unwrap()
    };
    assert!(!format!("{row:?}").contains(&code));
    let mut db = world.parts.store.write().await.unwrap();
    assert_eq!(db.grants().purge(world.clock.now()).await.unwrap(), 0);
    world.clock.forward(Duration::from_secs(3661));
    assert_eq!(db.grants().purge(world.clock.now()).await.unwrap(), 1);
}
