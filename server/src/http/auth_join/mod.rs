//! `/auth/join`: the address that a provider vouches for has an account. Whoever shows that it is theirs has
//! both from then on, in the popup or the tab that the sign-in is in.

mod ask;
mod attach;
mod page;
mod provider;
mod step;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};

pub(super) use ask::ask;
pub(super) use attach::attached;
pub(super) use provider::shown;

use super::{guard, sign_in_end::End, state::App};
use crate::{account::JoinGone, store::JoinRow};
use app::wire::Notice;

const JOIN_PAGE: &str = "/auth/join";
/// A form larger than that is none of ours.
const LARGEST_FORM: usize = 8 * 1024;

pub(super) fn routes(app: &App) -> Router<App> {
    Router::new()
        .route(JOIN_PAGE, get(page::show).post(step::submit))
        .route("/auth/join/with/{provider}", get(provider::begin))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(guard::navigation_only))
        .layer(middleware::from_fn_with_state(app.clone(), guard::own_origin_only))
}

/// Where a join is told of.
fn end_of(row: &JoinRow) -> End {
    End {
        channel: row.channel.clone(),
        opener: row.opener.clone(),
        return_to: row.return_to.clone(),
        is_step_up: row.max_age.is_some(),
        is_signed_in: false,
    }
}

/// What is told of a join that is not there, and where.
fn end_of_gone(gone: &JoinGone) -> (Notice, End) {
    match gone {
        JoinGone::Unknown => (Notice::SignInUnknown, End::unknown()),
        JoinGone::Used(row) => (Notice::SignInUsed, end_of(row)),
        JoinGone::Expired(row) => (Notice::SignInExpired, end_of(row)),
        JoinGone::Fault(_) => (Notice::ServerFault, End::unknown()),
    }
}
