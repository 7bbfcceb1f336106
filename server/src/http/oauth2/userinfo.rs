use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};

use super::answer;
use crate::{
    http::state::App,
    provider::{UserinfoAnswer, UserinfoError},
};

/// Userinfo (OpenID Connect Core §5.3).
pub(super) async fn tell(State(app): State<App>, headers: HeaderMap) -> Response {
    answered(asked(&app, answer::bearer(&headers)).await)
}

/// The token may come in the form too (RFC 6750 §2.2), but not in both (§2).
pub(super) async fn tell_posted(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let form = answer::form(&headers, &body).unwrap_or_default();
    let token = match (answer::bearer(&headers), form.get("access_token")) {
        (Some(_), Some(_)) => return answered(Err(UserinfoError::TwoTokens)),
        (header, form) => header.or(form),
    };
    answered(asked(&app, token).await)
}

async fn asked(app: &App, access_token: Option<&str>) -> Result<UserinfoAnswer, UserinfoError> {
    let (grant, scope) = app.provider.grant_for_userinfo(access_token).await?;
    Ok(app.provider.userinfo_answer(&grant, &scope).await?)
}

fn answered(told: Result<UserinfoAnswer, UserinfoError>) -> Response {
    match told {
        Ok(UserinfoAnswer::Plain(userinfo)) => Json(userinfo).into_response(),
        Ok(UserinfoAnswer::Signed(jwt)) => ([(header::CONTENT_TYPE, "application/jwt")], jwt).into_response(),
        Err(error) => {
            if let UserinfoError::Failed(cause) = &error {
                answer::log_failure("userinfo", cause);
            }
            let (status, challenge) = error.wire();
            answer::challenged(status.into_response(), challenge)
        }
    }
}
