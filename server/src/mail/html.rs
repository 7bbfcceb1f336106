use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::Url;

use super::draft::Draft;

/// Mail programs keep styles on elements and often nothing else. What the sheet adds is the dark.
const DARK: &str = "@media (prefers-color-scheme: dark) {\
     .page { background: #1b1a17 !important; color: #ece7dd !important; }\
     .card { background: #25231f !important; border-color: #45423b !important; }\
     .button { background: #83d6b0 !important; color: #10261d !important; }\
     .code { background: #171613 !important; }\
     .quiet, .link { color: #bdb6a8 !important; }\
     }";
const PAGE: &str = "margin:0;padding:24px 12px;background:#f7f2e9;color:#2c2720;\
     font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const CARD: &str = "max-width:520px;margin:0 auto;padding:28px;background:#fdfbf6;border:1px solid #ded6c6;\
     border-radius:8px;overflow-wrap:anywhere";
const TITLE: &str = "margin:0 0 16px;font:600 22px/1.25 'Iowan Old Style','Palatino Linotype',Georgia,serif";
const BUTTON: &str = "display:inline-block;padding:14px 26px;background:#1d5c43;color:#fbfffc;border-radius:6px;\
     font-weight:600;text-decoration:none";
const CODE: &str = "display:inline-block;margin:4px 0;padding:8px 16px;background:#efe9dc;border-radius:6px;\
     font:600 24px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:3px";
const QUIET: &str = "color:#625b4f;font-size:14px";

/// The HTML part of a mail: whatever its reader's program, without script, pictures or files.
pub(super) fn write(draft: &Draft<'_>) -> Markup {
    let subject = draft.said.subject;
    html! {
        (DOCTYPE)
        html lang=(draft.language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (subject) }
                style { (PreEscaped(DARK)) }
            }
            body class="page" style=(PAGE) {
                div class="card" role="article" aria-label=(subject) style=(CARD) {
                    h1 style=(TITLE) { (subject) }
                    p { (draft.hello) }
                    p { (draft.said.lead) }
                    @for (name, value) in &draft.facts { p style="margin:4px 0" { (name) ": " strong { (value) } } }
                    @if let Some(link) = draft.link { (button(draft.said.button, link)) }
                    @if let Some((before, code)) = draft.code {
                        p { (before) }
                        p { span class="code" style=(CODE) { (code) } }
                    }
                    @if let Some(life) = &draft.life { p { (life) } }
                    @if let Some((sentence, link)) = draft.more { p { (sentence) br; (plain(link)) } }
                    p class="quiet" style=(QUIET) { (draft.said.why) }
                    p class="quiet" style=(QUIET) { (draft.closing) }
                }
            }
        }
    }
}

fn button(label: &str, link: &Url) -> Markup {
    html! {
        p style="margin:24px 0 12px" { a class="button" href=(link) style=(BUTTON) { (label) } }
        p class="quiet" style=(QUIET) { (plain(link)) }
    }
}

/// A link that shows where it leads, for who does not trust buttons.
fn plain(link: &Url) -> Markup {
    html! { a class="link" href=(link) style="color:#1d5c43" { (link) } }
}
