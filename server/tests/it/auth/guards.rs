//! Who may begin and finish a sign-in: a whole page on its way, and nothing else.

use axum::http::{Method, StatusCode};

use crate::support::{Elsewhere, Engine, Kind, Means, Person, Request, Site, on_both_engines};

on_both_engines! {
    only_a_navigation_begins_a_sign_in,
    only_a_navigation_finishes_a_sign_in,
    another_origin_cannot_begin_a_sign_in_by_itself,
    only_get_begins_and_only_get_and_post_finish,
}

const NO_NAVIGATION: [Kind; 4] = [Kind::Fetch, Kind::NoCors, Kind::Image, Kind::Frame];

async fn only_a_navigation_begins_a_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for kind in NO_NAVIGATION {
        for page in ["/", "http://evil.example/", "http://127.0.0.1/"] {
            let request = Request::new(Method::GET, site.at("/auth/okta/start"), kind, Some(site.at(page)));
            let answer = browser.send(request).await.expect(StatusCode::FORBIDDEN);
            assert!(answer.cookies().is_empty());
        }
    }
    assert_eq!(site.database.count("sign_ins").await, 0);
    browser.begin("/auth/okta/start").await;
}

async fn only_a_navigation_finishes_a_sign_in(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let authorize = browser.begin("/auth/okta/start").await;
    let callback = browser.prove(&authorize, &Person::ada()).await;
    for kind in NO_NAVIGATION {
        for (method, page) in [(Method::GET, "/"), (Method::GET, "http://evil.example/"), (Method::POST, "/")] {
            let request = Request::new(method, callback.clone(), kind, Some(site.at(page)));
            let answer = browser.send(request).await.expect(StatusCode::FORBIDDEN);
            assert_eq!(answer.session_cookie(), None);
        }
    }
    assert!(browser.arrive(&callback).await.session_cookie().is_some(), "nothing was used up");
}

async fn another_origin_cannot_begin_a_sign_in_by_itself(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    for elsewhere in [Elsewhere::on_another_site(&browser), Elsewhere::next_door(&browser)] {
        let answer = elsewhere.tries(Means::Link, "/auth/okta/start?return_to=/shop", "").await;
        assert_eq!(answer.location(), site.at("/sign-in?return_to=%2Fshop"), "the person says whether to sign in");
        assert!(answer.cookies().is_empty());
        for means in Means::ALL.into_iter().filter(|means| *means != Means::Link) {
            let answer = elsewhere.tries(means, "/auth/okta/start", "").await;
            assert!(answer.status.is_client_error(), "{means:?}");
        }
    }
    assert_eq!(site.database.count("sign_ins").await, 0);
}

async fn only_get_begins_and_only_get_and_post_finish(engine: Engine) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    let ask = |method, path| Request::new(method, site.at(path), Kind::Navigation, Some(site.at("/")));
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = browser.send(ask(method, "/auth/okta/start")).await.expect(StatusCode::METHOD_NOT_ALLOWED);
        assert!(answer.header("allow").contains("GET"));
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        browser.send(ask(method, "/auth/okta/callback")).await.expect(StatusCode::METHOD_NOT_ALLOWED);
    }
}
