use app::wire::Notice;
use axum::response::Response;

use super::JOIN_PAGE;
use crate::{
    account::Asker,
    http::{
        auth::{fault, see_other},
        state::App,
    },
    relying_party::Vouched,
    store::SignInRow,
};

/// Keeps the identity, and leads on to the page that asks whose the account is. Only somebody for whom a
/// provider vouches with a verified address gets that far: nobody else learns that there is an account.
pub(in crate::http) async fn ask(
    app: &App,
    vouched: &Vouched,
    holder: &str,
    sign_in: &SignInRow,
    asker: &Asker,
) -> Result<Response, (Notice, String)> {
    if app.accounts.ways_to_prove(holder).await.map_err(fault)?.is_empty() {
        return Err((
            Notice::AddressInUse,
            "the address is an account's that nothing can show to be theirs".to_owned(),
        ));
    }
    let begun =
        app.accounts.begin_join((&vouched.identity, &vouched.profile), holder, sign_in, asker).await.map_err(fault)?;
    let cookie = app.0.cookies.set_sign_in(&begun.id, &begun.binding, app.clock.now(), false);
    Ok(see_other(&format!("{JOIN_PAGE}?txn={}", begun.id), [cookie]))
}
