//! `/api`: the session's endpoints, and what an access token is good for.

mod bearer;
mod foreign;
mod forgery;
mod front_ends;
mod methods;
mod openapi;
mod orders;
mod session;
mod standing;

use crate::support::{Browser, Engine, Person, Site};

/// A site where Ada is signed in, her browser, and an access token of hers.
async fn signed_in(engine: Engine) -> (Site, Browser, String) {
    let site = Site::on(engine).await;
    let browser = site.browser();
    browser.sign_in("okta", &Person::ada()).await;
    let token = browser.access_token().await;
    (site, browser, token)
}
