use leptos::prelude::*;

use super::{Method, SavedChange, SettingsPage, disclosure, moment::day};
use crate::{
    account::{parts::Form, words::AccountWords},
    components::provider_mark,
    wire::{PASSWORD, ProviderLink},
};

impl SettingsPage {
    pub(super) fn methods_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.methods;
        let lines: Vec<_> = self.methods.methods.iter().map(|method| line(words, method)).collect();
        view! {
            {self.told(&[(SavedChange::MethodJoined, said.joined), (SavedChange::MethodParted, said.parted)])}
            <p class="hint">{said.lead}</p>
            <ul class="lines" role="list">{lines}</ul>
            {self.join_form(words)}
            {self.part_form(words)}
        }
        .into_any()
    }

    fn join_form(&self, words: &'static AccountWords) -> Option<AnyView> {
        let card = &self.methods;
        if card.others.is_empty() && card.join_errors.is_empty() {
            return None;
        }
        let said = &words.settings.methods;
        let action = "/account/methods/join".to_owned();
        let form = Form { words, id: "join-form", action, errors: &card.join_errors };
        let button = |link: &ProviderLink| {
            let (id, label) = (link.id.clone(), (said.join_with)(&link.label));
            view! { <button class="button" name="provider" value=id>{label}</button> }
        };
        let buttons: Vec<_> = card.others.iter().map(button).collect();
        let lead = view! { <p class="hint">{said.join_lead}</p> };
        let buttons = view! { <div class="actions">{buttons}</div> };
        let content = self.proved(&form, lead.into_any(), buttons.into_any());
        Some(disclosure(said.join, !card.join_errors.is_empty(), content))
    }

    fn part_form(&self, words: &'static AccountWords) -> Option<AnyView> {
        let card = &self.methods;
        let said = &words.settings.methods;
        let joined: Vec<&Method> = card.methods.iter().filter(|method| method.handle.is_some()).collect();
        if joined.is_empty() {
            return None;
        }
        if card.methods.len() == 1 && card.part_errors.is_empty() {
            return Some(view! { <p class="hint">{said.only}</p> }.into_any());
        }
        let action = "/account/methods/part".to_owned();
        let form = Form { words, id: "part-form", action, errors: &card.part_errors };
        let buttons: Vec<_> = joined.into_iter().map(|method| part_button(words, method)).collect();
        let lead = view! { <p class="hint">{said.part_lead}</p> };
        let buttons = view! { <div class="actions">{buttons}</div> };
        let content = self.proved(&form, lead.into_any(), buttons.into_any());
        Some(disclosure(said.part, !card.part_errors.is_empty(), content))
    }
}

fn part_button(words: &'static AccountWords, method: &Method) -> AnyView {
    let said = &words.settings.methods;
    let provider = method.provider.as_ref().map(|link| link.label.clone()).unwrap_or_default();
    let label = match &method.address {
        Some(address) => (said.part_one_as)(&provider, address),
        None => (said.part_one)(&provider),
    };
    view! { <button class="button" name="id" value=method.handle.clone()>{label}</button> }.into_any()
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
    let address = method.address.clone().map(|address| view! { <p class="hint">{address}</p> });
    let mark = provider_mark(id);
    view! {
        <li class="line">
            <span class="mark" aria-hidden="true" inner_html=mark></span>
            <div>
                <p class="line-name">{label}</p>
                {address}
                <p class="hint">{since} {used}</p>
            </div>
        </li>
    }
    .into_any()
}
