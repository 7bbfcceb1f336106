use url::form_urlencoded;

/// Longer values are not kept, not even for the log.
const LONGEST: usize = 4096;

/// A response that cannot be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// A parameter stands there twice (RFC 6749 §3.1).
    #[error("the parameter {0} is repeated")]
    Repeated(&'static str),
    /// A parameter is longer than any provider's.
    #[error("the parameter {0} is too long")]
    TooLong(&'static str),
    /// Neither a code nor an error.
    #[error("neither code nor error")]
    Empty,
}

/// A provider's answer to an authorization request, as the browser brought it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationResponse {
    /// Ours, come back.
    pub state: Option<String>,
    /// Who answers, where it says so (RFC 9207).
    pub issuer: Option<String>,
    /// The code, or the error and its description.
    pub outcome: Result<String, (String, String)>,
    /// Apple: the person's name, at the first sign-in alone, as JSON.
    pub user: Option<String>,
}

impl AuthorizationResponse {
    /// From a query or a form.
    pub fn parse(encoded: &str) -> Result<Self, ResponseError> {
        let mut fields = Fields::default();
        for (name, value) in form_urlencoded::parse(encoded.as_bytes()) {
            fields.put(&name, &value)?;
        }
        let outcome = match (fields.code, fields.error) {
            (_, Some(error)) => Err((error, fields.error_description.unwrap_or_default())),
            (Some(code), None) => Ok(code),
            (None, None) => return Err(ResponseError::Empty),
        };
        Ok(Self { state: fields.state, issuer: fields.iss, outcome, user: fields.user })
    }
}

#[derive(Default)]
struct Fields {
    state: Option<String>,
    iss: Option<String>,
    code: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
    user: Option<String>,
}

impl Fields {
    fn put(&mut self, name: &str, value: &str) -> Result<(), ResponseError> {
        let (name, slot) = match name {
            "state" => ("state", &mut self.state),
            "iss" => ("iss", &mut self.iss),
            "code" => ("code", &mut self.code),
            "error" => ("error", &mut self.error),
            "error_description" => ("error_description", &mut self.error_description),
            "user" => ("user", &mut self.user),
            _ => return Ok(()),
        };
        if value.len() > LONGEST {
            return Err(ResponseError::TooLong(name));
        }
        // What a provider says stands in the log: nobody writes lines of their own there.
        let plain = value.chars().filter(|char| !char.is_control()).collect();
        if slot.replace(plain).is_some() {
            return Err(ResponseError::Repeated(name));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_parameter_is_refused() {
        assert_eq!(AuthorizationResponse::parse("code=a&code=b"), Err(ResponseError::Repeated("code")));
        assert_eq!(AuthorizationResponse::parse("code=a&state=1&state=1"), Err(ResponseError::Repeated("state")));
        assert_eq!(AuthorizationResponse::parse("code=a&iss=1&iss=2"), Err(ResponseError::Repeated("iss")));
    }

    #[test]
    fn an_error_counts_whatever_else_is_there() {
        let response = AuthorizationResponse::parse("error=access_denied&code=x&error_description=a+b").unwrap();
        assert_eq!(response.outcome, Err(("access_denied".to_owned(), "a b".to_owned())));
        assert_eq!(response.state, None);
    }

    #[test]
    fn nobody_writes_lines_of_the_log() {
        let response = AuthorizationResponse::parse("error=x%0d%0a%00y&error_description=%1b%5b31m").unwrap();
        assert_eq!(response.outcome, Err(("xy".to_owned(), "[31m".to_owned())));
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        assert_eq!(AuthorizationResponse::parse(""), Err(ResponseError::Empty));
        let long = format!("code={}", "x".repeat(LONGEST + 1));
        assert_eq!(AuthorizationResponse::parse(&long), Err(ResponseError::TooLong("code")));
    }
}
