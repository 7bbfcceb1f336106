//! More than one way into an account: whose address is taken shows whose account it is, within the sign-in;
//! and whoever is signed in joins and parts ways in.

mod at_once;
mod auto_join;
mod hostile;
mod in_flow;
mod over_the_api;
mod own_account;
mod parting;
mod popup;
mod unverified;

use crate::{
    accounts::client::{ADA, PASSWORD, join},
    support::{Answer, Browser, Engine, JoinPage, Person, Site},
};
use url::Url;

/// A site where Ada has an account with a password, and the id of it.
async fn with_ada(engine: Engine) -> (Site, String) {
    let site = Site::on(engine).await;
    let id = join(&site, ADA, PASSWORD).await;
    (site, id)
}

/// Somebody comes with a provider's word for Ada's address, and is asked whose account that is.
async fn asked(browser: &Browser, provider: &str) -> JoinPage {
    JoinPage::behind(browser, &browser.try_sign_in(provider, &Person::ada()).await)
}

/// A browser where Ada is signed in by her password.
async fn ada_at_home(site: &Site) -> Browser {
    let browser = site.browser();
    assert!(browser.sign_in_by_password(ADA, PASSWORD).await.session_cookie().is_some());
    browser
}

/// The form on the account page is sent; the page that leads on to the provider.
async fn begin_joining(browser: &Browser, provider: &str, password: &str) -> Answer {
    let fields = [("provider", provider), ("current_password", password)];
    browser.submit("/account", "/account/methods/join", &fields).await
}

/// Where that page leads on to.
#[track_caller]
fn leads_to(page: &Answer) -> Url {
    page.attribute("main a", "href").parse().unwrap()
}

/// Joins a provider on the account page, as that person there; where the browser ends up.
async fn join_on_page(browser: &Browser, provider: &str, person: &Person) -> Answer {
    let authorize = leads_to(&begin_joining(browser, provider, PASSWORD).await.ok());
    let callback = browser.prove(&authorize, person).await;
    browser.arrive(&callback).await
}

/// The handles of the ways in that the account page can part, in its order.
async fn handles(browser: &Browser) -> Vec<String> {
    browser.visit("/account").await.ok().attributes("#part-form button[name=id]", "value")
}

/// The account has exactly so many identities.
async fn identities(site: &Site, person: &str) -> i64 {
    site.database.count(&format!("identities where person_id = '{person}'")).await
}
