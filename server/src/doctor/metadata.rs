//! What a provider says of itself, held against what is asked of it.

use serde_json::{Map, Value};

use super::{
    finding::{Check, Said},
    provider::Examination,
};
use crate::{
    clock::Timestamp,
    config::OidcConfig,
    relying_party::{Fetcher, Metadata},
};

pub(super) fn examine(examination: &mut Examination, oidc: &OidcConfig, metadata: &Metadata) {
    look_at_algorithms(examination, oidc, &metadata.document);
    look_at_scopes(examination, &metadata.document);
    look_at_addresses(examination, &metadata.document);
    let said = match list(&metadata.document, "code_challenge_methods_supported") {
        Some(methods) if methods.contains(&"S256") => Said::PkceKnown,
        _ => Said::PkceUntold,
    };
    examination.note(Check::Pkce, said, None);
}

fn look_at_algorithms(examination: &mut Examination, oidc: &OidcConfig, document: &Map<String, Value>) {
    let Some(told) = list(document, "id_token_signing_alg_values_supported") else {
        return examination.note(Check::Algorithms, Said::Untold, None);
    };
    let allowed = |name: &&str| name.parse().is_ok_and(|algorithm| oidc.id_token.algorithms.contains(&algorithm));
    if told.iter().any(allowed) {
        examination.note(Check::Algorithms, Said::AlgorithmsFit, None);
    } else {
        let setting = examination.line("algorithms", &told.join(" "));
        examination.note(Check::Algorithms, Said::NoAlgorithmFits(told.join(", ")), Some(setting));
    }
}

fn look_at_scopes(examination: &mut Examination, document: &Map<String, Value>) {
    let Some(told) = list(document, "scopes_supported") else {
        return examination.note(Check::Scopes, Said::Untold, None);
    };
    let asked = &examination.config.request.scopes;
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        asked.iter().map(String::as_str).partition(|scope| told.contains(scope));
    if unknown.is_empty() {
        examination.note(Check::Scopes, Said::ScopesKnown, None);
    } else {
        let (said, setting) = (Said::ScopesUnknown(unknown.join(" ")), examination.line("scopes", &known.join(" ")));
        examination.note(Check::Scopes, said, Some(setting));
    }
}

fn look_at_addresses(examination: &mut Examination, document: &Map<String, Value>) {
    let said = match list(document, "claims_supported") {
        Some(claims) if claims.contains(&"email_verified") => Said::EmailVerifiedTold,
        Some(_) => Said::EmailVerifiedUntold,
        None => Said::Untold,
    };
    examination.note(Check::EmailVerified, said, None);
}

/// By the `Date` of an answer: whole seconds, and as old as the answer's way here.
pub(super) async fn compare_clocks(examination: &mut Examination, fetcher: &Fetcher) {
    let issuer = examination.config.kind.issuer();
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let Ok(url) = address.parse() else { return };
    let answer = fetcher.get(&url, None).await;
    let date = answer.ok().and_then(|answer| {
        let text = answer.headers().get("date")?.to_str().ok()?.to_owned();
        chrono::DateTime::parse_from_rfc2822(&text).ok()
    });
    let Some(date) = date else { return examination.note(Check::Clock, Said::ClockUntold, None) };
    let theirs = Timestamp::from_seconds(date.timestamp());
    let difference = theirs.seconds() - examination.around.clock.now().seconds();
    let said = if difference.abs() <= UNSEEN { Said::ClockAgrees } else { Said::ClockDiffers(difference) };
    examination.note(Check::Clock, said, None);
}

/// Seconds that say nothing.
const UNSEEN: i64 = 3;

fn list<'a>(document: &'a Map<String, Value>, name: &str) -> Option<Vec<&'a str>> {
    Some(document.get(name)?.as_array()?.iter().filter_map(Value::as_str).collect())
}
