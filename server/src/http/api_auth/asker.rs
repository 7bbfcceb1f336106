use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{
    account::Asker,
    http::{boot, device, state::App, visitor},
};

/// Who asks, from where, with what and in which language.
pub(in crate::http) struct Asking(pub(in crate::http) Asker);

impl FromRequestParts<App> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(Asker {
            visitor: visitor::of(app, parts),
            device: device::held(app, &parts.headers),
            language: boot::language(app, &parts.headers),
        }))
    }
}
