use axum::{http::HeaderMap, response::Response};
use url::Url;

use crate::{
    account::{Asker, AttachTo, JoinError, JoiningIdentity},
    audit::{AuditEvent, Outcome},
    http::{
        auth::{fault, see_other},
        held::HeldSession,
        sign_in_end::{End, Failed},
        state::App,
    },
    relying_party::Finished,
};

/// A provider has answered a person who wants it to open their account too: back to where they began, with
/// the outcome in the address.
pub(in crate::http) async fn attached(
    app: &App,
    provider: &str,
    finished: Finished,
    family: &str,
    (asker, headers): (Asker, &HeaderMap),
) -> Response {
    let end = End::of_row(finished.row.as_ref());
    let failed = |(notice, cause)| Failed::new(notice, cause, provider, asker.visitor.clone()).known();
    let vouched = match finished.result {
        Ok(vouched) => vouched,
        Err(error) => return failed((error.notice(), error.to_string())).tell(app, end, headers).await,
    };
    let present = match present(app, headers).await {
        Ok(present) => present,
        Err(error) => return failed(fault(error)).tell(app, end, headers).await,
    };
    let to = AttachTo { family, present: present.as_deref() };
    let outcome = match app.accounts.attach(to, &JoiningIdentity::from(&vouched.identity), &asker).await {
        Ok(()) => ("saved", "method-joined"),
        Err(JoinError::Other(error)) => return failed(fault(error)).tell(app, end, headers).await,
        Err(error) => {
            let event = AuditEvent::at_provider("method_added", Outcome::Refused, provider, &asker.visitor);
            if let Err(fault) = app.sign_in.write_down(event.with_detail(error.to_string())).await {
                tracing::error!(error = &fault as &dyn std::error::Error, "a refused join was not written down");
            }
            ("problem", if matches!(error, JoinError::IdentityInUse) { "in-use" } else { "session-over" })
        }
    };
    see_other(&with_outcome(app, &end.return_to, outcome), [])
}

/// Whose session this browser has. A cross-site POST brings none along.
async fn present(app: &App, headers: &HeaderMap) -> Result<Option<String>, crate::token::TokenError> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok(None) };
    Ok(app.sessions.viewer(&held.token).await?.map(|viewer| viewer.person.id))
}

/// A path of ours with one more parameter.
fn with_outcome(app: &App, path: &str, (name, value): (&str, &str)) -> String {
    let Ok(mut url): Result<Url, _> = app.server.public_url.join(path) else { return "/account".to_owned() };
    url.query_pairs_mut().append_pair(name, value);
    let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
    format!("{}?{}{fragment}", url.path(), url.query().unwrap_or_default())
}
