//! The endpoints of the OpenID Provider.

mod register;

use axum::Router;

use super::state::App;

pub(super) fn routes() -> Router<App> {
    register::routes()
}
