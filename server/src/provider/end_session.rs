use super::{Clients, Malformed, Parameters};

/// A request to end the session (OpenID Connect RP-Initiated Logout §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndSession {
    /// Where the person may go on to, `state` included.
    pub go_on: Option<String>,
}

/// Why such a request is refused: by a page, never by a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndSessionError {
    /// Parameters that cannot be read in one way only.
    #[error("The request is malformed.")]
    Malformed,
    /// An address that is not the client's.
    #[error("The request names an address that this provider may not send you to (post_logout_redirect_uri).")]
    PostLogoutRedirectUri,
}

impl EndSession {
    /// Reads a request.
    pub fn parse(parameters: Result<Parameters, Malformed>, clients: Clients) -> Result<Self, EndSessionError> {
        let parameters = parameters.map_err(|_| EndSessionError::Malformed)?;
        let state = parameters.get("state").map(|state| ("state", state.to_owned()));
        let go_on = parameters
            .get("post_logout_redirect_uri")
            .map(|text| clients.permitted_after_logout(text).ok_or(EndSessionError::PostLogoutRedirectUri))
            .transpose()?;
        Ok(Self { go_on: go_on.map(|uri| uri.with_query(state.as_slice())) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<Option<String>, EndSessionError> {
        EndSession::parse(Parameters::parse(query), Clients::AnyOnLoopback).map(|request| request.go_on)
    }

    #[test]
    fn a_person_goes_on_to_an_address_of_this_computer_only() {
        assert_eq!(parse(""), Ok(None));
        assert_eq!(parse("state=x"), Ok(None));
        let query = "state=a%26b&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A3000%2F";
        assert_eq!(parse(query), Ok(Some("http://localhost:3000/?state=a%26b".to_owned())));
        for address in ["https%3A%2F%2Fexample.com%2F", "javascript%3Aalert(1)", "%2F%2Flocalhost"] {
            let query = format!("post_logout_redirect_uri={address}");
            assert_eq!(parse(&query), Err(EndSessionError::PostLogoutRedirectUri), "{address}");
        }
        assert_eq!(parse("state=1&state=2"), Err(EndSessionError::Malformed));
    }
}
