use std::{collections::BTreeSet, str::FromStr};

use jsonwebtoken::Algorithm;
use url::Url;

use super::{Preset, ProviderKind, Reader, Section, ServerConfig, is_symmetric};
use crate::provider::is_loopback;

/// What an issuer's access tokens must be to count at our API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignTokenConfig {
    /// Who issues them, exactly as their `iss` says it.
    pub issuer: String,
    /// What our API is called there: `aud` holds one of these. Never empty.
    pub audiences: Vec<String>,
    /// For which applications they are issued; empty for any that has our audience.
    pub client_ids: Vec<String>,
    /// What they must allow, all of it.
    pub scopes: Vec<String>,
    /// Which claim names the person as the provider's ID tokens do.
    pub subject: SubjectClaim,
    /// What they may be signed with. Never empty, and nothing symmetric: who can check a token must not be
    /// able to make one.
    pub algorithms: Vec<Algorithm>,
    /// Whether one may make an account, where nobody of that name has signed in before.
    pub create: bool,
    /// Whether the issuer is asked about what is no JWT (RFC 7662).
    pub introspection: bool,
}

/// Which claim names the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubjectClaim {
    /// `sub`, as RFC 9068 §2.2 has it.
    Sub,
    /// `uid`: in Okta's access tokens `sub` is the login, which changes with the person's address, and
    /// `uid` the `sub` of the ID token. A token of a service has none.
    Uid,
}

impl FromStr for SubjectClaim {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "sub" => Ok(Self::Sub),
            "uid" => Ok(Self::Uid),
            _ => Err("is sub or uid"),
        }
    }
}

/// What nearly every issuer signs with.
const USUAL_ALGORITHMS: [Algorithm; 2] = [Algorithm::RS256, Algorithm::ES256];

impl ForeignTokenConfig {
    /// What a provider's section says of access tokens; `None` where none of them count. `plain_http`:
    /// whether Gatepost is on this computer alone, so that an issuer may be too.
    pub(super) fn read(
        section: &mut Section<'_>,
        preset: Preset,
        kind: Option<&ProviderKind>,
        client_id: Option<&str>,
        plain_http: bool,
    ) -> Option<Self> {
        let audiences = section.words("api_audience");
        let issuer = section.optional("api_issuer", |text| parse_issuer(text, plain_http));
        let (client_ids, scopes) = (section.words("api_client_ids"), section.words("api_scopes"));
        let subject = section.optional("api_subject", str::parse);
        let algorithms = section.optional("api_algorithms", parse_algorithms);
        let create = section.optional("api_create", parse_flag);
        let introspection = section.optional("api_introspection", parse_flag);
        if audiences.is_empty() {
            let others = issuer.is_some() || !client_ids.is_empty() || !scopes.is_empty() || subject.is_some();
            if others || algorithms.is_some() || create.is_some() || introspection.is_some() {
                section.mistake("api_audience", "is missing: without it no access token counts");
            }
            return None;
        }
        if audiences.iter().any(|audience| Some(audience.as_str()) == client_id) {
            section.mistake("api_audience", "is the client id: ID tokens are for that, and they never count here");
        }
        if !scopes.iter().all(|scope| is_scope(scope)) {
            section.mistake("api_scopes", "are words without quotation marks and backslashes");
        }
        let Some(issuer) = issuer.or_else(|| kind.and_then(own_issuer)) else {
            section.mistake("api_issuer", "is missing: this provider has no one issuer of its own");
            return None;
        };
        Some(Self {
            issuer,
            audiences,
            client_ids,
            scopes,
            subject: subject.unwrap_or(if preset == Preset::Okta { SubjectClaim::Uid } else { SubjectClaim::Sub }),
            algorithms: algorithms.unwrap_or_else(|| USUAL_ALGORITHMS.to_vec()),
            create: create.unwrap_or(false),
            introspection: introspection.unwrap_or(false),
        })
    }

    /// Under which issuer the people are known whom its tokens name: the provider's, where one signs in
    /// with the same names at another authorization server of it.
    pub fn people_of(&self, kind: &ProviderKind) -> String {
        own_issuer(kind).unwrap_or_else(|| self.issuer.clone())
    }
}

/// What signs the provider's tokens, where it is one issuer.
fn own_issuer(kind: &ProviderKind) -> Option<String> {
    match kind {
        ProviderKind::Oidc(oidc) if oidc.tenants.is_none() => Some(oidc.issuer.clone()),
        ProviderKind::Oidc(_) | ProviderKind::OAuth2(_) | ProviderKind::Facebook { .. } => None,
    }
}

/// What can be told only by looking at all sections: a token is one issuer's, and what is no JWT says
/// nothing of whose it is, so only one can be asked without telling the others.
pub(super) fn check_all<'a>(
    reader: &mut Reader,
    server: &ServerConfig,
    sections: impl IntoIterator<Item = (&'a str, &'a ForeignTokenConfig)>,
) {
    let mut issuers = BTreeSet::new();
    let mut asked = None;
    for (id, config) in sections {
        if config.issuer.trim_end_matches('/') == server.origin() {
            reader.mistake(&format!("providers.{id}.api_issuer"), "is Gatepost itself");
        }
        if !issuers.insert(config.issuer.as_str()) {
            reader.mistake(&format!("providers.{id}.api_issuer"), "is that of another provider's access tokens");
        }
        if config.introspection && asked.replace(id).is_some() {
            reader.mistake(&format!("providers.{id}.api_introspection"), "is on for another provider already");
        }
    }
}

