//! A provider's tokens, renewed (RFC 6749 §6, OpenID Connect Core §12).

use secrecy::ExposeSecret;
use serde::Deserialize;

use super::{
    FinishError, RelyingParty, TokenAnswer, TokenSet,
    client_request::ClientRequests,
    fetch::Answer,
    id_token::{self, Expected, ExpectedNonce},
    oidc::Oidc,
};
use crate::{clock::Moment, config::ProviderKind};

/// What is to be renewed.
pub struct Renewal<'a> {
    /// At which provider.
    pub provider: &'a str,
    /// The provider's issuer.
    pub issuer: &'a str,
    /// Whose, in the provider's words.
    pub subject: &'a str,
    /// The tokens so far.
    pub tokens: &'a TokenSet,
    /// What the access token is to be good for; `None`: whatever was granted.
    pub scope: Option<&'a [String]>,
}

/// Why tokens were not renewed.
#[derive(Debug, thiserror::Error)]
pub enum RenewalError {
    /// There is no refresh token, or the provider does not know it (any more): the person has to sign
    /// in there again.
    #[error("the tokens cannot be renewed any more: {0}")]
    Over(String),
    /// The answer is about somebody else, or cannot be checked.
    #[error("the answer was refused: {0}")]
    Foreign(String),
    /// The provider says no for another reason.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// It gives no answer of any use. What was sent may have arrived all the same: the refresh token
    /// is to be kept and tried again.
    #[error("the provider cannot be reached: {0}")]
    Unreachable(String),
}

/// RFC 6749 §5.2.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl RelyingParty {
    /// The next tokens. The refresh token stays where the answer brings none.
    pub async fn renew(&self, renewal: &Renewal<'_>) -> Result<TokenSet, RenewalError> {
        let over = |why: &str| RenewalError::Over(why.to_owned());
        let (config, way) =
            self.find(renewal.provider).ok_or_else(|| over("the provider is not configured any more"))?;
        let (ProviderKind::Oidc(oidc), Some(directory)) = (&config.kind, &way.directory) else {
            return Err(over("the provider knows no refresh tokens"));
        };
        let refresh_token = renewal.tokens.refresh_token.as_ref().ok_or_else(|| over("there is no refresh token"))?;
        let now = self.parts.clock.moment();
        let metadata = directory.metadata(&now).await.map_err(unreachable)?;
        let requests = ClientRequests {
            config,
            fetcher: &way.fetcher,
            methods: metadata.token_endpoint_auth_methods.as_deref(),
            now: now.at,
            random: self.parts.random.as_ref(),
        };
        let scope = renewal.scope.map(|scope| scope.join(" "));
        let mut form = vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token.expose_secret())];
        form.extend(scope.as_ref().map(|scope| ("scope", scope.as_str())));
        let answer = requests.post(&metadata.token_endpoint, &form).await.map_err(unreachable)?;
        let answer = read(&answer)?;
        self.oidc((config, way), oidc, directory, &way.redirect_uri).check_renewed(&answer, renewal, &now).await?;

        // RFC 6749 §6: what is not told is what was asked for, and else what it was.
        let asked = renewal.scope.unwrap_or(&renewal.tokens.scope);
        let mut tokens = TokenSet::of(&answer, asked, renewal.tokens.origin.clone(), now.at);
        if tokens.refresh_token.is_none() {
            tokens.refresh_token.clone_from(&renewal.tokens.refresh_token);
        }
        Ok(tokens)
    }
}

impl Oidc<'_> {
    /// An ID token that comes with renewed tokens is of the same sign-in (OpenID Connect Core §12.2).
    async fn check_renewed(
        &self,
        answer: &TokenAnswer,
        renewal: &Renewal<'_>,
        now: &Moment,
    ) -> Result<(), RenewalError> {
        let Some(token) = &answer.id_token else { return Ok(()) };
        let foreign = |why: &str| RenewalError::Foreign(why.to_owned());
        let signed = self.signed(token.expose_secret(), now).await.map_err(|error| match error {
            FinishError::Refused(why) => RenewalError::Foreign(why),
            other => unreachable(other),
        })?;
        let origin = &renewal.tokens.origin;
        let expected = Expected {
            provider: self.oidc,
            client_id: &self.config.client_id,
            nonce: ExpectedNonce::NoneOr(&origin.nonce),
            access_token: answer.access_token.expose_secret(),
            max_age: None,
            acr_values: self.config.request.fixed("acr_values").unwrap_or_default(),
            now: now.at,
        };
        let checked = id_token::check(signed, &expected).map_err(foreign)?;
        if checked.subject != renewal.subject {
            return Err(foreign("sub is not that of the sign-in"));
        }
        if checked.issuer != renewal.issuer {
            return Err(foreign("iss is not that of the sign-in"));
        }
        if checked.claims.text("azp") != origin.azp {
            return Err(foreign("azp is not that of the sign-in"));
        }
        match (checked.claims.seconds("auth_time"), origin.auth_time) {
            (Some(told), Some(first)) if told != first => Err(foreign("auth_time is not that of the sign-in")),
            _ => Ok(()),
        }
    }
}

fn read(answer: &Answer) -> Result<TokenAnswer, RenewalError> {
    if let Ok(Refusal { error }) = serde_json::from_slice(answer.body()) {
        let plain: String = error.chars().filter(|char| !char.is_control()).take(100).collect();
        return Err(match plain.as_str() {
            "invalid_grant" => RenewalError::Over(plain),
            "temporarily_unavailable" | "server_error" => RenewalError::Unreachable(plain),
            _ => RenewalError::Refused(plain),
        });
    }
    TokenAnswer::read(answer).map_err(unreachable)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn unreachable(error: impl ToString) -> RenewalError {
    RenewalError::Unreachable(error.to_string())
}
