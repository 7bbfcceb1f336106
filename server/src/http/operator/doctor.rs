use app::words::Language;
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use maud::{Markup, html};

use super::{page, staff::Staff};
use crate::{
    doctor::{Finding, Level, Report, check_name, level_name},
    http::{boot, state::App},
};

pub(super) const PATH: &str = "/operator/doctor";

/// What the page says by itself.
struct Words {
    title: &'static str,
    what_for: &'static str,
    button: &'static str,
    busy: &'static str,
    all_well: &'static str,
    some_failed: &'static str,
    mail: &'static str,
    setting: &'static str,
    console: &'static str,
}

const EN: Words = Words {
    title: "Doctor",
    what_for: "Asks every provider and the mail server whether what is set works. Nobody is signed in, and nothing \
               is changed. It may take half a minute.",
    button: "Examine now",
    busy: "An examination is under way. Try again in a moment.",
    all_well: "Nothing has failed.",
    some_failed: "Something does not work.",
    mail: "Mail",
    setting: "Setting",
    console: "In the provider's console",
};

const DE: Words = Words {
    title: "Doktor",
    what_for: "Fragt jeden Anbieter und den Mailserver, ob das Eingestellte funktioniert. Niemand wird angemeldet, \
               und nichts wird geändert. Das kann eine halbe Minute dauern.",
    button: "Jetzt untersuchen",
    busy: "Eine Untersuchung läuft schon. Bitte gleich noch einmal versuchen.",
    all_well: "Nichts ist fehlgeschlagen.",
    some_failed: "Etwas funktioniert nicht.",
    mail: "Mail",
    setting: "Einstellung",
    console: "In der Konsole des Anbieters",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::De => &DE,
    }
}

/// The page before anything was looked at: a look asks others, and that takes a click.
pub(super) async fn show(State(app): State<App>, _: Staff, headers: HeaderMap) -> Response {
    answer(&app, &headers, &html! {})
}

/// Looks, and shows what was found. One look at a time.
pub(super) async fn examine(State(app): State<App>, _: Staff, headers: HeaderMap) -> Response {
    let language = boot::language(&app, &headers);
    let Ok(_turn) = app.0.examinations.try_acquire() else {
        let mut response = answer(&app, &headers, &html! { p role="status" { (words(language).busy) } });
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        return response;
    };
    let report = app.doctor.examine().await;
    answer(&app, &headers, &found(language, &report))
}

fn answer(app: &App, headers: &HeaderMap, found: &Markup) -> Response {
    let language = boot::language(app, headers);
    let words = words(language);
    let body = html! {
        p { (words.what_for) }
        form method="post" action=(PATH) { button class="button" { (words.button) } }
        (found)
    };
    page::answer(app, language, words.title, &body)
}

fn found(language: Language, report: &Report) -> Markup {
    let words = words(language);
    let outcome = if report.failed() { words.some_failed } else { words.all_well };
    let groups = report.findings.chunk_by(|one, next| one.provider == next.provider);
    html! {
        p role="status" class="operator-outcome" { (outcome) }
        @for group in groups {
            section class="panel" {
                h2 { (group[0].provider.as_ref().map_or(words.mail, |(id, _)| id.as_str())) }
                dl class="operator-findings" { @for finding in group { (one(language, finding)) } }
            }
        }
    }
}

fn one(language: Language, finding: &Finding) -> Markup {
    let words = words(language);
    let level = finding.level();
    let class = match level {
        Level::Ok => "operator-ok",
        Level::Note => "operator-note",
        Level::Warning => "operator-warning",
        Level::Failed => "operator-failed",
    };
    html! {
        dt {
            span class=(class) { (level_name(language, level)) } " " (check_name(language, finding.check))
        }
        dd {
            p { (finding.in_words(language)) }
            @if let Some(setting) = &finding.setting { p { (words.setting) ": " code { (setting) } } }
            @if let Some(place) = finding.place() { p { (words.console) ": " span lang="en" { (place) } } }
        }
    }
}
