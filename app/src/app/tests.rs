//! Pages as the server writes them, for a visit without script.

use leptos::prelude::*;
use leptos_router::location::RequestUrl;

use crate::{
    app::App,
    wire::{Boot, Cart, Notice, Person, Problem, ProviderLink, Quantity},
    words::Language,
};

fn boot() -> Boot {
    let link = |id: &str, label: &str| ProviderLink::new(id, label);
    Boot {
        providers: vec![link("okta", "Okta"), link("google", "Google")],
        checkout_max_auth_age: 900,
        now: 1_000_000,
        demo: true,
        ..Boot::default()
    }
}

fn ada() -> Person {
    Person {
        id: "1".to_owned(),
        name: "Ada <Lovelace>".to_owned(),
        email: None,
        provider: "okta".to_owned(),
        since: 0,
        auth_time: 1_000_000,
    }
}

/// The HTML of `path` for a visit that begins with `boot`.
fn page(path: &str, boot: Boot) -> String {
    Owner::new_root(None).with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(boot);
        App().to_html()
    })
}

#[test]
fn without_script_every_button_is_a_plain_link_that_comes_back() {
    let html = page("/sign-in?return_to=/shop/cart", boot());
    assert!(html.contains("Sign in with Okta"), "{html}");
    assert!(html.contains(r#"href="/auth/okta/start?return_to=/shop/cart""#), "{html}");
    assert!(html.contains("nofollow external"));
}

#[test]
fn the_sign_in_page_follows_no_path_of_another_site() {
    let html = page("/sign-in?return_to=//evil.example", boot());
    assert!(html.contains(r#"href="/auth/okta/start?return_to=/""#), "{html}");
    assert!(!html.contains("href=\"//evil"));
}

#[test]
fn the_first_paint_knows_the_person() {
    let html = page("/", Boot { person: Some(ada()), ..boot() });
    assert!(html.contains("Ada &lt;Lovelace&gt;"), "{html}");
    assert!(html.contains("Sign out") && !html.contains("Sign in with"));
}

#[test]
fn both_live_regions_are_there_before_anything_happens() {
    for path in ["/", "/shop", "/no/such/page"] {
        let html = page(path, boot());
        assert_eq!(html.matches(r#"role="alert""#).count(), 1, "{path}");
        assert_eq!(html.matches(r#"role="status""#).count(), 1, "{path}");
    }
}

#[test]
fn an_outcome_that_a_redirect_carried_is_in_the_html() {
    let notice = Some((Notice::AccessDenied, Some("ABC-123".to_owned())));
    let html = page("/", Boot { notice, language: Language::De, ..boot() });
    assert!(html.contains("Der Anbieter sagt Nein") && html.contains("Support-Code ABC-123"), "{html}");
    assert!(html.contains("Mit Okta anmelden"));
}

#[test]
fn a_problem_replaces_the_page_and_names_its_code() {
    let problem = Some(Problem { status: 500, support_code: "XYZ-789".to_owned() });
    let html = page("/", Boot { problem, ..boot() });
    assert!(html.contains("Support code XYZ-789") && !html.contains("Sign in with Okta"), "{html}");
}

#[test]
fn the_shop_sells_by_plain_forms() {
    let mut cart = Cart::default();
    if let Some(two) = Quantity::new(2) {
        cart.add("lantern", two);
    }
    let shop = page("/shop", Boot { cart: cart.clone(), ..boot() });
    assert_eq!(shop.matches(r#"action="/sf/add-to-cart""#).count(), 4, "{shop}");
    let filled = page("/shop/cart", Boot { cart, ..boot() });
    assert!(filled.contains("€98.00") && filled.contains(r#"action="/sf/set-quantity""#), "{filled}");
    let empty = page("/shop/cart", boot());
    assert!(empty.contains("Your cart is empty"));
}

/// `style-src 'self'` and scripts by nonce: an attribute of either kind would be refused.
#[test]
fn no_page_has_inline_styles_or_handlers() {
    for path in ["/", "/sign-in", "/shop", "/shop/cart", "/no/such/page"] {
        let html = page(path, boot());
        assert!(!html.contains(" style=") && !html.contains("javascript:"), "{path}");
        assert!(!html.contains(" onclick") && !html.contains(" onsubmit") && !html.contains("<style"), "{path}");
    }
}

#[test]
fn every_page_has_one_first_heading_and_one_main_landmark() {
    for path in ["/", "/sign-in", "/shop", "/shop/cart", "/no/such/page"] {
        let html = page(path, boot());
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main").count(), 1, "{path}");
    }
}
