use axum::{extract::State, response::Response};

use super::answer;
use crate::{config::RegistrationConfig, http::state::App, provider::Endpoints};

/// OpenID Connect Discovery §4, RFC 8414 §3.
pub(super) async fn document(State(app): State<App>) -> Response {
    let at = |path: &str| format!("{}{path}", app.0.origin);
    answer::public_json(app.provider.metadata(Endpoints {
        authorization: at("/oauth2/authorize"),
        token: at("/oauth2/token"),
        userinfo: at("/oauth2/userinfo"),
        jwks: at("/oauth2/keys"),
        revocation: Some(at("/oauth2/revoke")),
        introspection: Some(at("/oauth2/introspect")),
        end_session: Some(at("/oauth2/logout")),
        pushed: Some(at("/oauth2/par")),
        registration: (!matches!(app.registration, RegistrationConfig::Off)).then(|| at("/oauth2/register")),
    }))
}
