use std::time::Duration;

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};

use super::{ClientAuthentication, EmailVerified, Field, ProviderConfig, ProviderKind, ResponseMode};
use crate::config::{Config, ConfigErrors, Sources};

fn pem(der: &[u8]) -> String {
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
}

fn ec_key() -> String {
    pem(EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap().as_ref())
}

fn rsa_key() -> String {
    pem(KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap().as_ref())
}

/// One provider of that id with those settings, beside a client id and, unless they hold a way to
/// authenticate, a secret.
fn read(id: &str, settings: &[(&str, &str)]) -> Result<ProviderConfig, Vec<String>> {
    let mut all = vec![("client_id", "id")];
    let own = ["client_secret", "private_key", "private_key_file", "client_authentication", "team_id"];
    if !settings.iter().any(|(key, _)| own.contains(key)) {
        all.push(("client_secret", "secret"));
    }
    all.extend(settings);
    let named: Vec<_> = all.iter().map(|(key, value)| (format!("providers.{id}.{key}"), *value)).collect();
    let pairs: Vec<_> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let config = Config::read(Sources::from_pairs(&pairs)).map_err(|ConfigErrors(mistakes)| mistakes)?;
    Ok(config.providers.into_iter().find(|provider| provider.id == id).unwrap())
}

/// The one mistake of such a section, without the section's name.
fn mistake(id: &str, settings: &[(&str, &str)]) -> String {
    let mistakes = read(id, settings).expect_err("such a section must be refused");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    mistakes[0].strip_prefix(&format!("providers.{id}.")).unwrap().to_owned()
}

fn issuer(id: &str, settings: &[(&str, &str)]) -> String {
    read(id, settings).unwrap().kind.issuer()
}

const OIDC: (&str, &str) = ("issuer", "https://id.example");

#[test]
fn oktas_two_kinds_of_authorization_server_are_told_apart() {
    assert_eq!(issuer("okta", &[("domain", "dev-1.okta.com")]), "https://dev-1.okta.com/oauth2/default");
    let server = |server| issuer("okta", &[("domain", "dev-1.okta.com"), ("authorization_server", server)]);
    assert_eq!(server("org"), "https://dev-1.okta.com");
    assert_eq!(server("aus1x2y3"), "https://dev-1.okta.com/oauth2/aus1x2y3");
    for sound in ["https://dev-1.okta.com", "https://dev-1.okta.com/oauth2/default"] {
        assert_eq!(issuer("okta", &[("issuer", sound)]), sound);
    }
    for confused in [
        "https://dev-1.okta.com/",
        "https://dev-1.okta.com/oauth2",
        "https://dev-1.okta.com/oauth2/",
        "https://dev-1.okta.com/oauth2/default/",
        "https://dev-1.okta.com/oauth2/default/v1",
        "https://dev-1.okta.com/oauth2/default/.well-known/openid-configuration",
    ] {
        assert!(mistake("okta", &[("issuer", confused)]).starts_with("issuer is no issuer of Okta's"), "{confused}");
    }
    for domain in ["https://dev-1.okta.com", "dev-1.okta.com/oauth2/default", "dev-1-admin.okta.com", "okta"] {
        assert!(mistake("okta", &[("domain", domain)]).starts_with("domain "), "{domain}");
    }
}

#[test]
fn auth0s_issuer_ends_with_a_slash() {
    assert_eq!(issuer("auth0", &[("domain", "shop.eu.auth0.com")]), "https://shop.eu.auth0.com/");
    assert!(mistake("auth0", &[("issuer", "https://shop.eu.auth0.com")]).starts_with("issuer ends with a slash"));
}

