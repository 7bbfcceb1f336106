use leptos::prelude::*;

use super::words::AccountWords;

/// What a page that stands alone is dressed in: the server knows where its files are.
#[derive(Clone, Debug)]
pub struct Dressing {
    /// Address of the site's stylesheet.
    pub stylesheet: String,
    /// Address of the forms' script.
    pub script: String,
    /// What the content security policy lets scripts run by.
    pub nonce: String,
}

/// A page of one panel that stands alone, in a popup or in the whole tab. It loads no WASM.
pub(super) struct Alone<'a> {
    pub(super) words: &'static AccountWords,
    pub(super) title: &'a str,
    /// Whether it tells of something that has to be put right: who only hears the title hears it there.
    pub(super) has_errors: bool,
    pub(super) dressing: &'a Dressing,
    /// Where the browser goes on to by itself.
    pub(super) goes_on_to: Option<&'a str>,
}

impl Alone<'_> {
    /// The whole document around `content`.
    pub(super) fn html(&self, content: impl FnOnce() -> AnyView) -> String {
        let html = Owner::new().with(|| self.document(content()).to_html());
        format!("<!DOCTYPE html>{html}")
    }

    fn document(&self, content: AnyView) -> AnyView {
        let Self { words, title, has_errors, dressing, goes_on_to } = self;
        let heading = if *has_errors { (words.form.error_title)(title) } else { (*title).to_owned() };
        let refresh = goes_on_to.map(|to| view! { <meta http-equiv="refresh" content=format!("0; url={to}") /> });
        view! {
            <html lang=words.language.tag()>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    {refresh}
                    <title>{format!("{heading} · Gatepost")}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href=dressing.stylesheet.clone() />
                    <script src=dressing.script.clone() defer nonce=dressing.nonce.clone()></script>
                </head>
                <body class="alone">
                    <main>
                        <section class="narrow panel">
                            <h1>{(*title).to_owned()}</h1>
                            {content}
                        </section>
                    </main>
                </body>
            </html>
        }
        .into_any()
    }
}
