//! `start` and `callback`: where a sign-in leaves for a provider and comes back.

use app::wire::{ApiProblem, Notice, PopupOutcome};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, RawForm, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use url::form_urlencoded;

use super::{
    api_auth::Asking,
    auth_join, boot, cookies, device, flash, guard,
    held::HeldSession,
    opener_page,
    popup_page::PopupEnd,
    sign_in_end::{End, Failed},
    start_query::StartQuery,
    state::App,
    upstream::recheck,
};
use crate::{
    account::Asker,
    audit::Visitor,
    clock::Timestamp,
    random,
    relying_party::{AuthorizationResponse, Errand, Finished, StartError, StartRequest, StartedSignIn},
    session::{BROWSER_CLIENT, PASSWORD_PROVIDER},
    sign_in::{Circumstances, SignInFailure, SignedIn},
    token::TokenError,
};

const LARGEST_FORM: usize = 32 * 1024;

pub(super) fn routes(app: &App) -> Router<App> {
    let mut router = Router::<App>::new().route("/auth/{provider}/start", get(start));
    for provider in app.relying_party.providers() {
        let (by_query, by_form) = (provider.id.clone(), provider.id.clone());
        router = router.route(
            &provider.callback_path,
            get(
                async move |State(app): State<App>,
                            Asking(asker): Asking,
                            headers: HeaderMap,
                            RawQuery(query): RawQuery| {
                    callback(&app, &by_query, asker, &headers, &query.unwrap_or_default()).await
                },
            )
            .post(
                async move |State(app): State<App>,
                            Asking(asker): Asking,
                            headers: HeaderMap,
                            RawForm(form): RawForm| {
                    callback(&app, &by_form, asker, &headers, &String::from_utf8_lossy(&form)).await
                },
            ),
        );
    }
    router.layer(DefaultBodyLimit::max(LARGEST_FORM)).layer(middleware::from_fn(guard::navigation_only))
}

async fn start(
    State(app): State<App>,
    Path(provider): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = match StartQuery::parse(&query.unwrap_or_default()) {
        Ok(query) => query,
        Err(why) => return refuse(StatusCode::BAD_REQUEST, why),
    };
    if query.origin.as_ref().is_some_and(|origin| *origin != app.0.origin) {
        return refuse(StatusCode::FORBIDDEN, "the origin is not registered");
    }
    if guard::is_sent_by_strangers(&headers) {
        // Another page sent the browser here. Whether to sign in is for the person to say.
        return see_other(&sign_in_page(query.request.return_to.as_str()), []);
    }
    begin(&app, &provider, query.request, visitor, &headers).await
}

/// Sends the browser to the provider.
pub(super) async fn begin(
    app: &App,
    provider: &str,
    mut request: StartRequest,
    visitor: Visitor,
    headers: &HeaderMap,
) -> Response {
    request.language = Some(boot::language(app, headers).tag());
    request.replaces = match held_family(app, headers).await {
        Ok((_, family)) => family,
        Err(error) => {
            let end = End::of_request(&request);
            return Failed::new(Notice::ServerFault, error.to_string(), provider, visitor)
                .tell(app, end, headers)
                .await;
        }
    };
    let started = if provider == PASSWORD_PROVIDER {
        app.relying_party.start_with_password(&request).await
    } else {
        app.relying_party.start(provider, &request).await
    };
    match started {
        Ok(started) => see_other(started.location.as_str(), cookies_of(app, &started, headers)),
        Err(StartError::UnknownProvider) => refuse(StatusCode::NOT_FOUND, "there is no such provider"),
        Err(error) => {
            let failed = Failed::new(start_notice(&error), error.to_string(), provider, visitor);
            let end = End::of_request(&request);
            failed.tell(app, end, headers).await
        }
    }
}

/// What binds a sign-in that has begun to this browser.
pub(super) fn cookies_of(app: &App, started: &StartedSignIn, headers: &HeaderMap) -> Vec<cookie::Cookie<'static>> {
    let names = &app.0.cookies;
    let mut set = names.clear_excess_sign_ins(headers);
    let now = app.clock.now();
    set.push(names.set_sign_in(&started.cookie_id, &started.binding, now, started.cross_site_post));
    set
}