#[test]
fn microsofts_tenants() {
    const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
    let tenants = |settings: &[(&str, &str)]| match read("microsoft", settings).unwrap().kind {
        ProviderKind::Oidc(oidc) => oidc.tenants,
        _ => panic!("Microsoft speaks OpenID Connect"),
    };
    assert_eq!(tenants(&[("tenant", TENANT)]), None);
    let everybody = tenants(&[("tenant", "common")]).unwrap();
    assert_eq!(everybody.issuer_of(TENANT).unwrap(), format!("https://login.microsoftonline.com/{TENANT}/v2.0"));
    for odd in ["", "common", "../x", "72f988bf-86f1-41af-91ab-2d7cd011db4/", &TENANT.to_uppercase()] {
        assert_eq!(everybody.issuer_of(odd), None, "{odd}");
    }
    let one = tenants(&[("tenant", "organizations"), ("tenants", TENANT)]).unwrap();
    assert!(one.issuer_of(TENANT).is_some());
    assert_eq!(one.issuer_of("00000000-86f1-41af-91ab-2d7cd011db47"), None);
    assert!(issuer("microsoft", &[("tenant", "consumers")]).contains("9188040d-6c67-4c5b-b112-36a304b66dad"));
    assert!(mistake("microsoft", &[("tenant", "contoso.onmicrosoft.com")]).starts_with("tenant is"));
    assert!(mistake("microsoft", &[("tenant", TENANT), ("tenants", TENANT)]).starts_with("tenants goes with"));
    assert!(mistake("microsoft", &[]).starts_with("tenant is missing"));
}

#[test]
fn apple_takes_a_key_and_posts_its_answer() {
    let key = ec_key();
    let apple = read("apple", &[("team_id", "T1"), ("private_key", &key), ("private_key_id", "K1")]).unwrap();
    assert_eq!(apple.request.response_mode, ResponseMode::FormPost);
    assert_eq!(apple.request.scopes, ["openid", "name", "email"]);
    assert!(matches!(apple.mapping.email_verified, EmailVerified::LooseClaim(_)));
    assert!(matches!(apple.authentication, ClientAuthentication::AppleSecret { .. }));
    // As an environment variable holds it.
    let one_line = key.replace('\n', "\\n");
    assert!(read("apple", &[("team_id", "T1"), ("private_key", &one_line), ("private_key_id", "K1")]).is_ok());
    assert!(mistake("apple", &[("team_id", "T1"), ("private_key", &key)]).starts_with("private_key_id"));
    let rsa = rsa_key();
    let with_rsa = [("team_id", "T1"), ("private_key", rsa.as_str()), ("private_key_id", "K1")];
    assert!(mistake("apple", &with_rsa).starts_with("private_key is an EC key"));
    assert!(mistake("apple", &[("team_id", "T1")]).starts_with("private_key is missing"));
}

#[test]
fn a_client_authenticates_in_one_way() {
    let (ec, rsa) = (ec_key(), rsa_key());
    let read = |settings: &[(&str, &str)]| read("company", &[&[OIDC], settings].concat());
    assert!(matches!(
        read(&[("private_key", &ec)]).unwrap().authentication,
        ClientAuthentication::PrivateKeyJwt(key) if key.algorithm == jsonwebtoken::Algorithm::ES256
    ));
    let pss = read(&[("private_key", &rsa), ("private_key_algorithm", "PS256")]).unwrap();
    assert_eq!(pss.authentication.published_key().unwrap().algorithm, jsonwebtoken::Algorithm::PS256);
    let basic = read(&[("client_secret", "s"), ("client_authentication", "client_secret_basic")]).unwrap();
    assert!(matches!(basic.authentication, ClientAuthentication::SecretBasic(_)));
    let none = read(&[("client_authentication", "none")]).unwrap();
    assert!(matches!(none.authentication, ClientAuthentication::None));
    for (settings, key) in [
        (vec![("client_authentication", "none"), ("client_secret", "s")], "client_authentication"),
        (vec![("client_authentication", "client_secret_post")], "client_secret"),
        (vec![("client_authentication", "private_key_jwt"), ("client_secret", "s")], "private_key"),
        (vec![("client_authentication", "tls_client_auth"), ("client_secret", "s")], "client_authentication"),
        (vec![("private_key", "-----BEGIN PRIVATE KEY-----")], "private_key"),
        (vec![("private_key", &ec), ("private_key_algorithm", "RS256")], "private_key_algorithm"),
        (vec![("private_key_file", "/nowhere/key.pem")], "private_key_file"),
    ] {
        let mistakes = read(&settings).unwrap_err();
        assert!(mistakes.iter().any(|told| told.starts_with(&format!("providers.company.{key} "))), "{mistakes:?}");
        assert!(!mistakes.concat().contains("BEGIN"), "no key is repeated: {mistakes:?}");
    }
}

