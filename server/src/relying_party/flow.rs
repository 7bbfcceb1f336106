use std::{collections::BTreeMap, time::Duration};

use url::Url;

use super::{Challenge, Channel, ReturnPath, directory::DirectoryError};
use crate::{
    clock::Timestamp,
    digest,
    random::{self, Random},
    store::{SignInRow, StoreError},
};

/// A sign-in not finished by then has lapsed.
pub(super) const LIFE: Duration = Duration::from_secs(10 * 60);

/// Where a sign-in takes place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Display {
    /// In the tab itself.
    Page,
    /// In a popup that reports to the page that opened it.
    Popup {
        /// Where it reports.
        channel: Channel,
        /// What binds the code it hands over.
        challenge: Challenge,
    },
    /// In somebody's own front end: the provider sends the browser to its page, and it brings the code.
    FrontEnd(FrontEnd),
    /// In a popup that somebody's own front end opened, a page of that origin: it is handed the token.
    Opener(String),
}

/// A front end that keeps its tokens itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontEnd {
    /// Its page, one of those that are allowed.
    pub redirect_uri: Url,
    /// Hash of the network and the browser that begin it.
    pub begun_from: String,
}

/// What a sign-in is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Errand {
    /// To sign in.
    #[default]
    SignIn,
    /// To give the person of a session one more way in.
    Join {
        /// The session.
        family: String,
    },
    /// To show that the account of a pending join is one's own.
    Prove {
        /// The join.
        join: String,
    },
}

impl Errand {
    /// What a sign-in under way is for.
    pub fn of_row(row: &SignInRow) -> Self {
        match (&row.joins_family, &row.proves_join) {
            (Some(family), _) => Self::Join { family: family.clone() },
            (None, Some(join)) => Self::Prove { join: join.clone() },
            (None, None) => Self::SignIn,
        }
    }
}

/// What a browser asks for when it begins a sign-in.
#[derive(Clone, Debug)]
pub struct StartRequest {
    /// Where.
    pub display: Display,
    /// The page to come back to.
    pub return_to: ReturnPath,
    /// Greatest age of the proof of identity, seconds: for a step-up.
    pub max_age: Option<u32>,
    /// The session that the browser has.
    pub replaces: Option<String>,
    /// The language of the page that it begins on (BCP 47).
    pub language: Option<&'static str>,
    /// Whatever else was asked for, by name: the provider's settings say what of it is passed on.
    pub chosen: BTreeMap<String, String>,
    /// What it is for.
    pub errand: Errand,
}

impl StartRequest {
    /// One with that errand, and nothing beyond it.
    pub fn new(display: Display, return_to: ReturnPath, errand: Errand) -> Self {
        let chosen = BTreeMap::new();
        Self { display, return_to, max_age: None, replaces: None, language: None, chosen, errand }
    }
}

/// Why a sign-in cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no such provider.
    #[error("no such provider")]
    UnknownProvider,
    /// Nothing of use is known of the provider now.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A sign-in that has begun.
pub struct StartedSignIn {
    /// Where the browser goes.
    pub location: Url,
    /// Names its cookie: not a secret.
    pub cookie_id: String,
    /// The cookie's secret.
    pub binding: String,
    /// Whether the answer comes as a cross-site POST.
    pub cross_site_post: bool,
}

/// The random parts of one sign-in, and what is kept of them.
pub(super) struct Transaction {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) pkce_verifier: String,
    pub(super) binding: String,
}

impl Transaction {
    pub(super) fn new(random: &dyn Random) -> Self {
        Self {
            state: random::token(random),
            nonce: random::token(random),
            pkce_verifier: random::token(random),
            binding: random::token(random),
        }
    }

    pub(super) fn row(&self, provider: &str, request: &StartRequest, now: Timestamp) -> SignInRow {
        let front_end = match &request.display {
            Display::FrontEnd(front_end) => Some(front_end),
            Display::Page | Display::Popup { .. } | Display::Opener(_) => None,
        };
        let (channel, challenge) = match &request.display {
            Display::Page | Display::FrontEnd(_) | Display::Opener(_) => (None, None),
            Display::Popup { channel, challenge } => {
                (Some(channel.as_str().to_owned()), Some(challenge.as_str().to_owned()))
            }
        };
        let (joins_family, proves_join) = match &request.errand {
            Errand::SignIn => (None, None),
            Errand::Join { family } => (Some(family.clone()), None),
            Errand::Prove { join } => (None, Some(join.clone())),
        };
        SignInRow {
            state_hash: digest::sha256(&self.state),
            binding_hash: digest::sha256(&self.binding),
            provider: provider.to_owned(),
            nonce: self.nonce.clone(),
            pkce_verifier: self.pkce_verifier.clone(),
            channel,
            challenge,
            return_to: request.return_to.to_string(),
            max_age: request.max_age.map(i64::from),
            replaces: request.replaces.clone(),
            redirect_uri: front_end.map(|front_end| front_end.redirect_uri.to_string()),
            begun_from: front_end.map(|front_end| front_end.begun_from.clone()),
            opener: match &request.display {
                Display::Opener(origin) => Some(origin.clone()),
                Display::Page | Display::Popup { .. } | Display::FrontEnd(_) => None,
            },
            joins_family,
            proves_join,
            created_at: now,
            expires_at: now + LIFE,
            used_at: None,
        }
    }
}

/// The part of a sign-in's cookie name that tells it from others: the beginning of what the store
/// knows it by.
pub(super) fn cookie_id(state_hash: &str) -> String {
    state_hash.chars().take(16).collect()
}
