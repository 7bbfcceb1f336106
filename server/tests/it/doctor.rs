//! `gatepost doctor`, and its page for operators.

use std::process::{Command, Output};

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::support::{Database, Elsewhere, Engine, Issuer, Means, Peer, Person, Site, on_both_engines};

on_both_engines! {
    what_works_is_said_to_work,
    a_redirect_uri_that_is_not_registered_is_found,
    a_client_that_is_not_taken_is_found,
    an_issuer_that_cannot_be_used_is_found,
    what_a_provider_does_not_know_is_found,
    pages_that_cut_the_popup_off_are_found,
    issuers_of_access_tokens_are_asked_too,
    the_mail_server_is_tried,
    the_page_is_for_staff_alone,
    the_page_shows_what_was_found,
    one_examination_at_a_time_and_none_for_strangers,
}

/// `gatepost doctor` with a provider of that id and settings of its section.
async fn run(engine: Engine, id: &str, settings: &[(&str, &str)], others: &[(&str, &str)]) -> Output {
    let database = Database::fresh(engine).await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatepost"));
    command
        .args(["doctor", "--json"])
        .current_dir(std::env::temp_dir())
        .env_clear()
        .env("GATEPOST__DATABASE__URL", database.url())
        .env("GATEPOST__DEMO__ENABLED", "false")
        .envs(others.iter().copied());
    let basic = [("client_id", "gatepost"), ("client_secret", SECRET)];
    for (key, value) in basic.iter().chain(settings) {
        command.env(format!("GATEPOST__PROVIDERS__{}__{}", id.to_uppercase(), key.to_uppercase()), value);
    }
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

const SECRET: &str = "a:b+c";

/// What was found, and whether the program was content.
struct Findings {
    all: Vec<Value>,
    content: bool,
    text: String,
}

impl Findings {
    fn of(output: &Output) -> Self {
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let all = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{output:?}"));
        assert!(!text.contains(SECRET) && !String::from_utf8_lossy(&output.stderr).contains(SECRET), "{text}");
        Self { all, content: output.status.success(), text }
    }

    #[track_caller]
    fn of_check(&self, check: &str) -> &Value {
        self.all.iter().find(|found| found["check"] == check).unwrap_or_else(|| panic!("{check} in {}", self.text))
    }

    #[track_caller]
    fn level(&self, check: &str) -> &str {
        self.of_check(check)["level"].as_str().unwrap()
    }

    #[track_caller]
    fn setting(&self, check: &str) -> &str {
        self.of_check(check)["setting"].as_str().unwrap_or_else(|| panic!("{}", self.text))
    }
}

async fn examine(engine: Engine, id: &str, settings: &[(&str, &str)]) -> Findings {
    Findings::of(&run(engine, id, settings, &[]).await)
}

fn okta_of(site: &Site) -> String {
    format!("{}oauth2/default", site.demo)
}

async fn what_works_is_said_to_work(engine: Engine) {
    let site = Site::on(engine).await;
    let found = examine(engine, "okta", &[("issuer", &okta_of(&site))]).await;
    for check in [
        "discovery",
        "keys",
        "clock",
        "algorithms",
        "scopes",
        "email_verified",
        "pkce",
        "client",
        "redirect_uri",
        "opener_policy",
    ] {
        assert_eq!(found.level(check), "ok", "{}", found.text);
        assert_eq!(found.of_check(check)["provider"], "okta");
    }
    assert_eq!(found.level("mail"), "warning");
    assert!(found.content);
    assert_eq!(site.database.count("sign_ins").await, 0, "nothing is begun in earnest");
}

async fn a_redirect_uri_that_is_not_registered_is_found(engine: Engine) {
    let issuer = Issuer::start().await;
    let right = examine(engine, "acme", &[("issuer", &issuer.url)]).await;
    assert_eq!(right.level("redirect_uri"), "ok", "{}", right.text);
    let found = examine(engine, "acme", &[("issuer", &issuer.url), ("callback_path", "/signin-oidc")]).await;
    assert_eq!(found.level("redirect_uri"), "failed");
    assert_eq!(found.setting("redirect_uri"), "providers.acme.callback_path = \"/signin-oidc\"");
    let message = found.of_check("redirect_uri")["message"].as_str().unwrap();
    assert!(message.contains("http://localhost:3000/signin-oidc"), "{message}");
    assert!(!found.content, "exit code 1");
}

async fn a_client_that_is_not_taken_is_found(engine: Engine) {
    let issuer = Issuer::start().await;
    let right = examine(engine, "acme", &[("issuer", &issuer.url)]).await;
    assert_eq!(right.level("client"), "ok", "{}", right.text);
    let wrong = [("issuer", issuer.url.as_str()), ("client_secret", "somebody else's"), ("preset", "okta")];
    let found = examine(engine, "acme", &wrong).await;
    assert_eq!(found.level("client"), "failed");
    assert_eq!(found.setting("client"), "providers.acme.client_id = \"gatepost\"");
    let place = found.of_check("client")["place"].as_str().unwrap();
    assert!(place.starts_with("Applications"), "{place}");
    assert!(!found.content && !found.text.contains("somebody else's"));
}

async fn an_issuer_that_cannot_be_used_is_found(engine: Engine) {
    let mut issuer = Issuer::start().await;
    let slash = examine(engine, "acme", &[("issuer", &format!("{}/", issuer.url))]).await;
    assert_eq!(slash.level("discovery"), "failed");
    assert!(slash.of_check("discovery")["message"].as_str().unwrap().contains(&issuer.url), "{}", slash.text);
    issuer.stop().await;
    let down = examine(engine, "acme", &[("issuer", &issuer.url)]).await;
    assert_eq!(down.level("discovery"), "failed");
    assert!(down.setting("discovery").starts_with("providers.acme.issuer = "));
    assert!(!down.content);
}

async fn what_a_provider_does_not_know_is_found(engine: Engine) {
    let site = Site::on(engine).await;
    let issuer = okta_of(&site);
    let scopes = examine(engine, "okta", &[("issuer", &issuer), ("scopes", "openid email groups")]).await;
    assert_eq!(scopes.level("scopes"), "warning");
    assert_eq!(scopes.setting("scopes"), "providers.okta.scopes = \"openid email\"");
    let algorithms = examine(engine, "okta", &[("issuer", &issuer), ("algorithms", "EdDSA")]).await;
    assert_eq!(algorithms.level("algorithms"), "failed");
    assert_eq!(algorithms.setting("algorithms"), "providers.okta.algorithms = \"RS256\"");
    let plain = Issuer::start().await;
    let silent = examine(engine, "acme", &[("issuer", &plain.url)]).await;
    assert_eq!(
        (silent.level("scopes"), silent.level("email_verified"), silent.level("pkce")),
        ("note", "note", "note")
    );
}

async fn pages_that_cut_the_popup_off_are_found(engine: Engine) {
    let site = Site::on(engine).await;
    let settings = [("issuer", okta_of(&site)), ("extra_params", "demo_coop=same-origin".to_owned())];
    let settings: Vec<_> = settings.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let found = examine(engine, "okta", &settings).await;
    assert_eq!(found.level("opener_policy"), "note", "{}", found.text);
    assert!(found.of_check("opener_policy")["message"].as_str().unwrap().contains("same-origin"));
    assert!(found.content, "it is no failure: Gatepost copes");
}

async fn issuers_of_access_tokens_are_asked_too(engine: Engine) {
    let site = Site::on(engine).await;
    let mut api = Issuer::start().await;
    let okta = okta_of(&site);
    let mut settings = vec![("issuer", okta.as_str()), ("api_audience", "api://default")];
    assert_eq!(examine(engine, "okta", &settings).await.level("access_tokens"), "ok");
    let url = api.url.clone();
    settings.push(("api_issuer", &url));
    assert_eq!(examine(engine, "okta", &settings).await.level("access_tokens"), "ok");
    api.stop().await;
    let found = examine(engine, "okta", &settings).await;
    assert_eq!(found.level("access_tokens"), "failed");
    assert!(!found.content);
}

async fn the_mail_server_is_tried(engine: Engine) {
    let site = Site::on(engine).await;
    let issuer = okta_of(&site);
    let settings = [("issuer", issuer.as_str())];
    let peer = Peer::with_login("ada:lovelace").await;
    let with = async |login: &str, port: u16| {
        let url = format!("smtp://{login}127.0.0.1:{port}?tls=none");
        let others =
            [("GATEPOST__MAIL__SMTP_URL", url.as_str()), ("GATEPOST__MAIL__FROM", "Gatepost <no-reply@example.com>")];
        Findings::of(&run(engine, "okta", &settings, &others).await)
    };
    let right = with("ada:lovelace@", peer.port()).await;
    assert_eq!(right.level("mail"), "ok", "{}", right.text);
    let wrong = with("ada:guessed@", peer.port()).await;
    assert_eq!(wrong.level("mail"), "failed", "{}", wrong.text);
    assert!(!wrong.text.contains("guessed") && !wrong.content);
    assert_eq!(with("", 9).await.level("mail"), "failed");
}

async fn staff(site: &Site) -> crate::support::Browser {
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.database.run("update people set is_staff = true").await;
    browser
}

async fn the_page_is_for_staff_alone(engine: Engine) {
    let site = Site::on(engine).await;
    let stranger = site.browser();
    let sent = stranger.visit("/operator/doctor").await.location();
    assert_eq!((sent.path(), sent.query()), ("/sign-in", Some("return_to=%2Foperator%2Fdoctor")));
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    browser.visit("/operator/doctor").await.expect(StatusCode::FORBIDDEN);
    browser.submit("/operator/doctor", "/operator/doctor", &[]).await.expect(StatusCode::FORBIDDEN);
    site.database.run("update people set is_staff = true").await;
    let page = browser.visit("/operator/doctor").await.ok();
    assert_eq!(page.words("h1"), "Doctor");
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(page.attributes("dl", "class").len(), 0, "a look takes a click");
}

/// The tests' clock is in another year than the demo provider's socket.
async fn the_page_shows_what_was_found(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = staff(&site).await;
    let page = browser.submit("/operator/doctor", "/operator/doctor", &[]).await.ok();
    let headings = page.words("h2");
    for heading in ["okta", "google", "facebook", "Mail"] {
        assert!(headings.contains(heading), "{headings}");
    }
    let words = page.words("main");
    assert!(words.contains("its tokens are refused") && words.contains("Something does not work."), "{words}");
    assert!(words.contains("The provider sends people back to"), "{words}");
    let german = browser.speaking("de").submit("/operator/doctor", "/operator/doctor", &[]).await.ok();
    assert_eq!(german.attribute("html", "lang"), "de");
    let words = german.words("main");
    assert!(words.contains("Etwas funktioniert nicht.") && words.contains("Metadaten"), "{words}");
}

async fn one_examination_at_a_time_and_none_for_strangers(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = staff(&site).await;
    for elsewhere in [Elsewhere::on_another_site(&browser), Elsewhere::next_door(&browser)] {
        let answer = elsewhere.tries(Means::Form, "/operator/doctor", "{}").await;
        answer.expect(StatusCode::FORBIDDEN);
    }
    let before = site.times_demo_was_asked("GET /oauth2/default/v1/keys").await;
    let request = browser.script(Method::PUT, "/operator/doctor");
    assert!(browser.send(request).await.status.is_client_error());
    assert_eq!(site.times_demo_was_asked("GET /oauth2/default/v1/keys").await, before);
}
