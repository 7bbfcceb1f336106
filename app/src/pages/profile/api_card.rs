use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    components::app_state,
    erase::{Erase, ErasedView},
    live::{memo, on, part, part_if, text_if},
    session::{Call, CallFailure, Reply},
    words::Words,
};

/// What can be called here. Both want a Bearer token and change nothing.
const ENDPOINTS: [&str; 2] = ["/api/profile", "/api/secure-data"];
const MOST_AT_ONCE: u32 = 50;

type Answer = Result<Reply, CallFailure>;

/// Calls the API with the session's token, many times at once if asked: one renewal serves all.
#[component]
pub(super) fn ApiCard() -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let endpoint = NodeRef::<leptos::html::Select>::new();
    let how_many = NodeRef::<leptos::html::Input>::new();
    let answers = RwSignal::new(Vec::<(Answer, u32)>::new());
    let on_their_way = RwSignal::new(0_u32);
    let send = move |submit: SubmitEvent| {
        submit.prevent_default();
        if on_their_way.get_untracked() > 0 {
            return;
        }
        let path = endpoint.get_untracked().map_or_else(|| ENDPOINTS[0].to_owned(), |select| select.value());
        let count = how_many.get_untracked().and_then(|input| input.value().parse().ok()).unwrap_or(1);
        let count = count.clamp(1, MOST_AT_ONCE);
        answers.set(Vec::new());
        on_their_way.set(count);
        for _ in 0..count {
            let call = Call::get(path.clone());
            spawn_local(async move {
                let answer = state.session.call(call).await;
                // The page may be gone by the time an answer comes.
                answers.try_update(|answers| count_in(answers, answer));
                on_their_way.try_update(|left| *left = left.saturating_sub(1));
            });
        }
    };
    let sending = memo(move || on_their_way.get() > 0);
    let button = lang.say(move |w| if sending.get() { w.api_card.sending } else { w.api_card.send });
    let options = ENDPOINTS.map(|path| view! { <option value=path>{format!("GET {path}")}</option> }).to_vec();
    view! {
        <section class="panel scripted" aria-labelledby="api">
            <h2 id="api">{lang.t(|w| w.api_card.title)}</h2>
            <p>{lang.t(|w| w.api_card.lead)}</p>
            <form class="fields" on:submit=on(send)>
                <label for="endpoint">{lang.t(|w| w.api_card.endpoint)}</label>
                <select id="endpoint" node_ref=endpoint>
                    {options}
                </select>
                <label for="how-many">{lang.t(|w| w.api_card.how_many)}</label>
                <input
                    id="how-many"
                    type="number"
                    min="1"
                    max=MOST_AT_ONCE.to_string()
                    value="1"
                    required
                    inputmode="numeric"
                    node_ref=how_many
                />
                <button class="button" aria-disabled=text_if(move || sending.get().then_some("true"))>
                    {button}
                </button>
            </form>
            <Answers answers />
        </section>
    }
    .erase()
}

#[component]
fn Answers(answers: RwSignal<Vec<(Answer, u32)>>) -> impl IntoView {
    let lang = app_state().lang;
    let list = move || {
        let rows = part(move || {
            let words = lang.words();
            answers.get().into_iter().map(|(answer, count)| row(words, answer, count)).collect_view()
        });
        view! {
            <h3>{lang.t(|w| w.api_card.answers)}</h3>
            <ul class="answers" role="list">
                {rows}
            </ul>
        }
    };
    view! { <div aria-live="polite">{part_if(move || answers.with(|answers| !answers.is_empty()), list)}</div> }.erase()
}

fn row(words: &'static Words, answer: Answer, count: u32) -> ErasedView {
    let (status, text) = match answer {
        Ok(Reply { status, body }) => (Some(status), body),
        Err(failure) => (None, failed(words, failure).to_owned()),
    };
    view! {
        <li>
            <strong>{format!("{count} ×")}</strong>
            " "
            <span class="status">{status}</span>
            " "
            <code>{text}</code>
        </li>
    }
    .erase()
}

const fn failed(words: &Words, failure: CallFailure) -> &'static str {
    match failure {
        CallFailure::SignedOut => words.api_card.signed_out,
        CallFailure::ProofNeeded => words.api_card.proof_needed,
        CallFailure::Unreachable => words.api_card.unreachable,
    }
}

/// Adds an answer to those alike.
fn count_in(answers: &mut Vec<(Answer, u32)>, answer: Answer) {
    match answers.iter_mut().find(|(other, _)| *other == answer) {
        Some((_, count)) => *count += 1,
        None => answers.push((answer, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_alike_are_counted_together() {
        let ok = Ok(Reply { status: 200, body: "{}".to_owned() });
        let mut answers = Vec::new();
        for answer in [ok.clone(), Err(CallFailure::Unreachable), ok.clone()] {
            count_in(&mut answers, answer);
        }
        assert_eq!(answers, [(ok, 2), (Err(CallFailure::Unreachable), 1)]);
    }
}
