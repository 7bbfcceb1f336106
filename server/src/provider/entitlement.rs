use std::{collections::BTreeSet, sync::Arc};

use super::{Client, Grant, Scope};
use crate::token::RefreshToken;

/// What a token request has earned.
pub struct Entitlement {
    pub(super) client: Arc<Client>,
    pub(super) source: Source,
    /// How far the access token goes.
    pub(super) scope: Scope,
    /// APIs that it is for.
    pub(super) resources: BTreeSet<String>,
    /// To renew it with.
    pub(super) refresh_token: Option<RefreshToken>,
}

/// What it was earned by.
pub(super) enum Source {
    /// A code: the grant was just made.
    Code(Box<Grant>),
    /// A refresh token of the grant.
    Renewal(Box<Grant>),
    /// The client's own name.
    Client,
}

impl Entitlement {
    /// The grant behind it; `None` for what a client gets for itself.
    pub fn grant(&self) -> Option<&Grant> {
        match &self.source {
            Source::Code(grant) | Source::Renewal(grant) => Some(grant),
            Source::Client => None,
        }
    }
}
