use std::{str::FromStr, time::Duration};

use super::Section;

/// Where a sign-out ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignOutAt {
    /// Here: the person stays signed in at the provider.
    #[default]
    Here,
    /// At the provider as well (OpenID Connect RP-Initiated Logout).
    Provider,
}

impl FromStr for SignOutAt {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "local" => Ok(Self::Here),
            "provider" => Ok(Self::Provider),
            _ => Err("is local or provider"),
        }
    }
}

/// What is left between a session of ours and the one at its provider.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UpstreamConfig {
    /// Where a sign-out ends.
    pub sign_out: SignOutAt,
    /// Whether its tokens are kept.
    pub keep_tokens: bool,
    /// What access tokens may be good for that are handed to the person's app. None: none is.
    pub api_token_scopes: Vec<String>,
    /// How often it is asked whether the person is still signed in there.
    pub recheck: Option<Duration>,
    /// Pages that never ask.
    pub recheck_exempt: Vec<ExemptPath>,
}

/// The address of a page, or of all that begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExemptPath {
    /// That one.
    Page(String),
    /// All whose path begins so.
    Below(String),
}

impl ExemptPath {
    /// Whether it stands for a page of that path.
    pub fn covers(&self, path: &str) -> bool {
        match self {
            Self::Page(page) => page.trim_end_matches('/') == path.trim_end_matches('/'),
            Self::Below(beginning) => path.starts_with(beginning),
        }
    }
}

impl FromStr for ExemptPath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (path, is_beginning) = text.strip_suffix('*').map_or((text, false), |path| (path, true));
        // A regular expression or a view's name would exempt nothing, and nobody would notice.
        if !path.starts_with('/') || path.contains(['*', '?', '#', '\\', '^', '$', '(', '[', '{', '|', '+']) {
            return Err("holds paths such as /shop, or /shop/* for all below it: no patterns, and no views by name");
        }
        Ok(if is_beginning { Self::Below(path.to_owned()) } else { Self::Page(path.to_owned()) })
    }
}

impl UpstreamConfig {
    /// `scopes` are those that a sign-in asks for.
    pub(super) fn read(section: &mut Section<'_>, scopes: &[String]) -> Self {
        const SHORTEST: u64 = 60;
        const LONGEST: u64 = 30 * 24 * 60 * 60;
        let keep_tokens = section.flag("keep_tokens", false);
        let api_token_scopes = section.words("api_token_scopes");
        if !api_token_scopes.is_empty() && !keep_tokens {
            section.mistake("api_token_scopes", "needs keep_tokens = true: there is no token to hand out");
        }
        if let Some(scope) = api_token_scopes.iter().find(|scope| !scopes.contains(scope)) {
            section.mistake("api_token_scopes", &format!("names {scope}, which scopes does not ask for"));
        }
        let recheck = section.optional("recheck", |text| match text.parse::<u64>() {
            Ok(0) => Ok(None),
            Ok(seconds) if (SHORTEST..=LONGEST).contains(&seconds) => Ok(Some(Duration::from_secs(seconds))),
            _ => Err(format!("is 0 for never, or a number of seconds from {SHORTEST} to {LONGEST}")),
        });
        let exempt = section.words("recheck_exempt").iter().map(|word| word.parse()).collect::<Result<_, _>>();
        let recheck_exempt = exempt.unwrap_or_else(|why: &str| {
            section.mistake("recheck_exempt", why);
            Vec::new()
        });
        let sign_out = section.get("sign_out", SignOutAt::default(), str::parse);
        Self { sign_out, keep_tokens, api_token_scopes, recheck: recheck.flatten(), recheck_exempt }
    }

    /// Whether the ID token is kept, to be shown to the provider at sign-out.
    pub fn keeps_id_token(&self) -> bool {
        self.sign_out == SignOutAt::Provider || self.keep_tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Reader, Sources};

    fn read(pairs: &[(&str, &str)]) -> Result<UpstreamConfig, Vec<String>> {
        let mut reader = Reader::new(Sources::from_pairs(pairs));
        let config = UpstreamConfig::read(&mut Section::new(&mut reader, "okta"), &["openid".to_owned()]);
        reader.finish().map(|()| config).map_err(|errors| errors.0)
    }

    #[test]
    fn nothing_is_kept_unless_asked_for() {
        let config = read(&[]).unwrap();
        assert_eq!(config, UpstreamConfig::default());
        assert!(!config.keeps_id_token());
        assert!(read(&[("providers.okta.sign_out", "provider")]).unwrap().keeps_id_token());
        assert_eq!(read(&[("providers.okta.recheck", "0")]).unwrap().recheck, None);
        assert_eq!(read(&[("providers.okta.recheck", "900")]).unwrap().recheck, Some(Duration::from_secs(900)));
    }

    #[test]
    fn pages_are_exempt_by_their_path() {
        let exempt = read(&[("providers.okta.recheck_exempt", "/shop, /sf/*")]).unwrap().recheck_exempt;
        let is_exempt = |path: &str| exempt.iter().any(|exempt| exempt.covers(path));
        assert!(is_exempt("/shop") && is_exempt("/shop/") && is_exempt("/sf/cart") && is_exempt("/sf/"));
        assert!(!is_exempt("/shopping") && !is_exempt("/shop/cart") && !is_exempt("/sf") && !is_exempt("/"));
    }

    #[test]
    fn every_mistake_has_its_name() {
        for (key, value) in [
            ("sign_out", "everywhere"),
            ("keep_tokens", "yes"),
            ("recheck", "59"),
            ("recheck", "-1"),
            ("recheck", "99999999"),
            ("api_token_scopes", "openid"),
            ("api_token_scopes", "calendar"),
            ("recheck_exempt", "shop"),
            ("recheck_exempt", "/shop, ^/cart"),
            ("recheck_exempt", "/shop/*/checkout"),
            ("recheck_exempt", "/shop/(?P<id>.*)"),
        ] {
            let name = format!("providers.okta.{key}");
            let mistakes = read(&[(&name, value)]).unwrap_err();
            assert!(mistakes[0].starts_with(&name), "{mistakes:?}");
        }
    }
}