async fn callback(app: &App, provider: &str, asker: Asker, headers: &HeaderMap, encoded: &str) -> Response {
    let response = match AuthorizationResponse::parse(encoded) {
        Ok(response) => response,
        Err(why) => {
            let failed = Failed::new(Notice::SignInUnknown, why.to_string(), provider, asker.visitor);
            return failed.tell(app, End::unknown(), headers).await;
        }
    };
    let answered = app.clock.now();
    let finished = app.relying_party.finish(provider, response, |id| app.0.cookies.sign_in(headers, id)).await;
    let clear = finished.cookie_id().map(|id| app.0.cookies.clear_sign_in(&id));
    let finished = match recheck::answered(app, finished, &asker.visitor).await {
        Ok(mut answer) => {
            cookies::append(answer.headers_mut(), clear);
            return answer;
        }
        Err(finished) => finished,
    };
    let mut answer = match finished.row.as_ref().map(Errand::of_row).unwrap_or_default() {
        Errand::SignIn => signed_in(app, provider, finished, answered, (asker, headers)).await,
        Errand::Join { family } => auth_join::attached(app, provider, finished, &family, (asker, headers)).await,
        Errand::Prove { join } => auth_join::shown(app, provider, finished, (&join, answered), (asker, headers)).await,
    };
    cookies::append(answer.headers_mut(), clear);
    answer
}

/// A sign-in as any other: its end, or the page that asks whose account it is.
async fn signed_in(
    app: &App,
    provider: &str,
    finished: Finished,
    answered: Timestamp,
    (asker, headers): (Asker, &HeaderMap),
) -> Response {
    let end = End::of_row(finished.row.as_ref());
    let known = finished.row.is_some();
    match finish(app, finished, answered, &asker, headers).await {
        Ok(Done::SignedIn(signed_in, held)) => succeed(app, signed_in, held.as_ref(), end, headers).await,
        Ok(Done::Asked(page)) => page,
        Err((notice, cause)) => {
            let failed = Failed::new(notice, cause, provider, asker.visitor);
            let failed = if known { failed.known() } else { failed };
            failed.tell(app, end, headers).await
        }
    }
}

/// What became of a sign-in that a provider vouches for.
enum Done {
    /// They are signed in.
    SignedIn(SignedIn, Option<HeldSession>),
    /// Their address has an account: they are asked whether it is theirs.
    Asked(Response),
}

/// Begins the session of whoever the provider vouches for.
async fn finish(
    app: &App,
    finished: Finished,
    answered: Timestamp,
    asker: &Asker,
    headers: &HeaderMap,
) -> Result<Done, (Notice, String)> {
    let vouched = finished.result.map_err(|error| (error.notice(), error.to_string()))?;
    let left_with = finished.row.as_ref().and_then(|row| row.replaces.as_deref());
    let (held, replaces) = replaced(app, headers, left_with).await.map_err(fault)?;
    let challenge = finished.row.as_ref().and_then(|row| row.challenge.as_deref());
    let circumstances = Circumstances { challenge, replaces: &replaces, answered };
    match (app.sign_in.begin(&vouched, BROWSER_CLIENT, &circumstances, asker).await, finished.row) {
        (Ok(signed_in), _) => Ok(Done::SignedIn(signed_in, held)),
        (Err(SignInFailure::AddressInUse { holder }), Some(row)) => {
            auth_join::ask(app, &vouched, &holder, &row, asker).await.map(Done::Asked)
        }
        (Err(failure), _) => Err((notice_of(&failure), failure.to_string())),
    }
}

fn notice_of(failure: &SignInFailure) -> Notice {
    match failure {
        SignInFailure::AddressInUse { .. } => Notice::AddressInUse,
        SignInFailure::Inactive | SignInFailure::NoAccount => Notice::AccessDenied,
        SignInFailure::SignedOut => Notice::SignedOutElsewhere,
        SignInFailure::Fault(_) => Notice::ServerFault,
    }
}

pub(super) fn fault(error: impl std::fmt::Display) -> (Notice, String) {
    (Notice::ServerFault, error.to_string())
}

