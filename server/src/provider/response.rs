use super::{AuthorizationError, AuthorizationRequest, Protocol, RedirectUri, ResponseMode};

/// What is sent back to the application through the browser (RFC 6749 §4.1.2, RFC 9207).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationResponse {
    /// Where to.
    pub redirect_uri: RedirectUri,
    /// How.
    pub mode: ResponseMode,
    /// What.
    pub parameters: Vec<(&'static str, String)>,
}

impl AuthorizationResponse {
    /// The address of a redirect that carries the answer.
    pub fn location(&self) -> String {
        match self.mode {
            ResponseMode::Fragment => self.redirect_uri.with_fragment(&self.parameters),
            _ => self.redirect_uri.with_query(&self.parameters),
        }
    }
}

impl AuthorizationRequest {
    /// The answer that carries what was asked for.
    pub(super) fn granted(
        &self,
        parameters: Vec<(&'static str, String)>,
        issuer: &str,
        protocol: Protocol,
    ) -> AuthorizationResponse {
        self.answer(parameters, issuer, protocol)
    }

    /// The answer that carries an error.
    pub(super) fn refused(&self, error: AuthorizationError, issuer: &str, protocol: Protocol) -> AuthorizationResponse {
        let parameters = vec![("error", error.code().to_owned()), ("error_description", error.to_string())];
        self.answer(parameters, issuer, protocol)
    }

    fn answer(
        &self,
        mut parameters: Vec<(&'static str, String)>,
        issuer: &str,
        protocol: Protocol,
    ) -> AuthorizationResponse {
        parameters.extend(self.state.clone().map(|state| ("state", state)));
        if protocol != Protocol::OAuth2 {
            parameters.push(("iss", issuer.to_owned()));
        }
        AuthorizationResponse { redirect_uri: self.redirect_uri.clone(), mode: self.response_mode, parameters }
    }
}
