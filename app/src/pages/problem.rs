use leptos::prelude::*;

use crate::{
    components::{PageTitle, app_state},
    erase::Erase,
    wire::Problem,
    words::Words,
};

/// A failure, in the place of a page.
#[component]
pub fn ProblemPage(
    /// What to say, and the code for support.
    problem: Problem,
) -> impl IntoView {
    let lang = app_state().lang;
    let Problem { status, support_code } = problem;
    let title = move |words: &'static Words| said(words, status).0;
    view! {
        <PageTitle text=lang.say(title) />
        <section class="narrow panel">
            <h1>{lang.say(title)}</h1>
            <p class="lead">{lang.say(move |w| said(w, status).1)}</p>
            <p class="support-code">{lang.say(move |w| (w.common.support_code)(&support_code))}</p>
            <a class="button primary" href="/" rel="external">
                {lang.t(|w| w.common.to_home)}
            </a>
        </section>
    }
    .erase()
}

/// Title and explanation of a status.
fn said(words: &'static Words, status: u16) -> (&'static str, &'static str) {
    let words = &words.problem;
    match status {
        404 | 410 => (words.not_found_title, words.not_found),
        400..500 => (words.request_title, words.request),
        _ => (words.ours_title, words.ours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Language, words};

    #[test]
    fn only_failures_of_ours_are_called_ours() {
        let en = words(Language::En);
        assert_eq!(said(en, 404).0, en.problem.not_found_title);
        assert_eq!(said(en, 400).0, en.problem.request_title);
        assert_eq!(said(en, 429).0, en.problem.request_title);
        for status in [500, 503] {
            assert_eq!(said(en, status).0, en.problem.ours_title);
        }
    }
}
