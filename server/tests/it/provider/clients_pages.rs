//! `/operator/clients`, for staff.

use axum::http::{Method, StatusCode};
use server::provider::{Actor, ClientField};

use super::clients::{draft, registry};
use crate::support::{Answer, Browser, Elsewhere, Engine, Means, Person, Site, on_both_engines};

on_both_engines! {
    the_pages_are_for_staff_alone,
    nothing_is_changed_by_pages_of_others,
    a_client_is_added_and_its_secret_is_shown_once,
    what_is_wrong_is_said_beside_what_was_typed,
    a_client_is_changed_by_whoever_has_seen_it,
    a_secret_is_replaced_once_a_form,
    a_client_is_removed_after_a_second_question,
    a_client_is_told_how_to_set_itself_up,
    names_are_text_and_nothing_else,
    a_long_list_goes_on,
}

const LIST: &str = "/operator/clients";
const NEW: &str = "/operator/clients/new";
const ALL: [&str; 6] = [
    LIST,
    NEW,
    "/operator/clients/client?id=shop",
    "/operator/clients/edit?id=shop",
    "/operator/clients/secret?id=shop",
    "/operator/clients/remove?id=shop",
];
/// Those that change something.
const CHANGING: [&str; 4] = [NEW, ALL[3], ALL[4], ALL[5]];

async fn staff(site: &Site) -> Browser {
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    site.database.run("update people set is_staff = true").await;
    browser
}

async fn with_shop(engine: Engine) -> (Site, Browser) {
    let site = Site::on(engine).await;
    registry(&site).add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    let browser = staff(&site).await;
    (site, browser)
}

