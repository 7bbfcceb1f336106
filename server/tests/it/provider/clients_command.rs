//! `gatepost client`, beside a running server.

use std::process::{Command, Output};

use serde_json::Value;

use super::clients::{draft, registry};
use crate::support::{Engine, Person, Site, on_both_engines};

use server::provider::{Actor, ClientField};

on_both_engines! {
    a_client_that_is_added_is_known_to_a_running_server_at_once,
    every_flag_means_something,
    a_change_leaves_the_rest,
    every_mistake_is_told,
    a_secret_is_replaced_with_a_grace_that_is_told,
    what_is_removed_is_gone,
    nothing_that_is_listed_speaks_to_the_terminal,
}

async fn run(site: &Site, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatepost"));
    command
        .arg("client")
        .args(arguments)
        .current_dir(std::env::temp_dir())
        .env_clear()
        .env("GATEPOST__DATABASE__URL", site.database.url())
        .env("GATEPOST__SERVER__PUBLIC_URL", site.origin())
        .env("GATEPOST__DEMO__PUBLIC_URL", site.demo.origin().ascii_serialization());
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn ok(site: &Site, arguments: &[&str]) -> String {
    let output = run(site, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

async fn json(site: &Site, arguments: &[&str]) -> Value {
    serde_json::from_str(&ok(site, arguments).await).unwrap()
}

const BASIC: [&str; 6] = ["add", "--json", "--name", "Shop", "--redirect-uri", "https://app.example.com/callback"];

async fn a_client_that_is_added_is_known_to_a_running_server_at_once(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.database.run("update people set is_staff = true").await;
    assert!(browser.visit("/operator/clients").await.ok().words("main").contains("There is no client yet."));
    let told = json(&site, &BASIC).await;
    let members: Vec<&str> = told.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(members, ["client_id", "client_secret"]);
    let id = told["client_id"].as_str().unwrap();
    assert!(browser.visit("/operator/clients").await.ok().words("table").contains(id));
    let public = json(&site, &[&BASIC[..], &["--public", "--id", "spa"]].concat()).await;
    assert_eq!(public, serde_json::json!({ "client_id": "spa" }), "there is no secret to tell");
    let said = ok(&site, &[&["add"], &BASIC[2..]].concat()).await;
    assert!(said.contains("client_secret  ") && said.contains("shown this once"), "{said}");
}

async fn every_flag_means_something(engine: Engine) {
    let site = Site::on(engine).await;
    let keys = std::env::temp_dir().join(format!("keys-{}-{engine:?}.json", std::process::id()));
    let jwks = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
    std::fs::write(&keys, jwks).unwrap();
    let flags = [
        ("--id", "shop", "client_id", "shop"),
        ("--origin", "https://app.example.com", "origins", r#"["https://app.example.com"]"#),
        (
            "--post-logout-redirect-uri",
            "https://app.example.com/",
            "post_logout_redirect_uris",
            r#"["https://app.example.com/"]"#,
        ),
        ("--auth-method", "private_key_jwt", "token_endpoint_auth_method", "private_key_jwt"),
        ("--jwks", keys.to_str().unwrap(), "jwks", jwks),
        ("--grant", "refresh_token", "grant_types", r#"["authorization_code","implicit","refresh_token"]"#),
        ("--response-type", "code id_token", "response_types", r#"["code id_token"]"#),
        ("--scope", "openid orders", "scope", "openid orders"),
        ("--audience", "https://api.example.com", "audiences", r#"["https://api.example.com"]"#),
        ("--id-token-alg", "ES256", "id_token_signed_response_alg", "ES256"),
        ("--userinfo-alg", "RS256", "userinfo_signed_response_alg", "RS256"),
        ("--subject-type", "pairwise", "subject_type", "pairwise"),
        ("--require-pkce", "false", "require_pkce", "false"),
        ("--require-par", "true", "require_pushed_authorization_requests", "true"),
        ("--dpop", "true", "dpop_bound_access_tokens", "true"),
        ("--default-max-age", "600", "default_max_age", "600"),
        (
            "--backchannel-logout-uri",
            "https://app.example.com/b",
            "backchannel_logout_uri",
            "https://app.example.com/b",
        ),
        (
            "--frontchannel-logout-uri",
            "https://app.example.com/f",
            "frontchannel_logout_uri",
            "https://app.example.com/f",
        ),
        ("--access-token-life", "120", "access_token", "120"),
        ("--id-token-life", "121", "id_token", "121"),
        ("--refresh-idle", "122", "refresh_idle", "122"),
        ("--refresh-absolute", "123", "refresh_absolute", "123"),
        ("--max-refresh", "10", "max_refresh", "10"),
        ("--people", "@example.com", "people", r#"["@example.com"]"#),
        ("--claim", "role=is_staff:orders", "claims", r#"{"role":{"from":"is_staff","scope":"orders"}}"#),
        ("--logo", "https://cdn.example/l.png", "logo_uri", "https://cdn.example/l.png"),
        ("--url", "https://shop.example/", "client_uri", "https://shop.example/"),
        ("--policy", "https://shop.example/p", "policy_uri", "https://shop.example/p"),
        ("--terms", "https://shop.example/t", "tos_uri", "https://shop.example/t"),
    ];
    let given: Vec<&str> = flags.iter().flat_map(|(flag, value, ..)| [*flag, *value]).collect();
    ok(&site, &[&BASIC[..], &given, &["--first-party"]].concat()).await;
    let shown = json(&site, &["show", "shop", "--json"]).await;
    let metadata = &shown["metadata"];
    for (flag, _, name, expected) in flags {
        let told = [&shown[name], &metadata[name], &metadata["lives"][name]].into_iter().find(|value| !value.is_null());
        let told = told.unwrap_or_else(|| panic!("{flag}: {shown}"));
        let as_text = told.as_str().map_or_else(|| told.to_string(), str::to_owned);
        let equal = as_text == expected || serde_json::from_str::<Value>(expected).is_ok_and(|value| value == *told);
        assert!(equal, "{flag}: {told}");
    }
    assert_eq!(metadata["first_party"], true);
    let lines = ok(&site, &["show", "shop"]).await;
    assert!(lines.contains("first_party") && lines.contains("https://app.example.com/callback"), "{lines}");
    std::fs::remove_file(&keys).unwrap();
}

async fn a_change_leaves_the_rest(engine: Engine) {
    let site = Site::on(engine).await;
    let uris = ["--redirect-uri", "https://app.example.com/a", "https://app.example.com/b"];
    let id = json(&site, &[&BASIC[..], &uris, &["--first-party", "--people", "@example.com"]].concat()).await;
    let id = id["client_id"].as_str().unwrap();
    let said = ok(&site, &["edit", id, "--name", "Store", "--people", ""]).await;
    assert!(!said.contains("client_secret"), "{said}");
    let after = &json(&site, &["show", id, "--json"]).await["metadata"];
    assert_eq!(after["client_name"], "Store");
    assert_eq!(after["people"], serde_json::json!([]));
    assert_eq!(after["first_party"], true);
    assert_eq!(after["redirect_uris"].as_array().unwrap().len(), 3);
    ok(&site, &["edit", id, "--first-party=false"]).await;
    assert_eq!(json(&site, &["show", id, "--json"]).await["metadata"]["first_party"], false);
    ok(&site, &["edit", id, "--public", "--json"]).await;
    let secret = json(&site, &["edit", id, "--auth-method", "client_secret_post", "--json"]).await;
    assert_eq!(secret["client_secret"].as_str().unwrap().len(), 43, "it begins to have one");
}

async fn every_mistake_is_told(engine: Engine) {
    let site = Site::on(engine).await;
    let uris = ["add", "--name", "Shop", "--redirect-uri", "http://app.example.com/", "https://*.example.com/"];
    let output =
        run(&site, &[&uris[..], &["--public", "--grant", "client_credentials", "--claim", "sub=email"]].concat()).await;
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    for part in [
        "redirect_uris: http://app.example.com/: is no https address",
        "redirect_uris: https://*.example.com/: holds a wildcard",
        "grant_types: client_credentials is nothing for a public client",
        "claims: sub=email: is a claim that the provider says itself",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(output.stdout.is_empty());
    assert_eq!(site.database.count("clients").await, 0);
    for arguments in [
        &["edit", "nobody", "--name", "x"][..],
        &["show", "nobody"],
        &["rotate-secret", "nobody"],
        &["remove", "nobody"],
    ] {
        let output = run(&site, arguments).await;
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("there is no client nobody"), "{arguments:?}");
    }
    let missing = run(&site, &[&BASIC[..], &["--jwks", "/nowhere/keys.json"]].concat()).await;
    assert!(String::from_utf8_lossy(&missing.stderr).contains("/nowhere/keys.json"));
    let warned = run(&site, &[&BASIC[..], &["--response-type", "id_token"]].concat()).await;
    assert!(warned.status.success() && String::from_utf8_lossy(&warned.stderr).contains("go through the browser"));
}

async fn a_secret_is_replaced_with_a_grace_that_is_told(engine: Engine) {
    let site = Site::on(engine).await;
    let added = json(&site, &BASIC).await;
    let id = added["client_id"].as_str().unwrap();
    let said = ok(&site, &["rotate-secret", id]).await;
    assert!(said.contains("client_secret  ") && said.contains("The old secret counts until 2"), "{said}");
    let rotated = json(&site, &["rotate-secret", id, "--grace", "0s", "--json"]).await;
    assert_eq!(rotated["old_secret_until"], Value::Null);
    assert_ne!(rotated["client_secret"], added["client_secret"]);
    assert_eq!(site.database.text("clients").await.matches("sha256").count(), 1, "the others are forgotten");
    for wrong in ["soon", "-1d", "367d"] {
        assert_eq!(run(&site, &["rotate-secret", id, "--grace", wrong]).await.status.code(), Some(2), "{wrong}");
    }
}

async fn what_is_removed_is_gone(engine: Engine) {
    let site = Site::on(engine).await;
    ok(&site, &[&BASIC[..], &["--id", "one"]].concat()).await;
    ok(&site, &[&BASIC[..], &["--id", "two"]].concat()).await;
    let taken = run(&site, &[&BASIC[..], &["--id", "two"]].concat()).await;
    assert!(String::from_utf8_lossy(&taken.stderr).contains("client_id: two: is taken"));
    ok(&site, &["remove", "one"]).await;
    let list = ok(&site, &["list", "--json"]).await;
    let left: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0]["client_id"], "two");
    assert!(!list.contains("sha256"), "{list}");
    assert!(ok(&site, &["list"]).await.starts_with("two  2"));
}

async fn nothing_that_is_listed_speaks_to_the_terminal(engine: Engine) {
    let site = Site::on(engine).await;
    registry(&site).add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    site.database.run(r"update clients set metadata = replace(metadata, 'Shop', '\u001b[2J\u202eS')").await;
    for arguments in [&["list"][..], &["list", "--json"], &["show", "shop"], &["show", "shop", "--json"]] {
        let told = ok(&site, arguments).await;
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told:?}");
    }
}
