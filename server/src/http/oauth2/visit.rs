use axum::{http::HeaderMap, response::Response};

use super::{authorize::refuse, interaction, pages, send::After};
use crate::{
    http::{boot, state::App},
    provider::{AuthorizationRequest, Present, Waiting, WaitingRequest},
};

/// A request that its person has come back to.
pub(super) struct Visit<'a> {
    pub(super) app: &'a App,
    pub(super) headers: &'a HeaderMap,
    /// What it goes by.
    pub(super) name: &'a str,
    pub(super) request: AuthorizationRequest,
    /// Whoever is signed in.
    pub(super) present: Option<Present>,
    /// What was asked of them.
    pub(super) waiting: Waiting,
}

impl<'a> Visit<'a> {
    /// The request of that name; a page, if it does not wait any more.
    pub(super) async fn of(app: &'a App, headers: &'a HeaderMap, name: &'a str) -> Result<Self, Box<Response>> {
        let language = boot::language(app, headers);
        let fault = |failure| Box::new(pages::failed(app, language, &failure));
        let Some(WaitingRequest { parameters, waiting }) = app.provider.waiting(name).await.map_err(fault)? else {
            return Err(Box::new(pages::gone(app, language)));
        };
        let request = app.provider.waiting_request(&parameters).await;
        let request = request.map_err(|refusal| Box::new(refuse(app, headers, refusal, After::Form)))?;
        let present = interaction::present(app, headers, &request).await.map_err(fault)?;
        Ok(Self { app, headers, name, request, present, waiting })
    }
}