fn parse_flag(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "is true or false")
}

fn parse_algorithms(text: &str) -> Result<Vec<Algorithm>, &'static str> {
    const FORM: &str = "are made of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and EdDSA";
    let parse = |name: &str| name.parse().ok().filter(|algorithm| !is_symmetric(*algorithm));
    let algorithms: Option<Vec<_>> = text.split_whitespace().map(parse).collect();
    algorithms.filter(|algorithms| !algorithms.is_empty()).ok_or(FORM)
}

fn parse_issuer(text: &str, plain_http: bool) -> Result<String, &'static str> {
    let sound = Url::parse(text)
        .is_ok_and(|url| url.scheme() == "https" || plain_http && url.scheme() == "http" && is_loopback(&url));
    if sound { Ok(text.to_owned()) } else { Err("is an https address") }
}

/// RFC 6749 §3.3: it is put between quotation marks in an answer.
fn is_scope(scope: &str) -> bool {
    scope.bytes().all(|byte| (0x21..0x7f).contains(&byte) && byte != b'"' && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, Sources};

    fn read(pairs: &[(&str, &str)]) -> Result<ForeignTokenConfig, Vec<String>> {
        let named: Vec<_> = pairs.iter().map(|(key, value)| (format!("providers.{key}"), *value)).collect();
        let mut all: Vec<_> = named.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        all.extend([
            ("providers.okta.domain", "dev-1.okta.com"),
            ("providers.okta.client_id", "0oa1"),
            ("providers.okta.client_secret", "secret"),
        ]);
        let config = Config::read(Sources::from_pairs(&all)).map_err(|errors| errors.0)?;
        config.providers.into_iter().find_map(|provider| provider.api).ok_or_else(Vec::new)
    }

    #[test]
    fn nothing_is_accepted_unless_it_is_turned_on() {
        assert_eq!(read(&[]), Err(Vec::new()));
    }

    #[test]
    fn the_audience_alone_turns_it_on() {
        let config = read(&[("okta.api_audience", "api://default https://api.example")]).unwrap();
        assert_eq!(config.issuer, "https://dev-1.okta.com/oauth2/default");
        assert_eq!(config.audiences, ["api://default", "https://api.example"]);
        assert_eq!((config.subject, config.create, config.introspection), (SubjectClaim::Uid, false, false));
        assert_eq!(config.algorithms, [Algorithm::RS256, Algorithm::ES256]);
    }

    #[test]
    fn what_would_let_the_wrong_tokens_in_is_a_mistake() {
        for (pairs, key) in [
            (vec![("okta.api_scopes", "orders.read")], "api_audience"),
            (vec![("okta.api_create", "false")], "api_audience"),
            (vec![("okta.api_audience", "0oa1")], "api_audience"),
            (vec![("okta.api_audience", "a"), ("okta.api_algorithms", "RS256 HS256")], "api_algorithms"),
            (vec![("okta.api_audience", "a"), ("okta.api_algorithms", "none")], "api_algorithms"),
            (vec![("okta.api_audience", "a"), ("okta.api_issuer", "http://id.example")], "api_issuer"),
            (vec![("okta.api_audience", "a"), ("okta.api_issuer", "http://localhost:3000/")], "api_issuer"),
            (vec![("okta.api_audience", "a"), ("okta.api_scopes", "a\"b")], "api_scopes"),
            (vec![("okta.api_audience", "a"), ("okta.api_subject", "email")], "api_subject"),
        ] {
            let mistakes = read(&pairs).unwrap_err();
            assert!(mistakes.len() == 1 && mistakes[0].starts_with(&format!("providers.okta.{key}")), "{mistakes:?}");
        }
    }

    #[test]
    fn two_sections_share_neither_issuer_nor_the_question() {
        let mistakes = read(&[
            ("okta.api_audience", "a"),
            ("okta.api_introspection", "true"),
            ("zulu.preset", "okta"),
            ("zulu.domain", "dev-1.okta.com"),
            ("zulu.client_id", "0oa2"),
            ("zulu.client_secret", "secret"),
            ("zulu.api_audience", "b"),
            ("zulu.api_introspection", "true"),
        ])
        .unwrap_err();
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
        assert!(mistakes[0].starts_with("providers.zulu.api_issuer"), "{mistakes:?}");
        assert!(mistakes[1].starts_with("providers.zulu.api_introspection"), "{mistakes:?}");
    }

    #[test]
    fn a_provider_without_one_issuer_names_it() {
        let facebook =
            [("facebook.client_id", "1"), ("facebook.client_secret", "secret"), ("facebook.api_audience", "a")];
        assert!(read(&facebook).unwrap_err()[0].starts_with("providers.facebook.api_issuer"));
    }
}
