//! The variables of the systems that Gatepost replaces, and what they are called here.
//!
//! Those of the FastAPI system name its Okta; those of mozilla-django-oidc name a provider `oidc`.

use super::Reader;

/// The FastAPI system's.
const OKTA: [(&str, &str); 6] = [
    ("OKTA_CLIENT_ID", "providers.okta.client_id"),
    ("OKTA_CLIENT_SECRET", "providers.okta.client_secret"),
    ("OKTA_ISSUER_URL", "providers.okta.issuer"),
    ("BACKEND_URL", "server.public_url"),
    ("FRONTEND_URL", "server.front_ends"),
    ("DATABASE_URL", "database.url"),
];

/// mozilla-django-oidc's. `OIDC_RP_TOKEN_ENDPOINT` is a slip of its best known tutorial.
const OIDC: [(&str, &str); 21] = [
    ("OIDC_RP_CLIENT_ID", "client_id"),
    ("OIDC_RP_CLIENT_SECRET", "client_secret"),
    ("OIDC_RP_SCOPES", "scopes"),
    ("OIDC_RP_SIGN_ALGO", "algorithms"),
    ("OIDC_RP_IDP_SIGN_KEY", "signing_key"),
    ("OIDC_OP_ISSUER", "issuer"),
    ("OIDC_OP_AUTHORIZATION_ENDPOINT", "authorization_endpoint"),
    ("OIDC_OP_TOKEN_ENDPOINT", "token_endpoint"),
    ("OIDC_RP_TOKEN_ENDPOINT", "token_endpoint"),
    ("OIDC_OP_USER_ENDPOINT", "userinfo_endpoint"),
    ("OIDC_OP_JWKS_ENDPOINT", "jwks_uri"),
    ("OIDC_OP_LOGOUT_ENDPOINT", "end_session_endpoint"),
    ("OIDC_AUTH_REQUEST_EXTRA_PARAMS", "extra_params"),
    ("OIDC_CREATE_USER", "create"),
    ("OIDC_TIMEOUT", "timeout"),
    ("OIDC_PROXY", "proxy"),
    ("OIDC_TOKEN_USE_BASIC_AUTH", "client_authentication"),
    ("OIDC_STORE_ACCESS_TOKEN", "keep_tokens"),
    ("OIDC_STORE_ID_TOKEN", "keep_tokens"),
    ("OIDC_RENEW_ID_TOKEN_EXPIRY_SECONDS", "recheck"),
    ("OIDC_EXEMPT_URLS", "recheck_exempt"),
];

/// Switches of mozilla-django-oidc that would let in whom nobody vouches for, the value that does,
/// and what is said to it.
const FORBIDDEN: [(&str, &str, &str); 5] = [
    ("OIDC_ALLOW_UNSECURED_JWT", "true", "would let in anybody: an ID token without a signature is nobody's word"),
    ("OIDC_VERIFY_JWT", "false", "would let in anybody: an ID token whose signature is not checked is nobody's word"),
    (
        "OIDC_VERIFY_SSL",
        "false",
        "would let in anybody who sits in between: the provider's certificate is always checked",
    ),
    ("OIDC_USE_NONCE", "false", "would let an answer be played again: a nonce is always sent and checked"),
    ("OIDC_PKCE_CODE_CHALLENGE_METHOD", "plain", "would show the verifier to everybody: PKCE is always S256"),
];

/// Where those systems are called back: as theirs is registered with the provider.
const CALLBACKS: [(&str, (&str, &str)); 2] = [
    ("OKTA_CLIENT_ID", ("providers.okta.callback_path", "/signin-oidc")),
    // As its documentation mounts it.
    ("OIDC_RP_CLIENT_ID", ("providers.oidc.callback_path", "/oidc/callback/")),
];

/// What a variable of an older system sets here: a name and a value.
pub(super) fn translate(name: &str, value: &str) -> Option<(String, String)> {
    if let Some((_, ours)) = OKTA.iter().find(|(old, _)| *old == name) {
        return Some(((*ours).to_owned(), value.to_owned()));
    }
    if FORBIDDEN.iter().any(|(old, ..)| *old == name) {
        return Some((name.to_owned(), value.to_owned()));
    }
    let (_, ours) = OIDC.iter().find(|(old, _)| *old == name)?;
    let python = value.trim().to_lowercase();
    let value = match (*ours, python.as_str()) {
        ("client_authentication", "true") => "client_secret_basic",
        ("client_authentication", "false") => "client_secret_post",
        // Its default, and ours; the other of the two may say more.
        ("keep_tokens", "false") => return None,
        ("create" | "keep_tokens", _) => &python,
        _ => value,
    };
    Some((format!("providers.oidc.{ours}"), value.to_owned()))
}

/// What such variables set by being there at all, unless somebody says otherwise.
pub(super) fn implied(name: &str) -> Option<(&'static str, &'static str)> {
    CALLBACKS.iter().find(|(old, _)| *old == name).map(|(_, implied)| *implied)
}

/// Refuses what would let in whom nobody vouches for.
pub(super) fn refuse(reader: &mut Reader) {
    for (name, value, why) in FORBIDDEN {
        if reader.text(name).is_some_and(|text| text.eq_ignore_ascii_case(value)) {
            reader.mistake(name, why);
        }
    }
}
