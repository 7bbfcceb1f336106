//! Providers with ways of their own: Google's Workspace, Microsoft's tenants, Apple's form, Auth0's
//! slash, GitHub and any other OAuth 2.0 server.

use app::wire::Notice;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{parameter, refused};
use crate::support::{Engine, Reply, Site, StubProvider, callback, claims, on_both_engines};

on_both_engines! {
    googles_workspace_is_told_by_its_claim,
    microsofts_tenants_are_told_apart,
    one_tenant_of_microsofts_is_one_issuer,
    auth0s_issuer_keeps_its_slash,
    apple_posts_a_name_once_and_takes_a_signed_secret,
    github_is_asked_for_verified_addresses,
    any_oauth_2_server_is_read_by_its_mapping,
}

const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const OTHER_TENANT: &str = "00000000-0000-4000-8000-000000000001";

async fn site_of(engine: Engine, id: &str, settings: &[(&str, &str)]) -> Site {
    let mut named = vec![(format!("providers.{id}.client_id"), "gatepost")];
    if id != "apple" {
        named.push((format!("providers.{id}.client_secret"), "hush"));
    }
    named.extend(settings.iter().map(|(key, value)| (format!("providers.{id}.{key}"), *value)));
    let pairs: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    Site::with(engine, &pairs).await
}

async fn verified(site: &Site) -> Vec<Value> {
    let people = site.store.read().await.unwrap().accounts().page(100, 0).await.unwrap();
    people.into_iter().map(|person| json!([person.name, person.email, person.verified_email])).collect()
}

/// Asking for a domain is not yet having it.
async fn googles_workspace_is_told_by_its_claim(engine: Engine) {
    let stub = StubProvider::start().await;
    let issuer = stub.issuer();
    let site = site_of(engine, "google", &[("issuer", &issuer), ("hosted_domain", "example.com")]).await;
    let authorize = site.browser().begin("/auth/google/start").await;
    assert_eq!(parameter(&authorize, "hd").as_deref(), Some("example.com"));
    for refusal in [
        json!({}),
        json!({ "hd": "evil.example" }),
        json!({ "hd": "" }),
        json!({ "hd": ["example.com"] }),
        json!({ "email": "ada@example.com" }),
    ] {
        refused(&site, &stub.sign_in(&site, "google", refusal).await, Notice::AnswerRefused).await;
    }
    let answer = stub.sign_in(&site, "google", json!({ "hd": "Example.com" })).await;
    assert!(answer.session_cookie().is_some());
}

async fn microsofts_tenants_are_told_apart(engine: Engine) {
    let stub = StubProvider::start().await;
    let template = format!("{}/{{tenantid}}/v2.0", stub.issuer());
    stub.says_of_itself("/common/v2.0", json!({ "issuer": template }));
    let issuer = stub.at("/common/v2.0");
    let of = |tenant: &str| format!("{}/{tenant}/v2.0", stub.issuer());
    let site = site_of(engine, "microsoft", &[("issuer", &issuer), ("tenants", TENANT)]).await;
    for refusal in [
        json!({ "iss": of(TENANT) }),
        json!({ "iss": of(OTHER_TENANT), "tid": OTHER_TENANT }),
        json!({ "iss": of(OTHER_TENANT), "tid": TENANT }),
        json!({ "iss": template, "tid": TENANT }),
        json!({ "iss": issuer, "tid": TENANT }),
        json!({ "iss": of(TENANT), "tid": "common" }),
        json!({ "iss": of("../evil"), "tid": "../evil" }),
    ] {
        refused(&site, &stub.sign_in(&site, "microsoft", refusal).await, Notice::AnswerRefused).await;
    }
    let mut good = json!({ "iss": of(TENANT), "tid": TENANT, "auth_time": null });
    assert!(stub.sign_in(&site, "microsoft", good.clone()).await.session_cookie().is_some());
    assert_eq!(verified(&site).await, [json!(["Ada Lovelace", null, null])], "email_verified is not Microsoft's");
    // Whoever has the same `sub` in another tenant is somebody else.
    let site = site_of(engine, "microsoft", &[("issuer", &issuer)]).await;
    good["xms_edov"] = json!("1");
    stub.sign_in(&site, "microsoft", good).await;
    let other = json!({ "iss": of(OTHER_TENANT), "tid": OTHER_TENANT, "email": null });
    stub.sign_in(&site, "microsoft", other).await;
    assert_eq!(site.database.count("identities").await, 2);
    assert_eq!(site.database.count("people where verified_email = 'ada@example.com'").await, 1);
}

