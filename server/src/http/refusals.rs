//! What the API says where it does not do what it was asked for, in the shapes of Django REST
//! framework and simplejwt. The session's endpoints and the orders speak RFC 6749 instead.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::{IntoResponses, OpenApi, ToSchema};

/// The schemas of all that, which answers alone do not bring into the document.
#[derive(OpenApi)]
#[openapi(components(schemas(Detail, FieldProblems, BadBody, TokenRefused, TokenMessage, Unavailable)))]
pub(super) struct Refusals;

/// Why not, in a sentence.
#[derive(Serialize, ToSchema)]
pub(super) struct Detail {
    #[schema(examples("Not found."))]
    pub(super) detail: String,
}

/// What is wrong, by field. What belongs to no field in particular stands under `non_field_errors`.
#[derive(Default, Serialize, ToSchema)]
#[schema(examples(json!({ "email": ["Enter a valid email address."] })))]
pub(super) struct FieldProblems(pub(super) BTreeMap<String, Vec<String>>);

/// Why a token lets nobody in.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenRefused {
    #[schema(examples("Given token not valid for any token type"))]
    pub(super) detail: &'static str,
    /// For programs, such as `token_not_valid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, examples("token_not_valid"))]
    pub(super) code: Option<&'static str>,
    /// What each way of reading the token found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<TokenMessage>)]
    pub(super) messages: Option<[TokenMessage; 1]>,
}

/// What one way of reading a token found.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenMessage {
    #[schema(examples("AccessToken"))]
    pub(super) token_class: &'static str,
    #[schema(examples("access"))]
    pub(super) token_type: &'static str,
    #[schema(examples("Token is expired"))]
    pub(super) message: &'static str,
}

/// Our own fault, or too much to do.
#[derive(Serialize, ToSchema)]
pub(super) struct Unavailable {
    #[schema(examples("Try again in a moment."))]
    pub(super) detail: &'static str,
    /// `unavailable`, where it is a fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, examples("unavailable"))]
    pub(super) code: Option<&'static str>,
    /// What to tell support; the log has the cause under it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, examples("K7QX-2M9P"))]
    pub(super) support_code: Option<String>,
}

impl Unavailable {
    /// Our own fault, whose cause the log has under that code.
    pub(super) const fn fault(code: String) -> Self {
        Self { detail: "Try again in a moment.", code: Some("unavailable"), support_code: Some(code) }
    }
}

/// A body that was not taken: by field, or in a sentence where it could not be read at all.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "for the document: an answer is one or the other")]
pub(super) enum BadBody {
    /// What is wrong, by field.
    Fields(FieldProblems),
    /// Why it could not be read.
    Sentence(Detail),
}

/// Answers of whatever reads a body.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum ReadsBody {
    /// Something is wrong with what was sent; nothing was done.
    #[response(status = 400)]
    Bad(BadBody),
    /// The body is larger than 64 KiB.
    #[response(status = 413)]
    TooLarge(Detail),
    /// The body is neither JSON nor a form.
    #[response(status = 415)]
    UnknownKind(Detail),
}

/// Answers of whatever wants to know who asks.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum KnowsAsker {
    /// There is no token, or it does not count (any more).
    #[response(status = 401, headers(("WWW-Authenticate" = String, description = "RFC 6750 §3")))]
    Unauthorized(TokenRefused),
    /// The token is another issuer's and counts, but does not allow enough; or what is asked for takes a
    /// session of ours.
    #[response(status = 403, headers(("WWW-Authenticate" = String, description = "RFC 6750 §3.1")))]
    Forbidden(TokenRefused),
}

/// Answers of whatever looks into the database.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum LooksUp {
    /// Not now. Nothing was done.
    #[response(status = 503, headers(("Retry-After" = u64, description = "seconds to wait, where they are known")))]
    Unavailable(Unavailable),
}

/// Answers of whatever may be done so often only.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum Counts {
    /// Too often.
    #[response(status = 429, headers(("Retry-After" = u64, description = "seconds to wait")))]
    Throttled(Detail),
}

/// Answers where something is turned off, done already, or not for this person.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum MayForbid {
    /// It is turned off, done already, or not for this person.
    #[response(status = 403)]
    Forbidden(Detail),
}

/// Answers where something may not be there.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "for the document")]
pub(super) enum MayMiss {
    /// There is no such thing, or not for this person.
    #[response(status = 404)]
    NotFound(Detail),
}
