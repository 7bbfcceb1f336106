//! The pages and the server functions behind their forms.

use app::{app::App as Pages, shell::shell};
use axum::{Router, http::request::Parts, middleware};
use leptos::{
    config::LeptosOptions,
    prelude::{provide_context, use_context},
};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list, render_app_async_with_context};

use super::{
    boot::{self, PageRequest},
    guard, headers,
    ports::RequestPorts,
    state::App,
};

pub(super) fn routes(app: &App, options: &LeptosOptions) -> Router<App> {
    let listed = generate_route_list(Pages);
    let provide = provide_request(app);
    let (page, fallback) = (options.clone(), options.clone());
    Router::new()
        .leptos_routes_with_context(app, listed, provide.clone(), move || shell(page.clone()))
        .fallback(render_app_async_with_context(provide, move || shell(fallback.clone())))
        .layer(middleware::from_fn_with_state(app.clone(), boot::attach))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
        .layer(middleware::from_fn(headers::on_pages))
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