async fn one_tenant_of_microsofts_is_one_issuer(engine: Engine) {
    let stub = StubProvider::start().await;
    let path = format!("/{TENANT}/v2.0");
    stub.says_of_itself(&path, json!({}));
    let issuer = stub.at(&path);
    let site = site_of(engine, "microsoft", &[("issuer", &issuer)]).await;
    let answer = stub.sign_in(&site, "microsoft", json!({ "iss": stub.at("/other/v2.0") })).await;
    refused(&site, &answer, Notice::AnswerRefused).await;
    assert!(stub.sign_in(&site, "microsoft", json!({ "iss": issuer })).await.session_cookie().is_some());
}

async fn auth0s_issuer_keeps_its_slash(engine: Engine) {
    let stub = StubProvider::start().await;
    let issuer = stub.url.to_string();
    stub.says_of_itself("/", json!({ "issuer": issuer }));
    let site = site_of(engine, "auth0", &[("issuer", &issuer)]).await;
    refused(&site, &stub.sign_in(&site, "auth0", json!({})).await, Notice::AnswerRefused).await;
    assert!(stub.sign_in(&site, "auth0", json!({ "iss": issuer })).await.session_cookie().is_some());
}

async fn apple_posts_a_name_once_and_takes_a_signed_secret(engine: Engine) {
    let stub = StubProvider::start().await;
    let (issuer, key) = (stub.issuer(), super::client_keys::ec_pem());
    let settings =
        [("issuer", &*issuer), ("team_id", "TEAM123456"), ("private_key", &key), ("private_key_id", "KEY1234567")];
    let site = site_of(engine, "apple", &settings).await;
    for round in 0..2 {
        let browser = site.browser();
        let authorize = browser.begin("/auth/apple/start").await;
        assert_eq!(parameter(&authorize, "response_mode").as_deref(), Some("form_post"));
        assert_eq!(parameter(&authorize, "scope").as_deref(), Some("openid name email"));
        let mut said = stub.claims(&authorize, site.now());
        said["email_verified"] = json!("true");
        for member in ["name", "auth_time"] {
            said.as_object_mut().unwrap().remove(member);
        }
        stub.vouches(&said);
        let user = r#"{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"evil@example.com"}"#;
        let mut fields = vec![("code", "c-1")];
        if round == 0 {
            fields.push(("user", user));
        }
        let answer = stub.posts(&browser, &authorize, &fields).await;
        assert!(answer.session_cookie().is_some(), "{}", answer.text());
        assert_eq!(browser.session().await["name"], "Ada Lovelace");
    }
    assert_eq!(verified(&site).await, [json!(["Ada Lovelace", "ada@example.com", "ada@example.com"])]);
    let secret = &stub.asked_last("POST /token").form["client_secret"];
    let claims = claims(secret);
    assert_eq!(
        (&claims["iss"], &claims["sub"], &claims["aud"]),
        (&json!("TEAM123456"), &json!("gatepost"), &json!(issuer))
    );
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert!((1..15_777_000).contains(&life), "at most six months: {life}");
    assert_eq!(crate::support::header(secret)["kid"], "KEY1234567");
    assert_eq!(crate::support::header(secret)["alg"], "ES256");
}

