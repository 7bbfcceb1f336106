//! The HTML document around the app. Only the server writes it.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{app::App, wire::Boot};

/// The whole document.
///
/// Everything in it keeps to a policy of `style-src 'self'` and scripts by nonce.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    // Routes are listed once without any request, and then nobody has provided a `Boot`.
    let language = use_context::<Boot>().unwrap_or_default().language;
    let stylesheet = format!("/{}/{}.css", options.site_pkg_dir, options.output_name);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#f7f2e9" media="(prefers-color-scheme: light)" />
                <meta name="theme-color" content="#1b1a17" media="(prefers-color-scheme: dark)" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="stylesheet" href=stylesheet />
                <FormScript options=options.clone() />
                <Hydration options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What makes the server's own forms more comfortable, on the pages that have one. They work
/// without.
#[component]
fn FormScript(
    /// Where the files are.
    options: LeptosOptions,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let here = use_context::<crate::account::Section>().is_some();
    #[cfg(not(feature = "ssr"))]
    let here = false;
    // The query changes with every build, so that no browser keeps an old one.
    let script = format!("/account.js?{}", options.site_pkg_dir);
    here.then(|| view! { <script src=script defer nonce=use_nonce()></script> })
}

/// Fetches the WASM and lets it take over the page.
///
/// Leptos brings such a component too, but its preloads carry no nonce, so that a policy with
/// `strict-dynamic` refuses them.
#[component]
fn Hydration(
    /// Where the files are.
    options: LeptosOptions,
) -> impl IntoView {
    let LeptosOptions { site_pkg_dir, output_name, .. } = options;
    let script = format!("/{site_pkg_dir}/{output_name}.js");
    let wasm = format!("/{site_pkg_dir}/{output_name}.wasm");
    let start = format!(
        "import({script:?}).then((app) => app.default({{ module_or_path: {wasm:?} }}).then(() => app.hydrate()))"
    );
    view! {
        <link rel="modulepreload" href=script nonce=use_nonce() />
        <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="" />
        <script type="module" nonce=use_nonce()>
            {start}
        </script>
    }
}
