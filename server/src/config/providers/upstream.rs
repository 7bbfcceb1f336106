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
        let sign_out = section.get("sign_out", SignOutAt::default(), str::parse);
        Self { sign_out, keep_tokens, api_token_scopes, recheck: recheck.flatten() }
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
    fn every_mistake_has_its_name() {
        for (key, value) in [
            ("sign_out", "everywhere"),
            ("keep_tokens", "yes"),
            ("recheck", "59"),
            ("recheck", "-1"),
            ("recheck", "99999999"),
            ("api_token_scopes", "openid"),
            ("api_token_scopes", "calendar"),
        ] {
            let name = format!("providers.okta.{key}");
            let mistakes = read(&[(&name, value)]).unwrap_err();
            assert!(mistakes[0].starts_with(&name), "{mistakes:?}");
        }
    }
}
