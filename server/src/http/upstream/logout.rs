//! A provider says that somebody is signed out there: to us (OpenID Connect Back-Channel Logout), or in a
//! frame of its own sign-out page (Front-Channel Logout). Neither needs a cookie.

use app::wire::ApiProblem;
use axum::{
    Json,
    extract::{Path, RawForm, RawQuery, State, rejection::RawFormRejection},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use url::{Url, form_urlencoded};

use crate::{
    audit::{AuditEvent, Outcome, Visitor},
    config::ProviderKind,
    http::{api_auth::Asking, headers::FramedBy, state::App},
    relying_party::LogoutTokenError,
    store::Db,
    throttle::{Counted, Throttled},
    upstream::LogoutRefused,
};

/// Back-Channel Logout §2.5, §2.8. Each token counts as one that does not count until it does: a provider
/// that signs out a whole company is not too fast.
pub(super) async fn by_token(
    State(app): State<App>,
    Path(provider): Path<String>,
    Asking(asker): Asking,
    form: Result<RawForm, RawFormRejection>,
) -> Response {
    if app.relying_party.provider(&provider).is_none() {
        return nobody();
    }
    let network = asker.network();
    let counted =
        Counted { what: "refused_logout", whom: &network, rates: &app.accounts.limits().refused_logouts_per_ip };
    match in_store(&app, async |db| counted.take(db, app.clock.now()).await).await {
        Ok(()) => {}
        Err(Throttled::Wait(wait)) => return too_often(wait.seconds),
        Err(Throttled::Store(error)) => return failed(&provider, &error),
    }
    let Some(token) = form.ok().and_then(|RawForm(form)| only(&form, "logout_token")) else {
        return refused(&app, &provider, &asker.visitor, "there is no logout_token in a form").await;
    };
    let answer = match app.upstream.obey(&provider, &token, &asker.visitor).await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(LogoutRefused::Store(error)) => failed(&provider, &error),
        Err(LogoutRefused::Token(LogoutTokenError::Directory(error))) => {
            tracing::warn!(%provider, %error, "a logout of {provider} could not be checked: {error}");
            problem(StatusCode::BAD_REQUEST, "temporarily_unavailable", "the provider's keys are not to be had now")
        }
        Err(why) => return refused(&app, &provider, &asker.visitor, &why.to_string()).await,
    };
    if let Err(error) = in_store(&app, async |db| Ok(counted.give_back(db).await?)).await {
        tracing::error!(error = &error as &dyn std::error::Error, "a logout stays counted: {error}");
    }
    answer
}

async fn in_store(app: &App, work: impl AsyncFnOnce(&mut Db) -> Result<(), Throttled>) -> Result<(), Throttled> {
    work(&mut app.store.write().await?).await
}

/// The value of a parameter that stands there once.
fn only(encoded: &[u8], wanted: &str) -> Option<String> {
    let mut values = form_urlencoded::parse(encoded).filter(|(name, _)| name == wanted).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) => Some(value.into_owned()),
        _ => None,
    }
}

/// §2.8: a logout that failed is answered like one that does not count.
fn failed(provider: &str, error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, provider, "a logout of {provider} failed: {error}");
    problem(StatusCode::BAD_REQUEST, "server_error", "the logout failed; send it again")
}

async fn refused(app: &App, provider: &str, visitor: &Visitor, why: &str) -> Response {
    tracing::warn!(%provider, "a logout token was refused: {why}");
    if app.0.refused_logouts.take(app.clock.now()) {
        let event = AuditEvent::at_provider("backchannel_logout", Outcome::Refused, provider, visitor);
        if let Err(error) = app.sign_in.write_down(event.with_detail(why)).await {
            tracing::error!(error = &error as &dyn std::error::Error, "an audit event was not written: {error}");
        }
    }
    problem(StatusCode::BAD_REQUEST, "invalid_request", why)
}

fn nobody() -> Response {
    problem(StatusCode::NOT_FOUND, "invalid_request", "there is no such provider")
}

fn too_often(seconds: u64) -> Response {
    let mut response = problem(StatusCode::TOO_MANY_REQUESTS, "slow_down", "too many tokens that do not count");
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

fn problem(status: StatusCode, error: &str, description: &str) -> Response {
    let body = ApiProblem { error: error.to_owned(), error_description: description.to_owned(), support_code: None };
    (status, Json(body)).into_response()
}

/// Front-Channel Logout §3. Of a frame on another site come no cookies: the session is told by its name,
/// which only the provider and we know. The answer is the same whether there was one.
pub(super) async fn by_frame(
    State(app): State<App>,
    Path(provider): Path<String>,
    visitor: Visitor,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let Some(origins) = origins_of(&app, &provider) else {
        return nobody();
    };
    if let (Some(issuer), Some(sid)) = (only(query.as_bytes(), "iss"), only(query.as_bytes(), "sid"))
        && let Err(error) = app.upstream.obey_frame(&provider, (&issuer, &sid), &visitor).await
    {
        tracing::error!(error = &error as &dyn std::error::Error, "a logout of {provider} failed: {error}");
        return problem(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "try again in a moment");
    }
    let policy = format!("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {origins}");
    let Ok(policy) = HeaderValue::try_from(policy) else {
        return nobody();
    };
    let page = "<!DOCTYPE html><html lang=\"en\"><title>Signed out</title></html>";
    let mut response = Html(page).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.extensions_mut().insert(FramedBy);
    response
}

/// Whose pages may frame the answer: those of the issuer, and of the sign-out page that is configured.
fn origins_of(app: &App, provider: &str) -> Option<String> {
    let ProviderKind::Oidc(oidc) = &app.relying_party.provider(provider)?.kind else { return None };
    let issuer = Url::parse(&oidc.issuer).ok()?.origin().ascii_serialization();
    let typed = oidc.endpoints.end_session.as_ref().map(|url| url.origin().ascii_serialization());
    Some(std::iter::once(issuer).chain(typed).collect::<Vec<_>>().join(" "))
}
