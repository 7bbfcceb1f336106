//! What pages wait for: a fresh session, and calls of the API with the access token.

use std::rc::Rc;

use super::driver::Driver;
use crate::session::{
    Call, CallFailure, Freshness, Reply, Stale,
    call::{is_own_path, wants_fresher_proof},
    effects::fetch::{Answer, Deadline, Request, send},
    machine::{AccessToken, Event, Held, Machine, Verdict},
};

/// A call gives up after this long.
const PATIENCE_MS: i32 = 30_000;

impl Driver {
    pub(super) async fn ensure_fresh(self: &Rc<Self>, need: Freshness) -> Result<(), Stale> {
        self.settle().await;
        let mut verdict = self.ask(|machine, now| machine.judge(need, now));
        if verdict == Verdict::RenewalNeeded {
            self.renew().await;
            verdict = self.ask(|machine, now| machine.judge(need, now));
        }
        match verdict {
            Verdict::Fresh => Ok(()),
            Verdict::RenewalNeeded => Err(Stale::Unreachable),
            Verdict::ProofTooOld => Err(Stale::ProofTooOld),
            Verdict::SignedOut => Err(Stale::SignedOut),
        }
    }

    /// Nothing of one person's call is ever sent or shown as another's: it belongs to the epoch it
    /// began in.
    pub(super) async fn call(self: &Rc<Self>, call: Call) -> Result<Reply, CallFailure> {
        if !is_own_path(&call.path) {
            return Err(CallFailure::Unreachable);
        }
        let token = self.usable_token().await?;
        let epoch = self.ask(|machine, _| machine.epoch());
        let mut answer = self.send(&call, &token, epoch).await?;
        if answer.status == 401 {
            let token = self.token_after(&token, epoch).await?;
            answer = self.send(&call, &token, epoch).await?;
        }
        Ok(Reply { status: answer.status, body: answer.body })
    }

    async fn send(&self, call: &Call, token: &AccessToken, epoch: u32) -> Result<Answer, CallFailure> {
        let bearer = token.bearer();
        let request = Request {
            method: call.method.as_str(),
            path: &call.path,
            body: call.body.as_deref(),
            bearer: Some(&bearer),
        };
        let deadline = Deadline::after(PATIENCE_MS);
        let signal = deadline.as_ref().map(Deadline::signal);
        let answer = send(request, signal.as_ref()).await;
        self.still_in(epoch)?;
        match answer {
            None => Err(CallFailure::Unreachable),
            Some(answer) if answer.status == 401 && wants_fresher_proof(&answer.challenge) => {
                Err(CallFailure::ProofNeeded)
            }
            Some(answer) => Ok(answer),
        }
    }

    /// The token of this session, renewed first where it is at its end.
    async fn usable_token(self: &Rc<Self>) -> Result<AccessToken, CallFailure> {
        self.settle().await;
        if let Some(token) = self.ask(|machine, now| token(machine, |held| held.usable(now))) {
            return Ok(token);
        }
        self.renew().await;
        self.ask(|machine, now| token(machine, |held| held.left(now) > 0).ok_or_else(|| failure(machine)))
    }

    /// Another token than the one the API refused: one that came meanwhile, or a renewed one.
    async fn token_after(self: &Rc<Self>, refused: &AccessToken, epoch: u32) -> Result<AccessToken, CallFailure> {
        let newer = |machine: &Machine| token(machine, |held| held.token() != refused);
        if let Some(token) = self.ask(|machine, _| newer(machine)) {
            return Ok(token);
        }
        self.renew().await;
        self.still_in(epoch)?;
        self.ask(|machine, _| newer(machine).ok_or_else(|| failure(machine)))
    }

    async fn renew(self: &Rc<Self>) {
        self.dispatch(Event::RenewNeeded);
        self.settle().await;
    }

    fn still_in(&self, epoch: u32) -> Result<(), CallFailure> {
        if self.ask(|machine, _| machine.epoch()) == epoch { Ok(()) } else { Err(CallFailure::SignedOut) }
    }
}

fn token(machine: &Machine, wanted: impl FnOnce(&Held) -> bool) -> Option<AccessToken> {
    machine.held().filter(|held| wanted(held)).map(|held| held.token().clone())
}

fn failure(machine: &Machine) -> CallFailure {
    if machine.is_signed_in() { CallFailure::Unreachable } else { CallFailure::SignedOut }
}
