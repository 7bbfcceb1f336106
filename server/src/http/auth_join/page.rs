use app::{
    account::{Complaint, Errors, JoinPage},
    wire::ProviderLink,
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::Deserialize;

use super::end_of_gone;
use crate::{
    account::{JoinGone, PendingJoin, WaysToProve},
    http::{api_auth::Asking, auth_password::login_kind, boot, sign_in_end::Failed, standing_alone, state::App},
    random,
};

/// Which join it is, and what a provider that was asked has left to say.
#[derive(Deserialize)]
pub(super) struct PageQuery {
    #[serde(default)]
    txn: String,
    said: Option<String>,
}

/// What became of the last step.
pub(super) struct Step {
    pub(super) status: StatusCode,
    pub(super) password_errors: Errors,
    pub(super) code_sent: bool,
    pub(super) code: String,
    pub(super) code_errors: Errors,
    pub(super) errors: Errors,
    pub(super) wait: Option<u32>,
}

impl Step {
    /// None was made yet.
    pub(super) const fn first() -> Self {
        Self {
            status: StatusCode::OK,
            password_errors: Errors::none(),
            code_sent: false,
            code: String::new(),
            code_errors: Errors::none(),
            errors: Errors::none(),
            wait: None,
        }
    }
}

pub(super) async fn show(
    State(app): State<App>,
    Asking(asker): Asking,
    headers: HeaderMap,
    Query(query): Query<PageQuery>,
) -> Response {
    match find(&app, &query.txn, &headers).await {
        Ok(join) => {
            let errors = query.said.as_deref().and_then(said).map_or_else(Errors::none, Errors::with_form);
            page(&app, &join, &headers, Step { errors, ..Step::first() }).await
        }
        Err(gone) => {
            let (notice, end) = end_of_gone(&gone);
            Failed::new(notice, gone.to_string(), "", asker.visitor).tell(&app, end, &headers).await
        }
    }
}

/// What a provider's callback leaves to say, in the address of the page.
fn said(text: &str) -> Option<Complaint> {
    let is_code = |code: &str| code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match text {
        "other" => Some(Complaint::OtherAccount),
        code if is_code(code) => Some(Complaint::NotShown(code.to_owned())),
        _ => None,
    }
}

/// The join of that id, if this browser has its cookie.
pub(super) async fn find(app: &App, txn: &str, headers: &HeaderMap) -> Result<PendingJoin, JoinGone> {
    app.accounts.pending_join(txn, |id| app.0.cookies.sign_in(headers, id)).await
}

/// The page that asks.
pub(super) async fn page(app: &App, join: &PendingJoin, headers: &HeaderMap, step: Step) -> Response {
    let nonce = random::token(app.random.as_ref());
    let ways = app.accounts.ways_to_prove(&join.row.person_id).await;
    let (ways, step) = match ways {
        Ok(ways) => (ways, step),
        Err(error) => {
            let code = random::support_code(app.random.as_ref());
            tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "join {code} failed: {error}");
            let errors = Errors::with_form(Complaint::Failed(code));
            (WaysToProve::default(), Step { status: StatusCode::SERVICE_UNAVAILABLE, errors, ..step })
        }
    };
    let page = JoinPage {
        language: boot::language(app, headers),
        provider: label(app, &join.identity.provider),
        address: join.identity.email.clone().unwrap_or_default(),
        txn: join.row.id.clone(),
        kind: login_kind(app.accounts.config().login),
        login: ways.login,
        password_errors: step.password_errors,
        providers: ways.providers.into_iter().map(|id| provider_link(app, &id)).collect(),
        mail: ways.mail,
        code_sent: step.code_sent,
        code: step.code,
        code_errors: step.code_errors,
        errors: step.errors,
        dressing: standing_alone::dressing(&nonce),
    };
    standing_alone::answer(step.status, page.html(), &nonce, step.wait)
}

fn provider_link(app: &App, id: &str) -> ProviderLink {
    ProviderLink { silent: app.relying_party.is_silent(id), ..ProviderLink::new(id, label(app, id)) }
}

fn label(app: &App, id: &str) -> String {
    app.relying_party.provider(id).map_or_else(|| id.to_owned(), |provider| provider.label.clone())
}
