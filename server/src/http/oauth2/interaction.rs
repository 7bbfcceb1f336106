use axum::http::HeaderMap;

use crate::{
    http::{held::HeldSession, state::App},
    provider::{
        Authentication, AuthorizationRequest, AuthorizationResponse, Circumstance, Failure, Present, Scope,
        StandardClaims, Step, Subject, Waiting,
    },
    store::StoreError,
};

/// Whoever is signed in in this browser, as that client knows them.
pub(super) async fn present(
    app: &App,
    headers: &HeaderMap,
    request: &AuthorizationRequest,
) -> Result<Option<Present>, Failure> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok(None) };
    let Some(viewer) = app.sessions.viewer(&held.token).await? else { return Ok(None) };
    let Some(account) = app.store.read().await?.accounts().find(&viewer.person.id).await? else { return Ok(None) };
    Ok(Some(Present {
        subject: app.provider.subject(&request.client, &account.id).await?,
        address: account.verified_email,
        person_id: account.id,
        name: account.name,
        family_id: viewer.family,
        begun_at: viewer.begun_at,
        auth_time: viewer.auth_time,
        amr: viewer.amr,
    }))
}

/// What comes next in a request.
pub(super) async fn next(
    app: &App,
    request: &AuthorizationRequest,
    present: Option<&Present>,
    waiting: Option<&Waiting>,
) -> Result<Step, Failure> {
    let consented = match present {
        Some(present) if !request.client.metadata.first_party => {
            app.provider.consented(&present.person_id, &request.client).await?
        }
        _ => Scope::default(),
    };
    let hint = request.id_token_hint.as_deref().and_then(|token| app.provider.session_hint(token));
    let hinted = hint.as_ref().map(|hint| hint.sub.as_str());
    Ok(request.next(Circumstance { present, hinted, waiting, consented: &consented, now: app.clock.now() }))
}

/// The answer for somebody of whom nothing more is to be asked.
pub(super) async fn grant(
    app: &App,
    request: &AuthorizationRequest,
    present: Present,
) -> Result<AuthorizationResponse, Failure> {
    let authentication = Authentication {
        subject: Subject::parse(&present.subject).ok_or(StoreError::Corrupt("a subject"))?,
        claims: StandardClaims::default(),
        account: Some((present.person_id, present.family_id)),
        auth_time: present.auth_time,
        amr: present.amr,
        annotations: None,
    };
    app.provider.grant(request, authentication).await
}
