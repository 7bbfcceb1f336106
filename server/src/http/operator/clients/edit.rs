use app::words::Language;
use axum::{
    extract::{Query, RawForm, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

use super::{
    actor,
    form::{Form, Sent},
    path::{self, OfClient},
    refusal, secret,
    words::words,
};
use crate::{
    audit::Visitor,
    http::{
        auth, boot,
        operator::{page, staff::Staff},
        state::App,
    },
    provider::{ClientDraft, ClientField, ClientMetadata, ClientsError},
};

/// The form for a new client, with an id that nobody has: sent twice, it adds one.
pub(super) async fn new(State(app): State<App>, _: Staff, headers: HeaderMap) -> Response {
    let language = boot::language(&app, &headers);
    let mut draft = ClientDraft::of(&ClientMetadata::default());
    draft.set(ClientField::ClientId, vec![app.clients.random_id()]);
    let form = Form { language, action: path::NEW, draft: &draft, mistakes: None, seen: None };
    page::answer(&app, language, words(language).add_title, &form.markup())
}

/// Adds it, and shows its secret.
pub(super) async fn add(
    State(app): State<App>,
    staff: Staff,
    visitor: Visitor,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let language = boot::language(&app, &headers);
    let draft = Sent::read(&body).draft();
    match app.clients.add(&draft, &actor(staff, visitor)).await {
        Ok(added) => match &added.secret {
            Some(secret) => secret::shown(&app, language, &added.known, secret, None),
            None => auth::see_other(&path::of(path::SHOW, added.known.client.id.as_str()), []),
        },
        Err(ClientsError::Mistakes(mistakes)) => {
            let form = Form { language, action: path::NEW, draft: &draft, mistakes: Some(&mistakes), seen: None };
            refused(&app, words(language).add_title, &form)
        }
        Err(error) => refusal(&app, language, &error),
    }
}

/// The form of a client that is there.
pub(super) async fn open(
    State(app): State<App>,
    _: Staff,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
) -> Response {
    let language = boot::language(&app, &headers);
    let known = match app.clients.find(&id).await {
        Ok(Some(known)) => known,
        Ok(None) => return refusal(&app, language, &ClientsError::Unknown),
        Err(error) => return refusal(&app, language, &error),
    };
    let draft = ClientDraft::of(&known.client.metadata);
    let action = path::of(path::EDIT, &id);
    let form = Form { language, action: &action, draft: &draft, mistakes: None, seen: Some(known.updated_at) };
    page::answer(&app, language, words(language).edit_title, &form.markup())
}

/// Saves it; shows a secret where the client begins to have one.
pub(super) async fn save(
    State(app): State<App>,
    staff: Staff,
    visitor: Visitor,
    headers: HeaderMap,
    Query(OfClient { id }): Query<OfClient>,
    RawForm(body): RawForm,
) -> Response {
    let language = boot::language(&app, &headers);
    let sent = Sent::read(&body);
    let (draft, seen) = (sent.draft(), sent.seen());
    match app.clients.edit(&id, &draft, seen, &actor(staff, visitor)).await {
        Ok(added) => match &added.secret {
            Some(secret) => secret::shown(&app, language, &added.known, secret, None),
            None => auth::see_other(&path::of(path::SHOW, &id), []),
        },
        Err(ClientsError::Mistakes(mistakes)) => {
            let action = path::of(path::EDIT, &id);
            let form = Form { language, action: &action, draft: &draft, mistakes: Some(&mistakes), seen: Some(seen) };
            refused(&app, words(language).edit_title, &form)
        }
        Err(error) => refusal(&app, language, &error),
    }
}

/// The form again, with what was typed and what is wrong with it.
fn refused(app: &App, title: &str, form: &Form<'_>) -> Response {
    let language: Language = form.language;
    let mut response = page::answer(app, language, title, &form.markup());
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}
