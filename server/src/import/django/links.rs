//! Which links to a provider name somebody for ever. python-social-auth before 6.0 kept an address
//! for Google's people and a user name for Okta's: both can pass to somebody else, who would then
//! sign in as the person before them. Such links are told of and left behind.

use super::{
    options::{Provider, ProviderMap},
    reader::{DjangoLink, DjangoPerson},
};

/// Claims that a provider never gives to somebody else.
const LASTING: [&str; 4] = ["sub", "id", "uid", "user_id"];

/// What comes of a link.
pub(super) enum Judged<'a> {
    Usable(&'a Provider),
    /// With the reason.
    Unusable(String),
}

pub(super) fn judge<'a>(link: &DjangoLink, person: &DjangoPerson, providers: &'a ProviderMap) -> Judged<'a> {
    let Some(provider) = providers.get(&link.provider) else {
        return Judged::Unusable(format!("no --provider {}=… says who that is", link.provider));
    };
    match fault(link, person) {
        Some(why) => Judged::Unusable(why),
        None => Judged::Usable(provider),
    }
}

fn fault(link: &DjangoLink, person: &DjangoPerson) -> Option<String> {
    let uid = link.uid.as_str();
    let noted = link.id_key.as_deref().filter(|key| !key.is_empty());
    if let Some(key) = noted.filter(|key| !LASTING.contains(key)) {
        return Some(format!("it names the person by {key}, which can pass to somebody else"));
    }
    if uid.contains('@') {
        return Some("it names the person by an address, which can pass to somebody else".to_owned());
    }
    if uid.is_empty() || uid.len() > 255 || uid.chars().any(char::is_control) {
        return Some("it holds no id of a provider's".to_owned());
    }
    let same = |other: &Option<String>| other.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(uid));
    let shaped = match link.provider.as_str() {
        "google" | "google-oauth2" | "google-openidconnect" | "facebook" => {
            uid.bytes().all(|byte| byte.is_ascii_digit())
        }
        // Noted as lasting it may have any form: Okta lets its customers set it.
        name if name.starts_with("okta") => noted.is_some() || (uid.starts_with("00u") && uid.len() == 20),
        _ => true,
    };
    (!shaped || same(&person.username))
        .then(|| "it names the person by a user name, which can pass to somebody else".to_owned())
}
