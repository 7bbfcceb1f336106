//! What pages ask of the API, and what they hear back.

/// An HTTP method the API knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
}

impl Method {
    /// The method as it stands in the request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A call of Gatepost's own API, made with the access token of this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What to do.
    pub method: Method,
    /// Path on this origin, such as `/api/profile`. The token goes nowhere else.
    pub path: String,
    /// JSON. A retry sends these very bytes again.
    pub body: Option<String>,
}

impl Call {
    /// Reads `path`.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), body: None }
    }

    /// Sends JSON to `path`.
    pub fn post(path: impl Into<String>, json: String) -> Self {
        Self { method: Method::Post, path: path.into(), body: Some(json) }
    }
}

/// What the API answered. Any status: the page decides what a 403 or 422 means to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body as text, usually JSON.
    pub body: String,
}

/// Why a call brought no answer worth showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallFailure {
    /// Nobody is signed in, or the session ended on the way.
    #[error("sign in first")]
    SignedOut,
    /// RFC 9470: the API wants a fresher proof of identity. Renewing does not help, a step-up does.
    #[error("prove who you are once more")]
    ProofNeeded,
    /// No answer came, or no fresh token could be had now. The person is still signed in.
    #[error("the server cannot be reached")]
    Unreachable,
}

/// What a route needs of the session before it opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    /// Seconds of life the access token must have left.
    pub min_ttl: u32,
    /// Seconds since the last proof of identity, at most.
    pub max_auth_age: Option<u32>,
}

/// Why the session is not as fresh as a route needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stale {
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// The last proof of identity is too old: step up, from a click.
    #[error("prove who you are once more")]
    ProofTooOld,
    /// The token could not be renewed now. Try again; the person is still signed in.
    #[error("the server cannot be reached")]
    Unreachable,
}

/// Whether a path stays on this origin. `//host` and `/\host` do not.
#[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code, reason = "only browsers call"))]
pub(super) fn is_own_path(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']))
}

/// Whether a `WWW-Authenticate` header asks for a fresher proof of identity (RFC 9470 §3).
#[cfg_attr(not(all(feature = "hydrate", not(feature = "ssr"))), allow(dead_code, reason = "only browsers call"))]
pub(super) fn wants_fresher_proof(challenge: &str) -> bool {
    challenge.contains(r#"error="insufficient_user_authentication""#)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_this_origin_only() {
        assert!(is_own_path("/api/profile"));
        for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "api/profile", ""] {
            assert!(!is_own_path(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_step_up_challenge_is_not_an_expired_token() {
        let step_up = r#"Bearer error="insufficient_user_authentication", max_age=300"#;
        assert!(wants_fresher_proof(step_up));
        assert!(!wants_fresher_proof(r#"Bearer error="invalid_token""#));
    }
}
