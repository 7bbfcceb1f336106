use leptos::{prelude::*, task::spawn_local};

use super::{ProviderButtons, StepUpOffer, app_state};
use crate::{
    erase::Erase,
    live::{effect, live, memo, on, part, part_if, text, text_if},
    session::{Freshness, Phase, Session, Stale},
    wire::Person,
};

/// Whether a route that needs a fresh session is open to this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Go through.
    Open,
    /// Sign in first.
    SignIn,
    /// Prove who you are once more first.
    StepUp,
    /// The session could not be renewed now.
    Unreachable,
}

impl Gate {
    /// What can be said without asking anybody: the server's first paint, and the browser's until
    /// its engine answers.
    fn first_look(person: Option<&Person>, now: i64, max_auth_age: u32) -> Self {
        match person {
            None => Self::SignIn,
            Some(person) if now.saturating_sub(person.auth_time) > i64::from(max_auth_age) => Self::StepUp,
            Some(_) => Self::Open,
        }
    }
}

impl From<Result<(), Stale>> for Gate {
    fn from(answer: Result<(), Stale>) -> Self {
        match answer {
            Ok(()) => Self::Open,
            Err(Stale::SignedOut) => Self::SignIn,
            Err(Stale::ProofTooOld) => Self::StepUp,
            Err(Stale::Unreachable) => Self::Unreachable,
        }
    }
}

/// The guard of a route: asks for a fresh session when the route opens, whenever somebody else is
/// signed in or a proof is renewed, and when the page asks again before it acts.
#[derive(Clone, Copy)]
pub struct FreshGuard {
    session: Session,
    need: Freshness,
    gate: RwSignal<Gate>,
    checking: RwSignal<bool>,
    /// Counts the checks, so that only the latest answer counts.
    latest: StoredValue<u32>,
}

impl FreshGuard {
    /// A guard that asks for `min_ttl` seconds of token life and a proof of identity at most
    /// `max_auth_age` seconds old.
    pub fn new(min_ttl: u32, max_auth_age: u32) -> Self {
        let state = app_state();
        let person = state.session.person();
        let look = person.with_untracked(|p| Gate::first_look(p.as_ref(), state.rendered_at(), max_auth_age));
        let guard = Self {
            session: state.session,
            need: Freshness { min_ttl, max_auth_age: Some(max_auth_age) },
            gate: RwSignal::new(look),
            checking: RwSignal::new(false),
            latest: StoredValue::new(0),
        };
        let phase = state.session.phase();
        let who = memo(move || {
            let proof = person.with(|person| person.as_ref().map(|person| (person.id.clone(), person.auth_time)));
            (proof, phase.with(|phase| *phase == Phase::Offline))
        });
        effect(move || {
            // Read, not only tracked: a memo nobody reads never asks its sources.
            who.with(|_| ());
            spawn_local(async move {
                guard.ensure().await;
            });
        });
        guard
    }

    /// Whether the route is open, tracked.
    pub fn gate(self) -> Gate {
        self.gate.get()
    }

    /// Whether an answer is awaited, tracked.
    pub fn checking(self) -> bool {
        self.checking.get()
    }

    /// Closes the gate for a reason only the API knew.
    pub fn close(self, gate: Gate) {
        self.gate.try_set(gate);
    }

    /// Asks the session, renewing it where that helps. Whether the gate is open then.
    pub async fn ensure(self) -> bool {
        let ticket = self.latest.try_update_value(|latest| {
            *latest = latest.wrapping_add(1);
            *latest
        });
        self.checking.try_set(true);
        let gate = Gate::from(self.session.ensure_fresh(self.need).await);
        // The page may be gone by now, or a later check may know better.
        if self.latest.try_get_value() == ticket {
            self.checking.try_set(false);
            self.gate.try_set(gate);
        }
        gate == Gate::Open
    }

    fn max_auth_age(self) -> u32 {
        self.need.max_auth_age.unwrap_or(u32::MAX)
    }
}

/// Shows its children once the guard let the person through, and what to do until then.
///
/// Once shown they stay, closed or not: what was typed into them must outlive a step-up.
#[component]
pub fn RequireFresh(
    /// Decides.
    guard: FreshGuard,
    /// Where a full-page sign-in comes back to.
    return_to: &'static str,
    /// The guarded form. It asks the guard itself whether it is usable.
    children: ChildrenFn,
) -> impl IntoView {
    let was_open =
        Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(false) || guard.gate() == Gate::Open);
    let offer = part(move || match guard.gate() {
        Gate::Open => ().erase(),
        Gate::SignIn => view! { <SignInOffer return_to /> }.erase(),
        Gate::StepUp => view! { <StepUpOffer max_auth_age=guard.max_auth_age() return_to /> }.erase(),
        Gate::Unreachable => view! { <Unreachable guard /> }.erase(),
    });
    let lang = app_state().lang;
    let checking = text_if(move || guard.checking().then(|| lang.words().checkout.checking));
    view! {
        <p class="checking" aria-live="polite">
            {checking}
        </p>
        {offer}
        // What one person typed is not on show once they are signed out.
        <div hidden=live(move || guard.gate() == Gate::SignIn)>
            {part_if(move || was_open.get(), move || children())}
        </div>
    }
    .erase()
}

#[component]
fn SignInOffer(return_to: &'static str) -> impl IntoView {
    let lang = app_state().lang;
    view! {
        <section class="panel offer" aria-labelledby="offer-title">
            <h2 id="offer-title">{lang.t(|w| w.checkout.sign_in_title)}</h2>
            <p>{lang.t(|w| w.checkout.sign_in_lead)}</p>
            <ProviderButtons return_to=text(move || return_to) />
        </section>
    }
    .erase()
}

#[component]
fn Unreachable(guard: FreshGuard) -> impl IntoView {
    let lang = app_state().lang;
    let try_again = move |_| {
        spawn_local(async move {
            guard.ensure().await;
        });
    };
    view! {
        <section class="panel offer">
            <p>{lang.t(|w| w.checkout.unreachable)}</p>
            <button type="button" class="button" on:click=on(try_again)>
                {lang.t(|w| w.common.try_again)}
            </button>
        </section>
    }
    .erase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(auth_time: i64) -> Person {
        Person {
            id: "1".to_owned(),
            name: "Ada".to_owned(),
            email: None,
            provider: "okta".to_owned(),
            since: 0,
            auth_time,
        }
    }

    #[test]
    fn the_first_look_asks_for_a_sign_in_or_a_fresh_proof() {
        assert_eq!(Gate::first_look(None, 1_000, 300), Gate::SignIn);
        assert_eq!(Gate::first_look(Some(&person(699)), 1_000, 300), Gate::StepUp);
        assert_eq!(Gate::first_look(Some(&person(700)), 1_000, 300), Gate::Open);
        assert_eq!(Gate::first_look(Some(&person(2_000)), 1_000, 300), Gate::Open);
    }
}