/// The fields of the form as a browser would send them, with some of them changed.
fn filled(page: &Answer, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = page.page();
    let mut fields = Vec::new();
    let every = scraper::Selector::parse("form input, form select, form textarea").unwrap();
    for control in page.select(&every) {
        let name = control.attr("name").unwrap().to_owned();
        if changed.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let ticked = control.attr("type") != Some("checkbox") || control.attr("checked").is_some();
        let value = match control.value().name() {
            "textarea" => control.text().collect(),
            "select" => {
                let chosen = scraper::Selector::parse("option[selected]").unwrap();
                let first = scraper::Selector::parse("option").unwrap();
                let option = control.select(&chosen).next().or_else(|| control.select(&first).next()).unwrap();
                option.attr("value").unwrap().to_owned()
            }
            _ => control.attr("value").unwrap_or_default().to_owned(),
        };
        if ticked {
            fields.push((name, value));
        }
    }
    fields.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

async fn send(browser: &Browser, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.submit(path, path, &fields).await
}

async fn the_pages_are_for_staff_alone(engine: Engine) {
    let site = Site::on(engine).await;
    registry(&site).add(&draft(&[(ClientField::ClientId, "shop")]), &Actor::default()).await.unwrap();
    let stranger = site.browser();
    let sent = stranger.visit(ALL[2]).await.location();
    assert_eq!((sent.path(), sent.query()), ("/sign-in", Some("return_to=%2Foperator%2Fclients%2Fclient%3Fid%3Dshop")));
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    for path in ALL {
        let page = browser.visit(path).await.expect(StatusCode::FORBIDDEN);
        assert!(!page.text().contains("app.example.com"), "{path}");
    }
    for path in CHANGING {
        browser.submit(LIST, path, &[]).await.expect(StatusCode::FORBIDDEN);
    }
    assert_eq!(site.database.count("clients").await, 1);
    site.database.run("update people set is_staff = true").await;
    for path in ALL {
        let page = browser.visit(path).await.ok();
        assert_eq!(page.header("cache-control"), "private, no-store");
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
    }
}

async fn nothing_is_changed_by_pages_of_others(engine: Engine) {
    let (site, browser) = with_shop(engine).await;
    let before = site.database.text("clients").await;
    for elsewhere in [Elsewhere::on_another_site(&browser), Elsewhere::next_door(&browser)] {
        for path in CHANGING {
            elsewhere.tries(Means::Form, path, "{}").await.expect(StatusCode::FORBIDDEN);
        }
    }
    for path in CHANGING {
        let put = browser.send(browser.script(Method::PUT, path)).await;
        assert!(put.status.is_client_error());
    }
    assert_eq!(site.database.text("clients").await, before);
}

async fn a_client_is_added_and_its_secret_is_shown_once(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = staff(&site).await;
    let form = browser.visit(NEW).await.ok();
    let typed = [
        ("client_name", "Shop & Söhne"),
        ("redirect_uris", "https://app.example.com/a\r\n\r\n https://app.example.com/b "),
        ("first_party", "true"),
    ];
    let fields = filled(&form, &typed);
    let page = send(&browser, NEW, &fields).await.ok();
    let secret = page.attribute("#client_secret", "value");
    let id = page.attribute("#client_id", "value");
    assert_eq!((secret.len(), page.header("cache-control")), (43, "private, no-store"));
    assert_eq!(page.attributes("#client_secret[readonly]", "id").len(), 1);
    let again = send(&browser, NEW, &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.words("[role=alert]").contains("is taken"), "sent twice, it is added once");
    assert_eq!(site.database.count("clients").await, 1);
    let shown = browser.visit(&format!("/operator/clients/client?id={id}")).await.ok();
    assert_eq!(shown.words("h1"), "Shop & Söhne");
    assert!(shown.words("main").contains("https://app.example.com/b") && !shown.text().contains(&secret));
    assert!(browser.visit(LIST).await.ok().words("table").contains(&id));
    let public =
        filled(&browser.visit(NEW).await.ok(), &[&typed[..], &[("token_endpoint_auth_method", "none")]].concat());
    let page = send(&browser, NEW, &public).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(page.location().path(), "/operator/clients/client");
    assert_eq!(site.database.count("audit_events where kind = 'client_added' and actor_id is not null").await, 2);
}

async fn what_is_wrong_is_said_beside_what_was_typed(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = staff(&site).await;
    let form = browser.visit(NEW).await.ok();
    let typed =
        [("client_name", ""), ("redirect_uris", "http://a.example/<b>"), ("claims", "sub=email"), ("max_refresh", "x")];
    let fields = filled(&form, &typed);
    let page = send(&browser, NEW, &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    let mut links = page.attributes("[role=alert] a", "href");
    links.sort();
    assert_eq!(links, ["#claims", "#client_name", "#max_refresh", "#redirect_uris"]);
    for link in links {
        assert_eq!(page.attributes(&format!("{link}[aria-invalid=true][aria-describedby]"), "id").len(), 1, "{link}");
    }
    assert_eq!(page.words("#redirect_uris").trim(), "http://a.example/<b>");
    assert_eq!(site.database.count("clients").await, 0);
    let german = browser.speaking("de");
    let page = send(&german, NEW, &fields).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.attribute("html", "lang"), "de");
    let told = page.words("[role=alert]");
    assert!(told.contains("Nichts wurde gespeichert") && told.contains("niemand umdeutet"), "{told}");
}

async fn a_client_is_changed_by_whoever_has_seen_it(engine: Engine) {
    let (site, browser) = with_shop(engine).await;
    let edit = ALL[3];
    let form = browser.visit(edit).await.ok();
    let first = filled(&form, &[("client_name", "Store"), ("require_pkce", "true"), ("people", "@example.com")]);
    assert!(first.iter().all(|(name, _)| name != "client_id"), "an id stays");
    let done = send(&browser, edit, &first).await;
    assert_eq!(done.location().path(), "/operator/clients/client");
    let late = send(&browser, edit, &filled(&form, &[("client_name", "Kiosk")])).await.expect(StatusCode::CONFLICT);
    assert!(late.words("[role=alert]").contains("Somebody else changed this client"));
    let known = registry(&site).find("shop").await.unwrap().unwrap();
    assert_eq!(known.client.metadata.client_name, "Store");
    assert!(known.client.metadata.people.contains("@example.com"));
    let fields = filled(&browser.visit(edit).await.ok(), &[]);
    let without: Vec<_> = fields.into_iter().filter(|(name, _)| name != "require_pkce").collect();
    send(&browser, edit, &without).await.location();
    let known = registry(&site).find("shop").await.unwrap().unwrap();
    assert!(!known.client.metadata.require_pkce, "a box that is not ticked says no");
    assert!(browser.visit(ALL[2]).await.ok().words("main").contains("Without PKCE"));
    let wrong = filled(&browser.visit(edit).await.ok(), &[("redirect_uris", "nowhere")]);
    let again = send(&browser, edit, &wrong).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    send(&browser, edit, &filled(&again, &[("redirect_uris", "https://app.example.com/")])).await.location();
    browser.visit("/operator/clients/edit?id=nobody").await.expect(StatusCode::NOT_FOUND);
    browser.visit("/operator/clients/edit?id=%00").await.expect(StatusCode::NOT_FOUND);
}

async fn a_secret_is_replaced_once_a_form(engine: Engine) {
    let (site, browser) = with_shop(engine).await;
    let rotate = ALL[4];
    let fields = filled(&browser.visit(rotate).await.ok(), &[("grace", "3600")]);
    let page = send(&browser, rotate, &fields).await.ok();
    assert_eq!(page.attribute("#client_secret", "value").len(), 43);
    assert!(page.words("main").contains("The old secret counts until"));
    send(&browser, rotate, &fields).await.expect(StatusCode::CONFLICT);
    assert_eq!(site.database.text("clients").await.matches("sha256").count(), 2);
    assert!(browser.visit(ALL[2]).await.ok().words("main").contains("The old secret counts until"));
    site.wait(3600);
    assert!(!browser.visit(ALL[2]).await.ok().words("main").contains("The old secret counts until"));
    registry(&site)
        .add(
            &draft(&[(ClientField::ClientId, "spa"), (ClientField::TokenEndpointAuthMethod, "none")]),
            &Actor::default(),
        )
        .await
        .unwrap();
    browser.visit("/operator/clients/secret?id=spa").await.expect(StatusCode::CONFLICT);
}

async fn a_client_is_removed_after_a_second_question(engine: Engine) {
    let (site, browser) = with_shop(engine).await;
    browser.visit(ALL[5]).await.ok();
    assert_eq!(site.database.count("clients").await, 1);
    assert_eq!(browser.submit(ALL[5], ALL[5], &[]).await.location().path(), LIST);
    assert_eq!(site.database.count("clients").await, 0);
    browser.submit(ALL[5], ALL[5], &[]).await.expect(StatusCode::NOT_FOUND);
}

async fn a_client_is_told_how_to_set_itself_up(engine: Engine) {
    let (site, browser) = with_shop(engine).await;
    let page = browser.visit(ALL[2]).await.ok();
    let setup = page.words("#setup");
    for library in ["openid-client", "Authlib", "mod_auth_openidc", "Spring Security", "curl"] {
        assert!(setup.contains(library), "{library}");
    }
    assert!(!setup.contains("oidc-client-ts"), "it is for public clients");
    for snippet in ["/oauth2/authorize", "/oauth2/device", "/.well-known/openid-configuration"] {
        assert!(setup.contains(&format!("{}{snippet}", site.origin())), "{snippet}");
    }
    assert!(setup.contains("https://app.example.com/callback"));
    let german = browser.speaking("de").visit(ALL[2]).await.ok();
    assert!(german.words("h2").contains("So wird er eingerichtet"));
}

async fn names_are_text_and_nothing_else(engine: Engine) {
    let site = Site::on(engine).await;
    let hostile = "<script>alert(1)</script>\"'&";
    let id = "\"><img/src=x>&id=other#";
    let fields = [(ClientField::ClientId, id), (ClientField::ClientName, hostile)];
    registry(&site).add(&draft(&fields), &Actor::default()).await.unwrap();
    let browser = staff(&site).await;
    let list = browser.visit(LIST).await.ok();
    let link = list.attribute("tbody a", "href");
    for path in [
        link.clone(),
        link.replace("/client?", "/edit?"),
        link.replace("/client?", "/secret?"),
        link.replace("/client?", "/remove?"),
    ] {
        let page = browser.visit(&path).await.ok();
        assert!(page.attributes("script, main img", "src").is_empty(), "{path}");
        assert!(page.text().contains("&lt;script&gt;"), "{path}");
    }
}

async fn a_long_list_goes_on(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = staff(&site).await;
    let one = r#"{"client_name":"Shop"}"#;
    for number in 0..101 {
        let id = format!("client {number:03}");
        site.database
            .run(&format!("insert into clients values ('{id}', '[]', '{one}', null, {}, 1, 1)", truth(engine)))
            .await;
    }
    let page = browser.visit(LIST).await.ok();
    assert_eq!(page.attributes("tbody tr", "class").len(), 100);
    let next = page.attributes("main > p > a", "href").pop().unwrap();
    let rest = browser.visit(&next).await.ok();
    assert_eq!(rest.words("tbody code"), "client 100");
}

const fn truth(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "1",
        Engine::Postgres => "true",
    }
}
