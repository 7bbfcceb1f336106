//! The body of a request, as a djoser front end sends it: JSON or a form. What is missing or no text is
//! told by field, all at once.

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::answer::{detail, fields, problems};
use crate::account::{EmailAddress, LONGEST_USERNAME, NO_FIELD, Problem, Problems, Username};

/// A body larger than that is none of ours.
const LARGEST_BODY: usize = 64 * 1024;

/// Reads the body before anything is answered: a connection with an unread one cannot be used again.
pub(super) async fn read_whole(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, LARGEST_BODY).await {
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(_) => detail(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large."),
    }
}

/// What a request's body says, by name.
pub(super) struct Fields {
    values: Map<String, Value>,
    problems: Problems,
}

impl Fields {
    /// Reads the body. An empty one has no fields.
    pub(super) async fn read(request: Request) -> Result<Self, Response> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let kind = if kind.is_empty() { "text/plain".to_owned() } else { kind.to_owned() };
        let values = match essence.as_str() {
            "application/json" => from_json(&bytes(request).await?)?,
            "application/x-www-form-urlencoded" => from_form(&bytes(request).await?),
            "multipart/form-data" => from_multipart(request).await?,
            _ => {
                let body = bytes(request).await?;
                if !body.is_empty() {
                    let why = format!("Unsupported media type \"{kind}\" in request.");
                    return Err(detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, &why));
                }
                Map::new()
            }
        };
        Ok(Self { values, problems: Problems::default() })
    }

    /// The same, and what the address says beside. The body counts more.
    pub(super) fn and_query(mut self, query: &str) -> Self {
        for (name, value) in from_form(query.as_bytes()) {
            self.values.entry(name).or_insert(value);
        }
        self
    }

    /// A text that must be there. Spaces around it are nobody's intention.
    pub(super) fn text(&mut self, name: &'static str) -> String {
        self.required(name, Kind::Text)
    }

    /// A password that must be there, to the last space.
    pub(super) fn password(&mut self, name: &'static str) -> String {
        self.required(name, Kind::Password)
    }

    /// An address that must be there, of at most so many characters.
    pub(super) fn address(&mut self, name: &'static str, most: usize) -> String {
        let text = self.required(name, Kind::Address);
        if text.chars().count() > most {
            self.problems.add(name, Problem::TooLong(most));
        } else if !text.is_empty() && EmailAddress::parse(&text).is_none() {
            self.problems.add(name, Problem::NotAnAddress);
        }
        text
    }

    /// A user name that must be there.
    pub(super) fn username(&mut self, name: &'static str) -> String {
        let text = self.required(name, Kind::Username);
        if text.chars().count() > LONGEST_USERNAME {
            self.problems.add(name, Problem::TooLong(LONGEST_USERNAME));
        } else if !text.is_empty() && Username::parse(&text).is_none() {
            self.problems.add(name, Problem::NotAUsername);
        }
        text
    }

    /// A text that may be missing.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<String> {
        self.values.contains_key(name).then(|| self.text(name))
    }

    /// A text that may be missing or empty.
    pub(super) fn optional_or_blank(&mut self, name: &'static str) -> Option<String> {
        match self.values.get(name) {
            Some(Value::String(text)) if text.trim().is_empty() => Some(String::new()),
            Some(_) => Some(self.text(name)),
            None => None,
        }
    }

    /// Whether a field is there at all.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Whether a field says yes. What is neither yes nor no must not be taken for either.
    pub(super) fn flag(&mut self, name: &'static str) -> bool {
        match self.values.get(name) {
            None => return false,
            Some(Value::Bool(yes)) => return *yes,
            Some(Value::String(text)) => match text.as_str() {
                "true" => return true,
                "false" => return false,
                _ => {}
            },
            Some(_) => {}
        }
        self.problems.add(name, Problem::NotYesOrNo);
        false
    }

    /// Notes a problem with a field.
    pub(super) fn add(&mut self, name: &'static str, problem: Problem) {
        self.problems.add(name, problem);
    }

    /// Every problem, with what was found since.
    pub(super) fn finish_with(&mut self, found: &Problems) -> Response {
        for (field, problem) in found.iter() {
            self.problems.add(field, problem.clone());
        }
        problems(&self.problems)
    }

    /// Every problem with `name`. Where it has none, others can wait until it is looked into.
    pub(super) fn finish_if_wrong(&self, name: &str) -> Result<(), Response> {
        if self.problems.iter().any(|(field, _)| field == name) { Err(problems(&self.problems)) } else { Ok(()) }
    }

    /// Every problem with the fields that were asked for.
    pub(super) fn finish(&mut self) -> Result<(), Response> {
        if self.problems.is_empty() { Ok(()) } else { Err(problems(&self.problems)) }
    }

    fn required(&mut self, name: &'static str, kind: Kind) -> String {
        let wrong_kind = if kind == Kind::Address { Problem::NotAnAddress } else { Problem::NotText };
        let problem = match self.values.get(name) {
            None => Problem::Required,
            Some(Value::Null) => Problem::Null,
            Some(Value::Number(number)) => return number.to_string(),
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => wrong_kind,
            Some(Value::String(text)) => {
                let text = if kind == Kind::Password { text } else { text.trim() };
                if text.contains('\0') {
                    return self.refuse_nul(name, kind);
                } else if text.is_empty() {
                    Problem::Blank
                } else {
                    return text.to_owned();
                }
            }
        };
        self.problems.add(name, problem);
        String::new()
    }
}

impl Fields {
    /// NUL is none of the characters of an address or a user name either: Django says both, each in
    /// its order.
    fn refuse_nul(&mut self, name: &'static str, kind: Kind) -> String {
        if kind == Kind::Username {
            self.problems.add(name, Problem::NotAUsername);
        }
        self.problems.add(name, Problem::Nul);
        if kind == Kind::Address {
            self.problems.add(name, Problem::NotAnAddress);
        }
        String::new()
    }
}

/// What a field holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Password,
    Address,
    Username,
}

async fn bytes(request: Request) -> Result<Bytes, Response> {
    axum::body::to_bytes(request.into_body(), LARGEST_BODY)
        .await
        .map_err(|_| detail(StatusCode::BAD_REQUEST, "The body cannot be read."))
}

fn from_json(body: &Bytes) -> Result<Map<String, Value>, Response> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(values)) => Ok(values),
        Ok(Value::Null) => Err(no_field("No data provided".to_owned())),
        Ok(other) => Err(no_field(format!("Invalid data. Expected a dictionary, but got {}.", python_name(&other)))),
        Err(error) => Err(detail(StatusCode::BAD_REQUEST, &format!("JSON parse error - {error}"))),
    }
}

/// What the front end's developers know these kinds by.
fn python_name(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Null | Value::Array(_) | Value::Object(_) => "list",
    }
}

fn from_form(body: &[u8]) -> Map<String, Value> {
    form_urlencoded::parse(body).map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect()
}

async fn from_multipart(request: Request) -> Result<Map<String, Value>, Response> {
    let broken = |error: &dyn std::fmt::Display| {
        detail(StatusCode::BAD_REQUEST, &format!("Multipart form parse error - {error}"))
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| broken(&error))?;
    let mut values = Map::new();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let value = part.text().await.map_err(|error| broken(&error))?;
        values.insert(name, Value::String(value));
    }
    Ok(values)
}

fn no_field(text: String) -> Response {
    fields(StatusCode::BAD_REQUEST, [(NO_FIELD, text)])
}
