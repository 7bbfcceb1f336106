//! Rendering is spread over threads: a page must come whole whichever finishes first.

use axum::http::StatusCode;

use crate::support::{Engine, Person, Site, at_once, on_both_engines};

on_both_engines!(pages_come_whole_however_many_are_asked_for);

async fn pages_come_whole_however_many_are_asked_for(engine: Engine) {
    let site = Site::on(engine).await;
    let (somebody, nobody) = (site.browser(), site.browser());
    somebody.sign_in("okta", &Person::ada()).await;
    for path in ["/", "/sign-in", "/profile", "/shop", "/shop/cart", "/shop/checkout", "/shop/orders/none", "/nowhere"]
    {
        let pages = at_once(12, |number| {
            let browser = if number % 2 == 0 { somebody.clone() } else { nobody.clone() };
            async move {
                let mut pages = Vec::new();
                for _ in 0..5 {
                    pages.push(browser.visit(path).await);
                }
                pages
            }
        })
        .await;
        for page in pages.into_iter().flatten() {
            assert!(matches!(page.status, StatusCode::OK | StatusCode::NOT_FOUND), "{path} {}", page.text());
            assert!(page.words("title").ends_with(" · Gatepost"), "{path} {}", page.text());
            assert!(page.text().contains("</footer>"), "{path}");
        }
    }
}