/// The session of this browser, and the families that a sign-in takes the place of: that one's, and the
/// one that it had when it left.
pub(super) async fn replaced(
    app: &App,
    headers: &HeaderMap,
    left_with: Option<&str>,
) -> Result<(Option<HeldSession>, Vec<String>), TokenError> {
    let (held, family) = held_family(app, headers).await?;
    let left_with = left_with.filter(|left| family.as_deref() != Some(left)).map(str::to_owned);
    Ok((held, family.into_iter().chain(left_with).collect()))
}

/// The session of this browser, and its family.
pub(super) async fn held_family(
    app: &App,
    headers: &HeaderMap,
) -> Result<(Option<HeldSession>, Option<String>), TokenError> {
    let Some(held) = HeldSession::read(app, headers).await? else { return Ok((None, None)) };
    let family = app.sessions.family_of(&held.token).await?;
    Ok((Some(held), family))
}

/// The cookie first, then the report: whatever becomes of the message, the browser is signed in.
pub(super) async fn succeed(
    app: &App,
    signed_in: SignedIn,
    held: Option<&HeldSession>,
    end: End,
    headers: &HeaderMap,
) -> Response {
    let names = &app.0.cookies;
    let token = signed_in.refresh_token.expose();
    let session = names.set_session(HeldSession::slot_of_next(held), token, signed_in.expires_at, app.clock.now());
    // Of a cross-site POST comes no session cookie: whatever there was, the other one goes.
    let replaced = names.clear_session(HeldSession::slot_of_next(held).other());
    let mut answer = match (end.channel, signed_in.handoff_code) {
        _ if let Some(origin) = &end.opener => hand_over(app, origin, &signed_in.family, headers).await,
        (Some(channel), Some(code)) => app.0.popup_page.render(PopupEnd {
            channel,
            outcome: PopupOutcome::SignedIn { code },
            return_to: end.return_to,
            language: boot::language(app, headers),
        }),
        _ => {
            let notice = if end.is_step_up { Notice::SteppedUp } else { Notice::SignedIn };
            see_other(&end.return_to, [flash::carry(names, notice, None)])
        }
    };
    cookies::append(answer.headers_mut(), [session, replaced]);
    cookies::append(answer.headers_mut(), signed_in.device.map(|secret| device::keep(app, secret)));
    answer
}

/// Whatever becomes of the token, the browser is signed in.
async fn hand_over(app: &App, origin: &str, family: &str, headers: &HeaderMap) -> Response {
    let language = boot::language(app, headers);
    match app.sessions.first_tokens(family).await {
        Ok(tokens) => opener_page::hand_over(origin, &tokens.access_token, language),
        Err(error) => {
            let code = random::support_code(app.random.as_ref());
            tracing::error!(support_code = %code, error = &error as &dyn std::error::Error, "no token for a front end: {code}");
            opener_page::tell(Notice::ServerFault, &code, language)
        }
    }
}

pub(super) fn start_notice(error: &StartError) -> Notice {
    match error {
        StartError::Directory(crate::relying_party::DirectoryError::Unusable(_)) => Notice::ProviderError,
        StartError::Directory(_) | StartError::UnknownProvider => Notice::ProviderUnreachable,
        StartError::Store(_) => Notice::ServerFault,
    }
}

pub(super) fn sign_in_page(return_to: &str) -> String {
    // Who came for an application goes on there: that page asks, and says what went wrong.
    if return_to.starts_with(super::oauth2::CONTINUE) {
        return return_to.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("return_to", return_to).finish();
    format!("/sign-in?{query}")
}

/// 303: the code never stays in the address, and a POST becomes a GET (RFC 9700 §4.12).
pub(super) fn see_other(location: &str, set: impl IntoIterator<Item = cookie::Cookie<'static>>) -> Response {
    let Ok(location) = HeaderValue::try_from(location) else {
        return refuse(StatusCode::BAD_REQUEST, "the address cannot be redirected to");
    };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    cookies::append(response.headers_mut(), set);
    response
}

fn refuse(status: StatusCode, why: &str) -> Response {
    let problem =
        ApiProblem { error: "invalid_request".to_owned(), error_description: why.to_owned(), support_code: None };
    (status, Json(problem)).into_response()
}
