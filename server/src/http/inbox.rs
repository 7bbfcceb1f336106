//! The demo's mailbox: what would have been sent, for reading. Works without script.

mod page;

use app::words::machine_time;
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::state::App;
use crate::mail::{Inbox, MailError, Seen};

/// A mail has styles on its elements, and nothing else of its own. It may be framed by our page and
/// lead the whole window somewhere when its reader clicks.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups \
     allow-popups-to-escape-sandbox";
const SANDBOX: &str = "allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox";

/// Nothing at all where there is no demo: then these addresses are as unknown as any other.
pub(super) fn routes(app: &App) -> Router<App> {
    if app.inbox.is_none() {
        return Router::new();
    }
    Router::new()
        .route("/inbox", get(list))
        .route("/inbox.json", get(json))
        .route(page::STYLE_PATH, get(page::style))
        .route("/inbox/{id}", get(show))
        .route("/inbox/{id}/html", get(mail))
}

/// Whose mail is asked for.
#[derive(Deserialize)]
struct Search {
    to: Option<String>,
}

impl Search {
    fn to(&self) -> Option<&str> {
        self.to.as_deref().map(str::trim).filter(|to| !to.is_empty())
    }
}

async fn list(State(app): State<App>, Query(search): Query<Search>) -> Result<Response, Failed> {
    let mails = inbox(&app)?.list(search.to()).await?;
    let body = html! {
        h1 { "Inbox" }
        p class="quiet-words" {
            "What Gatepost has written to people. No mail server is set, so nothing leaves this computer."
        }
        form method="get" action="/inbox" role="search" class="inbox-search" {
            label for="to" { "Address" }
            input id="to" name="to" type="search" inputmode="email" autocomplete="off" spellcheck="false"
                value=(search.to().unwrap_or_default());
            button class="button" { "Show its mail" }
        }
        @if mails.is_empty() {
            p role="status" { "No mail" @if let Some(to) = search.to() { " to " (to) } " yet." }
        } @else {
            ul class="inbox-list" { @for mail in &mails { li {
                a href={ "/inbox/" (mail.id) } { (mail.content.subject) }
                p { (mail.to) }
                p { (page::time(mail.at)) }
            } } }
        }
    };
    Ok(page::answer(&app, "Inbox", &body))
}

async fn show(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Failed> {
    let Seen { to, at, content, .. } = find(&app, &id).await?;
    let body = html! {
        p { a href="/inbox" { "All mail" } }
        h1 { (content.subject) }
        dl class="inbox-facts" {
            dt { "To" } dd { a href={ "/inbox?to=" (query(&to)) } { (to) } }
            dt { "Written" } dd { (page::time(at)) }
        }
        iframe class="inbox-mail" title="The mail" src={ "/inbox/" (id) "/html" } sandbox=(SANDBOX) {}
        h2 { "As plain text" }
        pre class="panel" { @for line in content.text.lines() { (text_line(line)) "\n" } }
    };
    Ok(page::answer(&app, &content.subject, &body))
}

async fn mail(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Failed> {
    let mail = find(&app, &id).await?;
    let document = mail.content.html.replacen("<head>", "<head><base target=\"_top\">", 1);
    let headers = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(MAIL_POLICY)),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    Ok((headers, Html(document)).into_response())
}

/// A mail, for a program.
#[derive(Serialize)]
struct Mail {
    id: String,
    kind: String,
    to: String,
    subject: String,
    text: String,
    html: String,
    at: String,
}

async fn json(State(app): State<App>, Query(search): Query<Search>) -> Result<Json<Vec<Mail>>, Failed> {
    let mails = inbox(&app)?.list(search.to()).await?;
    let told = |Seen { id, kind, to, at, content }| Mail {
        id: id.to_string(),
        kind,
        to,
        subject: content.subject,
        text: content.text,
        html: content.html,
        at: machine_time(at.seconds()),
    };
    Ok(Json(mails.into_iter().map(told).collect()))
}

/// A line that is a link can be clicked: such a line is nothing else.
fn text_line(line: &str) -> Markup {
    html! { @if line.starts_with("http") { a href=(line) { (line) } } @else { (line) } }
}

fn query(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

async fn find(app: &App, id: &str) -> Result<Seen, Failed> {
    let id = Uuid::parse_str(id).map_err(|_| Failed::Unknown)?;
    inbox(app)?.find(id).await?.ok_or(Failed::Unknown)
}

/// Why there is nothing to see.
enum Failed {
    /// There is no such mail.
    Unknown,
    /// Our own fault.
    Mail(MailError),
}

impl From<MailError> for Failed {
    fn from(error: MailError) -> Self {
        Self::Mail(error)
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        match self {
            Self::Unknown => (StatusCode::NOT_FOUND, "There is no such mail.").into_response(),
            Self::Mail(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "the inbox cannot be read: {error}");
                (StatusCode::INTERNAL_SERVER_ERROR, "The inbox cannot be read. The log says why.").into_response()
            }
        }
    }
}

fn inbox(app: &App) -> Result<&Inbox, Failed> {
    app.inbox.as_ref().ok_or(Failed::Unknown)
}