async fn github_is_asked_for_verified_addresses(engine: Engine) {
    let stub = StubProvider::start().await;
    let at = |path: &str| stub.at(path);
    let (authorize, token, user, emails) = (at("/login"), at("/token"), at("/user"), at("/user/emails"));
    let settings = [
        ("authorization_endpoint", &*authorize),
        ("token_endpoint", &*token),
        ("userinfo_endpoint", &*user),
        ("emails_endpoint", &*emails),
    ];
    let site = site_of(engine, "github", &settings).await;
    stub.answers("/token", Reply::Json(json!({ "access_token": "gho_1", "token_type": "bearer", "scope": "x" })));
    let list = |primary_verified: bool| {
        json!([
            { "email": "old@example.com", "verified": true, "primary": false },
            { "email": "ada@example.com", "verified": primary_verified, "primary": true },
        ])
    };
    for (id, listed, expected) in [
        (1, Reply::Json(list(true)), json!(["Ada", "ada@example.com", "ada@example.com"])),
        (2, Reply::Json(list(false)), json!(["Ada", "old@example.com", "old@example.com"])),
        (3, Reply::Json(json!([])), json!(["Ada", null, null])),
        (4, Reply::Raw(StatusCode::FORBIDDEN, "text/plain", Vec::new()), json!(["Ada", null, null])),
    ] {
        let profile =
            json!({ "id": id, "login": "ada", "name": "Ada", "email": (id < 4).then_some("typed@example.com") });
        stub.answers("/user", Reply::Json(profile));
        stub.answers("/user/emails", listed);
        let browser = site.browser();
        let authorize = browser.begin("/auth/github/start").await;
        assert_eq!(parameter(&authorize, "scope").as_deref(), Some("read:user user:email"));
        assert_eq!(parameter(&authorize, "nonce"), None);
        let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
        assert!(answer.session_cookie().is_some(), "{}", answer.text());
        assert!(verified(&site).await.contains(&expected), "{expected} in {:?}", verified(&site).await);
    }
    assert_eq!(stub.asked_last("GET /user").headers["authorization"], "Bearer gho_1");
    assert_eq!(stub.asked_last("POST /token").headers["accept"], "application/json");
    assert_eq!(site.database.count("identities where subject = '1' and issuer = 'https://github.com'").await, 1);

    // GitHub tells an error with status 200, and no id is nobody.
    stub.answers("/token", Reply::Json(json!({ "error": "bad_verification_code" })));
    let browser = site.browser();
    let authorize = browser.begin("/auth/github/start").await;
    let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
    assert!(refused(&site, &answer, Notice::ProviderError).await.contains("bad_verification_code"));
    stub.answers("/token", Reply::Json(json!({ "access_token": "gho_1" })));
    for nobody in [json!({ "login": "ada" }), json!({ "id": 1.5 }), json!({ "id": "" }), json!({ "id": [1] })] {
        stub.answers("/user", Reply::Json(nobody));
        let authorize = browser.begin("/auth/github/start").await;
        let answer = browser.arrive(&callback(&authorize, &[("code", "c-1")])).await;
        refused(&site, &answer, Notice::AnswerRefused).await;
    }
}

async fn any_oauth_2_server_is_read_by_its_mapping(engine: Engine) {
    let stub = StubProvider::start().await;
    let at = |path: &str| stub.at(path);
    let (authorize, token, me) = (at("/authorize"), at("/token"), at("/me"));
    let settings = [
        ("preset", "oauth2"),
        ("authorization_endpoint", &*authorize),
        ("token_endpoint", &*token),
        ("userinfo_endpoint", &*me),
        ("scopes", "read"),
        ("subject_claim", "data.uuid"),
        ("email_claim", "data.mail"),
        ("email_verified_claim", "data.confirmed"),
        ("name_claim", "data.display"),
    ];
    let site = site_of(engine, "club", &settings).await;
    stub.answers("/token", Reply::Json(json!({ "access_token": "t" })));
    let data = json!({ "uuid": "u-1", "mail": "ada@example.com", "confirmed": true, "display": "Ada" });
    stub.answers("/me", Reply::Json(json!({ "data": data })));
    let browser = site.browser();
    let authorize = browser.begin("/auth/club/start").await;
    assert_eq!(parameter(&authorize, "scope").as_deref(), Some("read"));
    assert!(browser.arrive(&callback(&authorize, &[("code", "c-1")])).await.session_cookie().is_some());
    assert_eq!(verified(&site).await, [json!(["Ada", "ada@example.com", "ada@example.com"])]);
    assert_eq!(site.database.count("identities where subject = 'u-1'").await, 1);
}
