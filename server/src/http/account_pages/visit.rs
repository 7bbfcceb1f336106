use app::{account::Page, words::Language};
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use url::form_urlencoded;

use super::{refusal::Refusal, typed::own_path};
use crate::{
    account::Asker,
    http::{
        api_auth::Asking,
        auth,
        boot::PageRequest,
        pages::{self, Written},
        state::App,
    },
    session::Viewer,
};

/// What a page of an account is to the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A part of a page of Leptos.
    Part,
    /// A page for anybody.
    Anybody,
    /// A page for whoever is signed in, and nobody else.
    Person,
}

/// A request for a page of an account: who asks, and what it takes to answer with a page.
pub(super) struct Visit {
    pub(super) app: App,
    pub(super) asker: Asker,
    pub(super) parts: Parts,
    page: PageRequest,
}

impl FromRequestParts<App> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, StatusCode> {
        let Ok(Asking(asker)) = Asking::from_request_parts(parts, app).await;
        // The layer around the pages puts it there.
        let page = parts.extensions.get::<PageRequest>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(Self { app: app.clone(), asker, parts: parts.clone(), page })
    }
}

impl Visit {
    pub(super) fn language(&self) -> Language {
        self.page.boot.language
    }

    /// Whoever is signed in.
    pub(super) fn viewer(&self) -> Option<&Viewer> {
        self.page.viewer.as_ref()
    }

    /// Whether it could not be found out who is there: the page says so by itself.
    pub(super) fn is_broken(&self) -> bool {
        self.page.boot.problem.is_some()
    }

    /// The page's own path, for a form that posts to it.
    pub(super) fn path(&self) -> String {
        self.parts.uri.path().to_owned()
    }

    /// A parameter of the page's address.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// Where the person was going, if that is a path of ours.
    pub(super) fn return_to(&self) -> String {
        own_path(&self.query("return_to").unwrap_or_default())
    }

    /// A page for anybody.
    pub(super) async fn show(&self, page: &impl Page) -> Response {
        self.render(StatusCode::OK, Place::Anybody, page).await
    }

    /// A page for anybody, that tells of what was not done.
    pub(super) async fn refuse(&self, refusal: &Refusal, page: &impl Page) -> Response {
        refusal.on(self.render(refusal.status, Place::Anybody, page).await)
    }

    /// A page that is not what was asked for, such as that of a link that is used up.
    pub(super) async fn show_with(&self, status: StatusCode, page: &impl Page) -> Response {
        self.render(status, Place::Anybody, page).await
    }

    /// The page with what is written into it.
    pub(super) async fn render(&self, status: StatusCode, place: Place, page: &impl Page) -> Response {
        let section = page.section(self.language());
        let mut request = self.page.clone();
        request.boot.written = place != Place::Part;
        request.boot.personal = place == Place::Person;
        if !self.parts.method.is_safe() {
            // What a redirect carries is for the page that it leads to.
            request.boot.notice = None;
        }
        let mut response = pages::render(&self.app, self.parts.clone(), request, Written { status, section }).await;
        if place != Place::Part {
            // Some of these addresses are secrets.
            response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
        }
        response
    }
}

/// On to another page.
pub(super) fn go(to: &str) -> Response {
    auth::see_other(to, [])
}
