use serde::{Deserialize, Serialize};

use super::Person;

/// Answer of `POST /api/session/refresh` and `POST /api/session/handoff`.
///
/// The refresh token is not here: it travels in an `HttpOnly` cookie alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Tokens {
    /// RFC 9068 access token. Kept in memory only.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// Seconds of life left, counted from the answer. The browser's clock is never asked.
    pub expires_in: u32,
    /// Whose session it is.
    pub user: Person,
}

/// Body of `POST /api/session/refresh`. An empty body means the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    /// Whether the current refresh token must be replaced.
    #[serde(default)]
    pub rotation: Rotation,
}

/// When a refresh replaces the refresh token it was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// On every use: the rule for API clients.
    #[default]
    Always,
    /// At most once a grace window: the rule for tabs, which share one cookie. Two rotations
    /// in one window would turn a third tab's request, still on its way, into reuse.
    Settled,
}

/// Body of `POST /api/session/handoff`: the one-time code a popup handed to its opener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandoffRequest {
    /// The code, 60 s old at most.
    pub code: String,
    /// Preimage of the challenge the opener sent to `start` (RFC 7636 §4.1, S256).
    pub verifier: String,
}

/// Answer of `GET /api/session`: always 200, no side effects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionStatus {
    /// The person the cookie belongs to, if it is good.
    #[cfg_attr(feature = "ssr", schema(required = true))]
    pub user: Option<Person>,
}

/// Error body of the session endpoints: RFC 6749 §5.2, and a code for support.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ApiProblem {
    /// Machine-readable, such as `invalid_grant`.
    pub error: String,
    /// For a developer's eyes.
    pub error_description: String,
    /// What the person tells support; the log has the cause under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ssr", schema(value_type = String))]
    pub support_code: Option<String>,
}
