use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::{
    answer, continued, interaction, pages,
    send::{After, send},
};
use crate::{
    http::{auth, boot, state::App},
    provider::{AuthorizationRequest, Failure, Parameters, RequestRefusal, Step},
};

/// The authorization endpoint (RFC 6749 §3.1).
pub(super) async fn begin(State(app): State<App>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    answered(&app, &headers, &query.unwrap_or_default()).await
}

/// The same by a form (OpenID Connect Core §3.1.2.1). It comes back as a navigation: with another site's form
/// the browser sends no session along (`SameSite=Lax`), and the person would seem to be nobody.
pub(super) async fn begin_posted(body: Bytes) -> Response {
    auth::see_other(&format!("/oauth2/authorize?{}", answer::text(&body)), [])
}

async fn answered(app: &App, headers: &HeaderMap, encoded: &str) -> Response {
    let parameters = Parameters::parse(encoded);
    match app.provider.authorization_request(&parameters).await {
        Ok(request) => proceed(app, headers, &request)
            .await
            .unwrap_or_else(|failure| pages::failed(app, boot::language(app, headers), &failure)),
        Err(refusal) => refuse(app, headers, refusal, After::Navigation),
    }
}

/// Answers at once where nothing has to be asked; else the request waits for its person.
async fn proceed(app: &App, headers: &HeaderMap, request: &AuthorizationRequest) -> Result<Response, Failure> {
    let present = interaction::present(app, headers, request).await?;
    let answer = match (interaction::next(app, request, present.as_ref(), None).await?, present) {
        (Step::Refuse(error), _) => app.provider.refuse(request, error),
        (Step::Proceed, Some(present)) => interaction::grant(app, request, present).await?,
        _ => {
            let name = app.provider.keep_waiting(request).await?;
            return Ok(auth::see_other(&continued::address(&name), []));
        }
    };
    let name = pages::face(&request.client).name;
    Ok(send(app, boot::language(app, headers), &name, &answer, After::Navigation))
}

/// What becomes of a request that is not good.
pub(super) fn refuse(app: &App, headers: &HeaderMap, refusal: RequestRefusal, after: After) -> Response {
    let language = boot::language(app, headers);
    match refusal {
        RequestRefusal::Page(why) => pages::cannot(app, language, &why.to_string()),
        RequestRefusal::Redirect(answer) => send(app, language, "", &answer, after),
        RequestRefusal::Failed(failure) => pages::failed(app, language, &failure),
    }
}
