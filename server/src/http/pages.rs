//! The pages and the server functions behind their forms.

use app::{account::Section, app::App as Pages, shell::shell};
use axum::{
    Router,
    body::Body,
    extract::{FromRef, Request},
    http::{StatusCode, request::Parts},
    middleware,
    response::Response,
};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list, render_app_async_with_context};

use super::{
    account_pages,
    boot::{self, PageRequest},
    guard, headers,
    ports::RequestPorts,
    state::App,
    upstream::recheck,
};

pub(super) fn routes(app: &App, options: &LeptosOptions) -> Router<App> {
    // That page has a form that it comes back to: its handler is with those of the account.
    let listed = generate_route_list(Pages).into_iter().filter(|route| route.path() != "/sign-in").collect();
    let provide = provide_request(app);
    let (page, fallback) = (options.clone(), options.clone());
    Router::new()
        .leptos_routes_with_context(app, listed, provide.clone(), move || shell(page.clone()))
        .merge(account_pages::routes())
        .fallback(render_app_async_with_context(provide, move || shell(fallback.clone())))
        .layer(middleware::from_fn_with_state(app.clone(), recheck::on_pages))
        .layer(middleware::from_fn_with_state(app.clone(), boot::attach))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
        .layer(middleware::from_fn(headers::on_pages))
}

/// The page for this request, with a part that the server alone writes.
pub(super) async fn render(app: &App, mut parts: Parts, page: PageRequest, written: Written) -> Response {
    let Written { status, section } = written;
    let options = LeptosOptions::from_ref(app);
    let provide = provide_request(app);
    parts.extensions.insert(page);
    let context = move || {
        provide();
        provide_context(section.clone());
    };
    let render = render_app_async_with_context(context, move || shell(options.clone()));
    let mut response = render(Request::from_parts(parts, Body::empty())).await;
    *response.status_mut() = status;
    response
}

/// What the server writes into a page.
pub(super) struct Written {
    /// Status of the answer.
    pub(super) status: StatusCode,
    /// The part.
    pub(super) section: Section,
}

/// Puts what the request knows, and the ports over it, into the Leptos context.
fn provide_request(app: &App) -> impl Fn() + Clone + Send + Sync + 'static {
    let app = app.clone();
    move || {
        let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else { return };
        let Some(page) = parts.extensions.get::<PageRequest>() else { return };
        let (shop, visit) = RequestPorts::over(&app, page, &parts, response);
        provide_context(page.boot.clone());
        provide_context(page.nonce.clone());
        provide_context(shop);
        provide_context(visit);
    }
}