#[test]
fn authorities_that_cannot_be_used_are_told_by_name() {
    let folder = std::env::temp_dir().join(format!("gatepost-ca-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let nonsense = "-----BEGIN CERTIFICATE-----\nbm8gY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    for (name, text) in [("empty.pem", ""), ("text.pem", "no certificate"), ("nonsense.pem", nonsense)] {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        let mistakes = read("company", &[OIDC, ("ca_file", path.to_str().unwrap())]).unwrap_err();
        assert!(mistakes[0].starts_with("providers.company.ca_file holds no certificate"), "{name}: {mistakes:?}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let mistakes = read("company", &[OIDC, ("ca_file", "/nowhere/ca.pem")]).unwrap_err();
    assert!(mistakes[0].starts_with("providers.company.ca_file cannot be read"), "{mistakes:?}");
}

#[test]
fn extra_parameters_never_take_the_place_of_ours() {
    let extra = |text: &str| read("company", &[OIDC, ("extra_params", text)]);
    let company = extra("audience=api%3A%2F%2Fdefault&connection=google+apps").unwrap();
    assert_eq!(company.request.fixed("audience"), Some("api://default"));
    assert_eq!(company.request.fixed("connection"), Some("google apps"));
    for name in [
        "state",
        "nonce",
        "redirect_uri",
        "code_challenge",
        "code_challenge_method",
        "response_type",
        "client_id",
        "request_uri",
        "prompt",
        "scope",
        "response_mode",
        "max_age",
    ] {
        let mistakes = extra(&format!("audience=x&{name}=evil")).unwrap_err();
        assert!(mistakes[0].contains(name), "{mistakes:?}");
    }
    assert!(extra("a=1&a=2").is_err() && extra("=1").is_err());
}

#[test]
fn what_a_request_says_is_checked_before_it_is_sent() {
    let company = read(
        "company",
        &[
            OIDC,
            ("prompt", "login consent"),
            ("display", "popup"),
            ("acr_values", "urn:mfa phr"),
            ("claims", r#"{"id_token": {"groups": null}}"#),
            ("max_age", "3600"),
            ("request_params", "login_hint"),
        ],
    )
    .unwrap();
    assert_eq!(company.request.fixed("prompt"), Some("login consent"));
    assert_eq!(company.request.fixed("claims"), Some(r#"{"id_token":{"groups":null}}"#));
    assert_eq!(company.request.max_age, Some(3600));
    for (key, wrong) in [
        ("prompt", "maybe"),
        ("prompt", "none login"),
        ("display", "hologram"),
        ("claims", "groups"),
        ("claims", r#"{"access_token":{}}"#),
        ("max_age", "-1"),
        ("scopes", "profile email"),
        ("request_params", "state"),
        ("response_mode", "fragment"),
        ("algorithms", "none"),
        ("algorithms", "RS256 ES512"),
        ("leeway", "61"),
        ("timeout", "0"),
        ("proxy", "socks5://x"),
        ("userinfo", "sometimes"),
        ("fields", "is_superuser=admin"),
        ("protected_fields", "password"),
        ("groups_claim", "groups"),
        ("allowed_domains", "@example.com"),
        ("allowed_emails", "example.com"),
        ("jwks_uri", "http://id.example/keys"),
        ("signing_key", "-----BEGIN PUBLIC KEY-----"),
        ("callback_path", "/auth/company/jwks.json"),
        ("authorization_server", "org"),
        ("tenant", "common"),
        ("emails_endpoint", "https://id.example/emails"),
    ] {
        assert!(mistake("company", &[OIDC, (key, wrong)]).starts_with(key), "{key}");
    }
}

#[test]
fn a_symmetric_algorithm_needs_its_secret() {
    assert!(read("company", &[OIDC, ("algorithms", "HS256")]).is_ok());
    let key = ec_key();
    assert!(mistake("company", &[OIDC, ("algorithms", "HS256"), ("private_key", &key)]).starts_with("algorithms"));
}

#[test]
fn fields_are_mapped_over_the_usual_ones() {
    let company = read(
        "company",
        &[
            OIDC,
            ("fields", "first_name=vorname&username=preferred_username"),
            ("defaults", "language=de"),
            ("protected_fields", "last_name"),
            ("staff_groups", "admins ops"),
        ],
    )
    .unwrap();
    let claim = |field| company.mapping.fields.iter().find(|(one, _)| *one == field).map(|(_, claim)| claim.as_str());
    assert_eq!(claim(Field::FirstName), Some("vorname"));
    assert_eq!(claim(Field::LastName), Some("family_name"));
    assert_eq!(company.mapping.protected, [Field::LastName]);
    assert_eq!(company.mapping.roles.unwrap().claim, "groups");
    assert_eq!(company.mapping.wanted, ["email", "name", "vorname", "preferred_username", "groups"]);
}

#[test]
fn oauth2_needs_its_three_endpoints() {
    let endpoints = [
        ("authorization_endpoint", "https://o.example/authorize"),
        ("token_endpoint", "https://o.example/token"),
        ("userinfo_endpoint", "https://o.example/me"),
    ];
    assert_eq!(issuer("oauth2", &endpoints), "https://o.example");
    for missing in 0..3 {
        let mut two = endpoints.to_vec();
        let (key, _) = two.remove(missing);
        assert_eq!(mistake("oauth2", &two), format!("{key} is missing"));
        two.push((key, "http://o.example/plain"));
        assert_eq!(mistake("oauth2", &two), format!("{key} is an https address"));
    }
}

#[test]
fn github_stands_alone_or_on_a_server_of_ones_own() {
    let urls = |settings: &[(&str, &str)]| match read("github", settings).unwrap().kind {
        ProviderKind::OAuth2(oauth2) => (oauth2.userinfo.to_string(), oauth2.emails.unwrap().to_string()),
        _ => panic!("GitHub speaks OAuth 2"),
    };
    assert_eq!(urls(&[]).1, "https://api.github.com/user/emails");
    assert_eq!(urls(&[("domain", "git.example.com")]).0, "https://git.example.com/api/v3/user");
    assert_eq!(mistake("github", &[("algorithms", "RS256")]), "algorithms is no setting");
}

#[test]
fn private_addresses_are_called_only_where_the_provider_is_there_itself() {
    let private = |settings: &[(&str, &str)]| read("company", settings).unwrap().network.private;
    assert!(!private(&[OIDC]));
    assert!(private(&[OIDC, ("allow_private_network", "true")]));
    assert!(private(&[("issuer", "http://localhost:9000")]));
    assert!(private(&[("issuer", "https://10.0.0.7")]));
    assert!(!private(&[("issuer", "https://10.0.0.7"), ("allow_private_network", "false")]));
}

fn from_env(variables: &[(&str, &str)]) -> Result<ProviderConfig, Vec<String>> {
    let config = Config::read(Sources::from_env(variables.iter().copied())).map_err(|ConfigErrors(told)| told)?;
    Ok(config.providers.into_iter().find(|provider| provider.id == "oidc").unwrap())
}

const MOZILLA: [(&str, &str); 9] = [
    ("OIDC_RP_CLIENT_ID", "id"),
    ("OIDC_RP_CLIENT_SECRET", "secret"),
    ("OIDC_RP_SIGN_ALGO", "RS256"),
    ("OIDC_RP_SCOPES", "openid email profile"),
    ("OIDC_OP_AUTHORIZATION_ENDPOINT", "https://dev-1.okta.com/oauth2/default/v1/authorize"),
    ("OIDC_OP_TOKEN_ENDPOINT", "https://dev-1.okta.com/oauth2/default/v1/token"),
    ("OIDC_OP_USER_ENDPOINT", "https://dev-1.okta.com/oauth2/default/v1/userinfo"),
    ("OIDC_OP_JWKS_ENDPOINT", "https://dev-1.okta.com/oauth2/default/v1/keys"),
    ("OIDC_CREATE_USER", "False"),
];

#[test]
fn mozillas_variables_work_as_they_stand() {
    let oidc = from_env(&MOZILLA).unwrap();
    assert_eq!(oidc.kind.issuer(), "https://dev-1.okta.com/oauth2/default");
    assert_eq!(oidc.callback_path, "/oidc/callback/");
    assert_eq!(oidc.request.scopes, ["openid", "email", "profile"]);
    assert!(!oidc.admission.create);
    let ProviderKind::Oidc(kind) = oidc.kind else { panic!("it is OpenID Connect") };
    assert_eq!(kind.id_token.algorithms, [jsonwebtoken::Algorithm::RS256]);
    assert_eq!(kind.endpoints.jwks.unwrap().path(), "/oauth2/default/v1/keys");
    let own = from_env(&[&MOZILLA[..], &[("GATEPOST__PROVIDERS__OIDC__CALLBACK_PATH", "/signin-oidc")]].concat());
    assert_eq!(own.unwrap().callback_path, "/signin-oidc", "our own variable wins");
}

#[test]
fn what_mozilla_keeps_and_asks_again_is_kept_and_asked_again() {
    let with = |more: &[(&'static str, &'static str)]| from_env(&[&MOZILLA[..], more].concat());
    let kept = |more: &[(&'static str, &'static str)]| with(more).unwrap().upstream;
    for (access, id, keep) in
        [("True", "False", true), ("False", "True", true), ("true", "true", true), ("False", "False", false)]
    {
        let stored = kept(&[("OIDC_STORE_ACCESS_TOKEN", access), ("OIDC_STORE_ID_TOKEN", id)]);
        assert_eq!(stored.keep_tokens, keep, "{access} {id}");
    }
    let asked = kept(&[("OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS", "900"), ("OIDC_EXEMPT_URLS", "/shop,/api/*")]);
    assert_eq!(asked.recheck, Some(Duration::from_secs(900)));
    assert!(asked.recheck_exempt.iter().any(|exempt| exempt.covers("/api/profile")));
    for (name, value, ours) in [
        ("OIDC_STORE_ACCESS_TOKEN", "maybe", "providers.oidc.keep_tokens"),
        ("OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS", "15", "providers.oidc.recheck"),
        ("OIDC_EXEMPT_URLS", "myapp:my_view", "providers.oidc.recheck_exempt"),
        ("OIDC_EXEMPT_URLS", "^/shop/.*$", "providers.oidc.recheck_exempt"),
    ] {
        let told = with(&[(name, value)]).unwrap_err();
        assert!(told.len() == 1 && told[0].starts_with(ours), "{told:?}");
    }
}

#[test]
fn the_issuer_that_mozilla_does_not_know_is_told_by_the_endpoint_or_asked_for() {
    let at = |endpoint| {
        let mut variables = MOZILLA;
        variables[4].1 = endpoint;
        from_env(&variables).map(|oidc| oidc.kind.issuer())
    };
    assert_eq!(at("https://dev-1.okta.com/oauth2/v1/authorize").unwrap(), "https://dev-1.okta.com");
    assert_eq!(
        at("https://sso.example/realms/shop/protocol/openid-connect/auth").unwrap(),
        "https://sso.example/realms/shop"
    );
    assert_eq!(at("https://accounts.google.com/o/oauth2/v2/auth").unwrap(), "https://accounts.google.com");
    assert_eq!(at("https://sso.example/authorize").unwrap_err(), ["providers.oidc.issuer is missing"]);
}

#[test]
fn mozillas_dangerous_switches_are_refused_by_name() {
    for (name, value) in [
        ("OIDC_ALLOW_UNSECURED_JWT", "True"),
        ("OIDC_VERIFY_JWT", "False"),
        ("OIDC_VERIFY_SSL", "false"),
        ("OIDC_USE_NONCE", "False"),
        ("OIDC_PKCE_CODE_CHALLENGE_METHOD", "plain"),
    ] {
        let told = from_env(&[&MOZILLA[..], &[(name, value)]].concat()).unwrap_err();
        assert!(told.len() == 1 && told[0].starts_with(name), "{told:?}");
    }
    assert!(from_env(&[&MOZILLA[..], &[("OIDC_VERIFY_SSL", "True")]].concat()).is_ok());
}
