//! The requests of the machine. Each answer comes back under the ticket it was asked with.

use std::rc::Rc;

use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use web_sys::AbortController;

use super::driver::{Driver, tell};
use crate::{
    json,
    session::{
        effects::{
            browser,
            fetch::{Answer, Deadline, Request, send, unreachable},
            lock,
            timer::Timer,
        },
        machine::{Event, Grant, Ticket, Trouble},
    },
    wire::{HandoffRequest, RefreshRequest, Rotation, SessionStatus, Tokens},
};

const SESSION: &str = "/api/session";
const REFRESH: &str = "/api/session/refresh";
const HANDOFF: &str = "/api/session/handoff";

/// A request gives up after this long.
const PATIENCE_MS: i32 = 10_000;

impl Driver {
    pub(super) fn refresh(self: &Rc<Self>, ticket: Ticket) {
        let Ok(controller) = AbortController::new() else {
            return self.dispatch(Event::Refreshed(ticket, Err(unreachable())));
        };
        self.refresh.replace(Some((ticket, controller.clone())));
        let me = self.me.clone();
        spawn_local(async move {
            let lock = lock::acquire().await;
            let signal = controller.signal();
            if signal.aborted() {
                return;
            }
            // Held around the request alone, which has an end of its own.
            let patience = Timer::after(PATIENCE_MS, move || controller.abort());
            let body = json::write(&RefreshRequest { rotation: Rotation::Settled });
            let answer = send(post(REFRESH, &body), Some(&signal)).await;
            drop((patience, lock));
            tell(&me, Event::Refreshed(ticket, grant(answer)));
        });
    }

    pub(super) fn abort_refresh(&self, ticket: Ticket) {
        let mut refresh = self.refresh.borrow_mut();
        if refresh.as_ref().is_some_and(|(under_way, _)| *under_way == ticket)
            && let Some((_, controller)) = refresh.take()
        {
            controller.abort();
        }
    }

    pub(super) fn redeem(self: &Rc<Self>, ticket: Ticket, code: String) {
        let verifier = self.opened.borrow().as_ref().map(|opened| opened.verifier.clone()).unwrap_or_default();
        let me = self.me.clone();
        spawn_local(async move {
            let body = json::write(&HandoffRequest { code, verifier });
            tell(&me, Event::Redeemed(ticket, grant(send_in_time(post(HANDOFF, &body)).await)));
        });
    }

    pub(super) fn check(self: &Rc<Self>, ticket: Ticket) {
        let me = self.me.clone();
        spawn_local(async move {
            let request = Request { method: "GET", path: SESSION, body: None, bearer: None };
            let status = success(send_in_time(request).await).and_then(|answer| read::<SessionStatus>(&answer));
            tell(&me, Event::Checked(ticket, status.map(|status| status.user)));
        });
    }

    pub(super) fn end_session(self: &Rc<Self>, ticket: Ticket) {
        let me = self.me.clone();
        spawn_local(async move {
            let request = Request { method: "DELETE", path: SESSION, body: None, bearer: None };
            let answer = success(send_in_time(request).await);
            // Where to go on, to be signed out at the provider as well.
            let next = answer.as_ref().ok().map(|answer| answer.body.clone()).filter(|next| !next.is_empty());
            tell(&me, Event::Ended(ticket, answer.map(drop)));
            if let Some(next) = next {
                browser::go(&next);
            }
        });
    }
}

async fn send_in_time(request: Request<'_>) -> Option<Answer> {
    let deadline = Deadline::after(PATIENCE_MS);
    let signal = deadline.as_ref().map(Deadline::signal);
    send(request, signal.as_ref()).await
}

fn post<'a>(path: &'a str, body: &'a str) -> Request<'a> {
    Request { method: "POST", path, body: Some(body), bearer: None }
}

fn grant(answer: Option<Answer>) -> Result<Grant, Trouble> {
    let answer = success(answer)?;
    Ok(Grant::new(read::<Tokens>(&answer)?, answer.server_time))
}

fn success(answer: Option<Answer>) -> Result<Answer, Trouble> {
    let answer = answer.ok_or_else(unreachable)?;
    if answer.is_success() { Ok(answer) } else { Err(answer.trouble()) }
}

/// A success that is no JSON of ours comes from something in between: no word about the session.
fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    json::read(&answer.body).map_err(|_| Trouble::Busy { retry_after: None })
}
