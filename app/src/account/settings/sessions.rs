use leptos::prelude::*;

use super::{
    SavedChange, SessionLine, SettingsPage,
    moment::{ago, exact},
};
use crate::account::{
    parts::{Form, hidden},
    words::AccountWords,
};

impl SettingsPage {
    pub(super) fn sessions_card(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.settings.sessions;
        let lines: Vec<_> = self.sessions.iter().map(|session| self.session_line(words, session)).collect();
        let action = "/account/sessions/end-all".to_owned();
        let form = Form { words, id: "sessions-form", action, errors: &self.session_errors };
        let others = self.sessions.iter().any(|session| !session.is_this).then(|| {
            view! { <button class="button" name="scope" value="others">{said.end_others}</button> }
        });
        let everywhere = form.view(view! {
            <h3>{said.everywhere}</h3>
            <p class="hint">{said.everywhere_lead}</p>
            <div class="actions">
                {others}
                <button class="button" name="scope" value="all">{said.end_all}</button>
            </div>
        });
        view! {
            {self.told(&[
                (SavedChange::Session, said.ended),
                (SavedChange::OtherSessions, said.others_ended),
            ])}
            <p class="hint">{said.lead}</p>
            <ul class="lines" role="list">{lines}</ul>
            <div class="aside">{everywhere}</div>
        }
        .into_any()
    }

    fn session_line(&self, words: &'static AccountWords, session: &SessionLine) -> AnyView {
        let said = &words.settings.sessions;
        let device = device(words, session);
        let place = match &session.place {
            Some(place) => format!("{place} · {}", session.ip),
            None => session.ip.clone(),
        };
        let way = session.provider.as_ref().map_or_else(|| said.with_password.to_owned(), |label| (said.with)(label));
        let end = if session.is_this {
            view! { <span class="badge good">{said.this_one}</span> }.into_any()
        } else {
            end_form(words, session, &device)
        };
        let mark = if session.is_mobile { PHONE } else { SCREEN };
        view! {
            <li class="line">
                <span class="mark" aria-hidden="true" inner_html=mark></span>
                <div>
                    <p class="line-name">{device}</p>
                    <p class="hint">{place}</p>
                    <p class="hint">
                        {said.signed_in} " " {exact(words, session.signed_in_at)} " " {way} ", " {said.last_seen} " "
                        {ago(words, session.last_seen_at, self.now)}
                    </p>
                </div>
                {end}
            </li>
        }
        .into_any()
    }
}

fn device(words: &'static AccountWords, session: &SessionLine) -> String {
    let said = &words.settings.sessions;
    match (&session.browser, &session.system) {
        (Some(browser), Some(system)) => (said.on)(browser, system),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => said.unknown_device.to_owned(),
    }
}

fn end_form(words: &'static AccountWords, session: &SessionLine, device: &str) -> AnyView {
    let said = &words.settings.sessions;
    view! {
        <form method="post" action="/account/sessions/end" data-form="">
            {hidden("id", session.id.clone())}
            <button class="button small" aria-label=(said.end_one)(device)>{said.end}</button>
        </form>
    }
    .into_any()
}

const SCREEN: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><rect x="3" y="4.5" width="18" height="12" rx="1.5"/><path d="M9 20h6M12 16.5V20"/></svg>"#;
const PHONE: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><rect x="7" y="2.5" width="10" height="19" rx="2"/><path d="M11 18.5h2"/></svg>"#;
