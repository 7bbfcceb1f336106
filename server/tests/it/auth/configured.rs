//! Providers that somebody has configured.

use axum::http::StatusCode;

use super::parameter;
use crate::support::{Database, Engine, Person, Site, on_both_engines};

on_both_engines! {
    a_callback_path_registered_years_ago_goes_on_to_work,
    a_provider_that_posts_its_answer_works,
    a_posted_answer_ends_the_session_it_takes_the_place_of,
    a_posted_answer_is_still_bound_to_its_browser,
    any_provider_is_found_by_its_issuer_alone,
    metadata_of_another_issuer_is_not_believed,
}

async fn a_callback_path_registered_years_ago_goes_on_to_work(engine: Engine) {
    for path in ["/signin-oidc", "/oidc/callback/", "/authorization-code/callback"] {
        let site = Site::with_oidc_provider(engine, "okta", &[("callback_path", path)]).await;
        let browser = site.browser();
        let authorize = browser.begin("/auth/okta/start").await;
        assert_eq!(parameter(&authorize, "redirect_uri").as_deref(), Some(site.at(path).as_str()));
        let callback = browser.prove(&authorize, &Person::ada()).await;
        assert_eq!(callback.path(), path);
        assert!(browser.arrive(&callback).await.session_cookie().is_some());
        browser.visit("/auth/okta/callback?code=x&state=y").await.expect(StatusCode::NOT_FOUND);
    }
}

async fn a_provider_that_posts_its_answer_works(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &[("response_mode", "form_post")]).await;
    let browser = site.browser();
    let start = browser.click("/auth/okta/start?return_to=/shop").await;
    let [cookie] = start.cookies().try_into().unwrap();
    assert_eq!(cookie.same_site(), Some(cookie::SameSite::None), "only such a cookie comes with the post");
    assert_eq!(cookie.secure(), Some(true));
    assert_eq!(parameter(&start.location(), "response_mode").as_deref(), Some("form_post"));
    let form = browser.press(&start.location(), &Person::ada(), "continue").await;
    let answer = browser.arrive_with_form(&form).await;
    assert_eq!(answer.location().path(), "/shop");
    assert_eq!(answer.session_cookie().unwrap().same_site(), Some(cookie::SameSite::Lax));
    assert_eq!(browser.session().await["name"], "Ada Lovelace");
}

/// The session's cookie does not come with the post.
async fn a_posted_answer_ends_the_session_it_takes_the_place_of(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &[("response_mode", "form_post")]).await;
    let browser = site.browser();
    for round in 0..3 {
        let authorize = browser.begin("/auth/okta/start").await;
        let form = browser.press(&authorize, &Person::ada(), "continue").await;
        browser.arrive_with_form(&form).await;
        assert_eq!(browser.session().await["name"], "Ada Lovelace");
        assert_eq!(site.database.count("families where revoked_at is null").await, 1, "{round}");
    }
    assert_eq!(site.database.count("families where revoked_why = 'replaced'").await, 2);
}

async fn a_posted_answer_is_still_bound_to_its_browser(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "okta", &[("response_mode", "form_post")]).await;
    let (victim, thief) = (site.browser(), site.browser());
    let authorize = victim.begin("/auth/okta/start").await;
    let form = victim.press(&authorize, &Person::ada(), "continue").await;
    let stolen = thief.arrive_with_form(&form).await;
    super::refused(&site, &stolen, app::wire::Notice::SignInUnknown).await;
    assert!(victim.arrive_with_form(&form).await.session_cookie().is_some());
    let replayed = victim.arrive_with_form(&form).await;
    super::refused(&site, &replayed, app::wire::Notice::SignInUsed).await;
}

async fn any_provider_is_found_by_its_issuer_alone(engine: Engine) {
    let site = Site::with_oidc_provider(engine, "company", &[("label", "The Company")]).await;
    let browser = site.browser();
    let page = browser.visit("/sign-in").await.ok();
    assert!(page.words(".providers").contains("The Company"), "{}", page.words(".providers"));
    browser.sign_in("company", &Person::ada()).await;
    assert_eq!(browser.session().await["provider"], "company");
}

async fn metadata_of_another_issuer_is_not_believed(engine: Engine) {
    // The same document by an address that is not the one it names.
    for wrong in ["http://localhost:{port}/oauth2/default", "http://127.0.0.1:{port}/oauth2/default/"] {
        let other = Site::on(engine).await;
        let issuer = wrong.replace("{port}", &other.demo.port().unwrap().to_string());
        let settings = [
            ("providers.company.issuer", &*issuer),
            ("providers.company.client_id", "id"),
            ("providers.company.client_secret", "secret"),
        ];
        let site = Site::over(Database::fresh(engine).await, &settings).await;
        let answer = site.browser().click("/auth/company/start").await;
        super::refused(&site, &answer, app::wire::Notice::ProviderError).await;
    }
}
