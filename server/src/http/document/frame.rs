use utoipa::openapi::{
    Components, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder,
    security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
    tag::TagBuilder,
};

use crate::http::cookies::CookieNames;

const ABOUT: &str = "\
Accounts, tokens and sessions of this server.

`/api/auth/` answers as djoser and simplejwt do: errors are `detail`, or lists of texts by field, and each \
path stands with and without the slash at its end. Bodies are JSON; forms do as well. \
`/api/session` is for the pages of this origin, which hold the session in a cookie.

Any path answers 405 with `Allow` to a method that it does not have; below `/api/auth/`, whatever looks at \
who asks tells a stranger 401 first. A request that takes longer than a minute is given up with 503.";

const TAGS: [(&str, &str); 6] = [
    ("tokens", "Tokens for a front end that keeps them itself. No cookie is read or set."),
    ("accounts", "Accounts: made, found again, and seen by staff."),
    ("own account", "What a person does with their own account."),
    ("session", "The session of this origin's own pages. What changes something must come from one of them."),
    ("demo", "What a token is good for."),
    ("description", "This document, and the page that shows it."),
];

/// All of the document but its paths.
pub(super) fn frame(cookies: &CookieNames) -> OpenApi {
    let info =
        InfoBuilder::new().title("Gatepost").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT)).license(Some(
            LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
        ));
    let tags = TAGS.map(|(name, about)| TagBuilder::new().name(name).description(Some(about)).build());
    OpenApiBuilder::new().info(info.build()).tags(Some(tags)).components(Some(schemes(cookies))).build()
}

fn schemes(cookies: &CookieNames) -> Components {
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.bearer_format = Some("JWT".to_owned());
    bearer.description = Some("The `access` of `/api/auth/jwt/create/`.".to_owned());
    let about = "Set by a sign-in of this origin's own pages; no script reads it.";
    let cookie = ApiKeyValue::with_description(cookies.first_session().as_str(), about);
    let mut components = Components::new();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    components
}
