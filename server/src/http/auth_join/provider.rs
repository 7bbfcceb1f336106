use app::{wire::Notice, words::Language};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{JOIN_PAGE, end_of, end_of_gone, page::find};
use crate::{
    account::{Asker, JoinError, PendingJoin},
    clock::Timestamp,
    http::{
        api_auth::Asking,
        auth::{cookies_of, fault, replaced, see_other, start_notice, succeed},
        cookies, guard,
        sign_in_end::Failed,
        state::App,
    },
    relying_party::{Display, Errand, Finished, ReturnPath, StartRequest},
    sign_in::Circumstances,
    store::JoinRow,
};

/// Which join it is.
#[derive(Deserialize)]
pub(super) struct ProofQuery {
    #[serde(default)]
    txn: String,
}

/// Leaves for another provider of the account, in the same popup or tab.
pub(super) async fn begin(
    State(app): State<App>,
    Path(provider): Path<String>,
    Asking(asker): Asking,
    headers: HeaderMap,
    Query(query): Query<ProofQuery>,
) -> Response {
    if guard::is_sent_by_strangers(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let join = match find(&app, &query.txn, &headers).await {
        Ok(join) => join,
        Err(gone) => {
            let (notice, end) = end_of_gone(&gone);
            return Failed::new(notice, gone.to_string(), &provider, asker.visitor).tell(&app, end, &headers).await;
        }
    };
    let offered = app.accounts.ways_to_prove(&join.row.person_id).await;
    if !offered.is_ok_and(|ways| ways.providers.contains(&provider)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let request = match request(&join.row, asker.language) {
        Ok(request) => request,
        Err(why) => return back(&app, &join, (Notice::ServerFault, why.to_owned()), asker).await,
    };
    match app.relying_party.start(&provider, &request).await {
        Ok(started) => see_other(started.location.as_str(), cookies_of(&app, &started, &headers)),
        Err(error) => back(&app, &join, (start_notice(&error), error.to_string()), asker).await,
    }
}

/// As the sign-in was begun that led to the join.
fn request(row: &JoinRow, language: Language) -> Result<StartRequest, &'static str> {
    let display = match (&row.channel, &row.challenge) {
        (Some(channel), Some(challenge)) => Display::Popup { channel: channel.parse()?, challenge: challenge.parse()? },
        _ => Display::Page,
    };
    let errand = Errand::Prove { join: row.id.clone() };
    Ok(StartRequest {
        max_age: row.max_age.and_then(|age| u32::try_from(age).ok()),
        replaces: row.replaces.clone(),
        language: Some(language.tag()),
        ..StartRequest::new(display, row.return_to.parse::<ReturnPath>()?, errand)
    })
}

/// To the page of the join: another way may do.
async fn back(app: &App, join: &PendingJoin, (notice, cause): (Notice, String), asker: Asker) -> Response {
    let code = Failed::new(notice, cause, &join.identity.provider, asker.visitor).known().note(app).await;
    see_other(&format!("{JOIN_PAGE}?txn={}&said={code}", join.row.id), [])
}

/// The other provider has answered: whoever it vouches for must have the account.
pub(in crate::http) async fn shown(
    app: &App,
    provider: &str,
    finished: Finished,
    (join, answered): (&str, Timestamp),
    (asker, headers): (Asker, &HeaderMap),
) -> Response {
    let join = match app.accounts.join_to_prove(join).await {
        Ok(join) => join,
        Err(gone) => {
            let (notice, end) = end_of_gone(&gone);
            return Failed::new(notice, gone.to_string(), provider, asker.visitor)
                .known()
                .tell(app, end, headers)
                .await;
        }
    };
    let vouched = match finished.result {
        Ok(vouched) => vouched,
        Err(error) => return back(app, &join, (error.notice(), error.to_string()), asker).await,
    };
    let (held, replaces) = match replaced(app, headers, join.row.replaces.as_deref()).await {
        Ok(replaced) => replaced,
        Err(error) => return back(app, &join, fault(error), asker).await,
    };
    let circumstances = Circumstances { challenge: join.row.challenge.as_deref(), replaces: &replaces, answered };
    let over = match app.sign_in.begin_and_join(&vouched, &join, &circumstances, &asker).await {
        Ok(signed_in) => {
            let mut answer = succeed(app, signed_in, held.as_ref(), end_of(&join.row), headers).await;
            cookies::append(answer.headers_mut(), [app.0.cookies.clear_sign_in(&join.row.id)]);
            return answer;
        }
        Err(JoinError::OtherAccount | JoinError::Wrong) => {
            return see_other(&format!("{JOIN_PAGE}?txn={}&said=other", join.row.id), []);
        }
        Err(error @ JoinError::Over) => (Notice::SignInUsed, error.to_string()),
        Err(error @ JoinError::IdentityInUse) => (Notice::AddressInUse, error.to_string()),
        Err(error @ (JoinError::SignedOut | JoinError::SessionOver)) => (Notice::SignedOutElsewhere, error.to_string()),
        Err(JoinError::Other(error)) => return back(app, &join, fault(error), asker).await,
    };
    Failed::new(over.0, over.1, provider, asker.visitor).known().tell(app, end_of(&join.row), headers).await
}
