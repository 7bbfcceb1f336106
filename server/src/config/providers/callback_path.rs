use super::Section;

/// Where a provider sends people back to. One registered years ago goes on to work.
pub(super) fn read(section: &mut Section<'_>) -> String {
    let id = section.id().to_owned();
    let path = section.get("callback_path", format!("/auth/{id}/callback"), |path| {
        let plain = path.starts_with('/') && !path.starts_with("//") && !path.contains(['{', '}', '?', '#', '*']);
        if plain { Ok(path.to_owned()) } else { Err("is a path such as /signin-oidc") }
    });
    if is_taken(&path, &id) {
        section.mistake("callback_path", "is a path of Gatepost's own");
    }
    path
}

/// Whether that path is one that Gatepost answers itself, or another provider's unless it says otherwise.
fn is_taken(path: &str, id: &str) -> bool {
    const OURS: [&str; 21] = [
        "favicon.svg",
        "api",
        "secure-data",
        "sf",
        "pkg",
        "shop",
        "profile",
        "sign-in",
        "login",
        "account",
        "account.js",
        "activate",
        "register",
        "reset",
        "healthz",
        "readyz",
        "inbox",
        "inbox.json",
        "inbox.css",
        "operator",
        ".well-known",
    ];
    let segments: Vec<_> = path.trim_matches('/').split('/').collect();
    match segments[..] {
        []
        | [""]
        | ["auth", "password" | "join"]
        | ["auth", "join", "with", _]
        | [
            "auth",
            _,
            "start"
            | "jwks.json"
            | "sign-out"
            | "end-session"
            | "signed-out"
            | "backchannel-logout"
            | "frontchannel-logout",
        ] => true,
        ["auth", other, "callback"] => other != id,
        [first, ..] => OURS.contains(&first) || segments.iter().any(|segment| segment.starts_with(':')),
    }
}
