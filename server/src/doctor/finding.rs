use app::words::Language;
use serde::Serialize;

use super::{console::Topic, words};
use crate::config::Preset;

/// Everything that was found.
#[derive(Clone, Debug)]
pub struct Report {
    /// In the order of the providers; the mail comes last.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether something does not work.
    pub fn failed(&self) -> bool {
        self.findings.iter().any(|finding| finding.level() == Level::Failed)
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The provider's id; `None` for the mail server.
    pub provider: Option<(String, Preset)>,
    /// What was looked at.
    pub check: Check,
    /// What was found.
    pub(super) said: Said,
    /// The line of the settings that it is about, as it should or may be.
    pub setting: Option<String>,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It works.
    Ok,
    /// It works, and something about it should be known.
    Note,
    /// It could not be told, or it works worse than it could.
    Warning,
    /// It does not work.
    Failed,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The provider's metadata.
    Discovery,
    /// Its keys.
    Keys,
    /// Its clock, compared with ours.
    Clock,
    /// What its ID tokens are signed with.
    Algorithms,
    /// Whether it takes our redirect URI.
    RedirectUri,
    /// The scopes that are asked for.
    Scopes,
    /// Whether it says which addresses are verified.
    EmailVerified,
    /// Whether it knows PKCE.
    Pkce,
    /// Whether its pages cut off the popup's opener.
    OpenerPolicy,
    /// Whether it takes us for its client.
    Client,
    /// Whether its access tokens can be checked, where they count at our API.
    AccessTokens,
    /// The mail server.
    Mail,
}

/// What is found, with what a reader needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Reached,
    Unreachable(String),
    Unusable(String),
    KeysThere(usize),
    ClockAgrees,
    ClockDiffers(i64),
    ClockUntold,
    AlgorithmsFit,
    NoAlgorithmFits(String),
    RedirectTaken(String),
    RedirectRefused(String),
    RedirectUndecided,
    RequestRefused(String),
    ScopesKnown,
    ScopesUnknown(String),
    Untold,
    EmailVerifiedTold,
    EmailVerifiedUntold,
    PkceKnown,
    PkceUntold,
    OpenerCutOff(String),
    OpenerKept,
    ClientTaken(&'static str),
    ClientRefused(String),
    ClientMethodUnknown(&'static str, String),
    ClientUndecided(String),
    AccessTokensCheckable,
    NoIntrospection,
    MailTaken(String),
    MailRefused(String),
    MailInDemo,
    NoMail,
}

impl Finding {
    /// How it stands.
    pub fn level(&self) -> Level {
        match self.said {
            Said::Reached
            | Said::KeysThere(_)
            | Said::ClockAgrees
            | Said::AlgorithmsFit
            | Said::RedirectTaken(_)
            | Said::ScopesKnown
            | Said::EmailVerifiedTold
            | Said::PkceKnown
            | Said::OpenerKept
            | Said::ClientTaken(_)
            | Said::AccessTokensCheckable
            | Said::MailTaken(_) => Level::Ok,
            Said::OpenerCutOff(_) | Said::MailInDemo | Said::Untold | Said::PkceUntold => Level::Note,
            Said::ClockUntold
            | Said::RedirectUndecided
            | Said::ScopesUnknown(_)
            | Said::EmailVerifiedUntold
            | Said::ClientUndecided(_)
            | Said::ClientMethodUnknown(..)
            | Said::NoMail => Level::Warning,
            Said::ClockDiffers(seconds) if seconds.abs() <= SMALL_DIFFERENCE => Level::Warning,
            Said::ClockDiffers(_)
            | Said::Unreachable(_)
            | Said::Unusable(_)
            | Said::NoAlgorithmFits(_)
            | Said::RedirectRefused(_)
            | Said::RequestRefused(_)
            | Said::ClientRefused(_)
            | Said::NoIntrospection
            | Said::MailRefused(_) => Level::Failed,
        }
    }

    /// What was found, in a sentence or two.
    pub fn in_words(&self, language: Language) -> String {
        words::sentence(language, &self.said)
    }

    /// Where in the provider's console it is set, where something is to be set there.
    pub fn place(&self) -> Option<&'static str> {
        let (_, preset) = self.provider.as_ref()?;
        if self.level() == Level::Ok {
            return None;
        }
        Topic::of(self.check).and_then(|topic| topic.place(*preset))
    }
}

/// Seconds of difference that tokens survive: the least leeway that is set anywhere.
pub(super) const SMALL_DIFFERENCE: i64 = 30;
