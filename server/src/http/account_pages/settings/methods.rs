use app::{
    account::{Complaint, Errors, OnTheWayPage, SavedChange},
    words::Language,
};
use axum::{http::StatusCode, response::Response};

use super::{changes::proven, person, refused};
use crate::{
    account::SignedInPerson,
    http::{
        account_pages::{
            refusal::Refusal,
            typed::Typed,
            visit::{Visit, go},
        },
        auth::{cookies_of, start_notice},
        cookies, flash, standing_alone,
        state::App,
    },
    random,
    relying_party::{Display, Errand, ReturnPath, StartError, StartRequest},
};

/// Where a join comes back to.
const ACCOUNT: &str = "/account";

/// Leaves for a provider that is to open the account too: with a fresh proof, like every change of what
/// opens it.
pub(in crate::http::account_pages) async fn join(visit: Visit, mut typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let provider = typed.text("provider");
    let request = match request(&visit.app, visit.language(), &person, &provider) {
        Ok(request) => request,
        Err(refusal) => return join_refused(&visit, &person, refusal).await,
    };
    match proven(&visit, &person, &mut typed).await {
        Ok(_) => leave(&visit, &person, &provider, &request).await,
        Err(refusal) => join_refused(&visit, &person, refusal).await,
    }
}

fn request(app: &App, language: Language, person: &SignedInPerson, provider: &str) -> Result<StartRequest, Refusal> {
    let return_to = ACCOUNT.parse::<ReturnPath>().ok().filter(|_| app.relying_party.provider(provider).is_some());
    let return_to = return_to.ok_or_else(|| Refusal::of(Errors::with_form(Complaint::NotAllowed)))?;
    let errand = Errand::Join { family: person.family.clone() };
    Ok(StartRequest { language: Some(language.tag()), ..StartRequest::new(Display::Page, return_to, errand) })
}

async fn leave(visit: &Visit, person: &SignedInPerson, provider: &str, request: &StartRequest) -> Response {
    let app = &visit.app;
    match app.relying_party.start(provider, request).await {
        Ok(started) => {
            let nonce = random::token(app.random.as_ref());
            let page = OnTheWayPage {
                language: visit.language(),
                provider: app.relying_party.provider(provider).map_or_else(String::new, |known| known.label.clone()),
                to: started.location.to_string(),
                dressing: standing_alone::dressing(&nonce),
            };
            let mut response = standing_alone::answer(StatusCode::OK, page.html(), &nonce, None);
            cookies::append(response.headers_mut(), cookies_of(app, &started, &visit.parts.headers));
            response
        }
        Err(StartError::UnknownProvider) => {
            join_refused(visit, person, Refusal::of(Errors::with_form(Complaint::NotAllowed))).await
        }
        Err(error) => {
            let code = random::support_code(app.random.as_ref());
            tracing::warn!(support_code = %code, provider, "a join {code} could not begin: {error}");
            let notice = flash::carry(&app.0.cookies, start_notice(&error), Some(&code));
            crate::http::auth::see_other(ACCOUNT, [notice])
        }
    }
}

async fn join_refused(visit: &Visit, person: &SignedInPerson, refusal: Refusal) -> Response {
    refused(visit, person, refusal, |page, errors| page.methods.join_errors = errors).await
}

/// Takes a way in away again.
pub(in crate::http::account_pages) async fn part(visit: Visit, mut typed: Typed) -> Response {
    let person = match person(&visit).await {
        Ok(person) => person,
        Err(elsewhere) => return elsewhere,
    };
    let handle = typed.text("id");
    let parted = match proven(&visit, &person, &mut typed).await {
        Ok(proven) => {
            let parted = visit.app.accounts.part(&proven, &handle, &visit.asker).await;
            parted.map_err(|error| Refusal::of_error(&visit.app, error))
        }
        Err(refusal) => Err(refusal),
    };
    match parted {
        Ok(()) => go(&SavedChange::MethodParted.path()),
        Err(refusal) => refused(&visit, &person, refusal, |page, errors| page.methods.part_errors = errors).await,
    }
}
