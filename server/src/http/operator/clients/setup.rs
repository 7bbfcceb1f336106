use app::words::Language;
use maud::{Markup, html};

use super::{snippets::Setup, words::words};
use crate::provider::Client;

/// How a client is told where we are: issuer, endpoints, and a few lines for libraries that people use.
pub(super) fn section(issuer: &str, language: Language, client: &Client) -> Markup {
    let words = words(language);
    let endpoints = [
        ("openid-configuration", "/.well-known/openid-configuration"),
        ("authorization_endpoint", "/oauth2/authorize"),
        ("token_endpoint", "/oauth2/token"),
        ("userinfo_endpoint", "/oauth2/userinfo"),
        ("jwks_uri", "/oauth2/keys"),
        ("end_session_endpoint", "/oauth2/logout"),
        ("revocation_endpoint", "/oauth2/revoke"),
        ("introspection_endpoint", "/oauth2/introspect"),
        ("pushed_authorization_request_endpoint", "/oauth2/par"),
        ("device_authorization_endpoint", "/oauth2/device"),
    ];
    html! {
        section class="panel" id="setup" {
            h2 { (words.setup) }
            dl class="operator-findings" {
                dt { (words.issuer) }
                dd { code { (issuer) } }
                dt { (words.id) }
                dd { code { (client.id.as_str()) } }
            }
            details {
                summary { (words.endpoints) }
                dl class="operator-findings" lang="en" {
                    @for (name, path) in endpoints { dt { (name) } dd { code { (issuer) (path) } } }
                }
            }
            p { (words.setup_what) }
            @for (library, snippet) in Setup::of(issuer, client).all() {
                details {
                    summary { (library) }
                    pre tabindex="0" lang="en" { code { (snippet) } }
                }
            }
        }
    }
}
