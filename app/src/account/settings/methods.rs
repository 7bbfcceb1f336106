use leptos::prelude::*;

use super::{Method, SettingsPage, moment::day};
use crate::{account::words::AccountWords, components::provider_mark, wire::PASSWORD};

impl SettingsPage {
    pub(super) fn methods_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.methods;
        let lines: Vec<_> = self.methods.iter().map(|method| line(words, method)).collect();
        view! {
            <p class="hint">{said.lead}</p>
            <ul class="lines" role="list">{lines}</ul>
            <p class="hint">{said.joining}</p>
        }
        .into_any()
    }
}

fn line(words: &'static AccountWords, method: &Method) -> AnyView {
    let said = &words.settings.methods;
    let (id, label) = match &method.provider {
        Some(link) => (link.id.as_str(), link.label.clone()),
        None => (PASSWORD, said.password.to_owned()),
    };
    let since = method.since.map(|at| view! { {said.since} " " {day(words, at)} ", " });
    let used = match method.last_used {
        Some(at) => view! { {said.last_used} " " {day(words, at)} }.into_any(),
        None => said.never_used.into_any(),
    };
    let mark = provider_mark(id);
    view! {
        <li class="line">
            <span class="mark" aria-hidden="true" inner_html=mark></span>
            <div>
                <p class="line-name">{label}</p>
                <p class="hint">{since} {used}</p>
            </div>
        </li>
    }
    .into_any()
}
