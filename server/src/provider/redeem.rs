use std::{collections::BTreeSet, sync::Arc};

use super::{
    Client, ClientId, Entitlement, Failure, Grant, Parameters, Presented, Provider, Standing, TokenEndpointError,
    Verifier, entitlement::Source,
};
use crate::{clock::Timestamp, digest};

/// A code and what it is presented with (RFC 6749 §4.1.3, RFC 7636 §4.5).
#[derive(Clone)]
pub struct CodeExchange {
    code: String,
    redirect_uri: Option<String>,
    verifier: Option<String>,
    resources: BTreeSet<String>,
}

impl CodeExchange {
    /// From the parameters of a token request.
    pub fn parse(parameters: &Parameters) -> Result<Self, TokenEndpointError> {
        let text = |name| parameters.get(name).map(str::to_owned);
        let code = text("code").ok_or(TokenEndpointError::InvalidRequest("code is missing"))?;
        Ok(Self {
            code,
            redirect_uri: text("redirect_uri"),
            verifier: text("code_verifier"),
            resources: parameters.resources().clone(),
        })
    }

    /// Whether this is all that the code is bound to. A verifier where no challenge was sent is
    /// refused too: somebody took the challenge out of the request (RFC 9700 §4.8.2).
    fn fits(&self, grant: &Grant, client: &ClientId) -> bool {
        let verified = match (&grant.challenge, &self.verifier) {
            (Some(challenge), Some(verifier)) => Verifier::parse(verifier).is_some_and(|v| challenge.is_of(&v)),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        verified && grant.client_id == *client && self.redirect_uri.as_deref() == Some(grant.redirect_uri.as_str())
    }
}

/// The APIs that a token is for: of those granted, or of the client's where none was named (RFC 8707 §2.2).
pub(super) fn narrowed(
    granted: &BTreeSet<String>,
    asked: &BTreeSet<String>,
    client: &Client,
) -> Result<BTreeSet<String>, TokenEndpointError> {
    let permitted = if granted.is_empty() { &client.metadata.audiences } else { granted };
    if asked.is_empty() {
        return Ok(granted.clone());
    }
    if asked.is_subset(permitted) { Ok(asked.clone()) } else { Err(TokenEndpointError::InvalidTarget) }
}

impl Provider {
    /// Takes a code, once.
    ///
    /// Presented without what it is bound to, it stays good for the client it was made for: else
    /// whoever catches sight of a code could spoil every sign-in. Presented again after it was
    /// taken, by whomever, it ends what it was exchanged for.
    pub(super) async fn redeem(
        &self,
        client: Arc<Client>,
        exchange: &CodeExchange,
    ) -> Result<Entitlement, TokenEndpointError> {
        let grant = self.grant_of_code(&exchange.code).await?.ok_or(TokenEndpointError::InvalidGrant)?;
        if matches!(grant.standing, Standing::Issued { .. }) && !exchange.fits(&grant, &client.id) {
            return Err(TokenEndpointError::InvalidGrant);
        }
        let resources = narrowed(&grant.resources, &exchange.resources, &client)?;
        let now = self.clock.now();
        match grant.standing.present(now) {
            Presented::Accepted(standing) => {
                if !self.still_stands(&grant).await? {
                    return Err(TokenEndpointError::InvalidGrant);
                }
                if self.take_code(&grant, now).await? {
                    let grant = Grant { standing, ..grant };
                    let refresh_token = self.current_refresh_token(&grant)?;
                    let (scope, source) = (grant.scope.clone(), Source::Code(Box::new(grant)));
                    return Ok(Entitlement { client, source, scope, resources, refresh_token });
                }
                // Somebody took it since it was read.
                self.end(&grant).await?;
            }
            Presented::Replayed(_) => self.end(&grant).await?,
            Presented::Lapsed(_) => {}
        }
        Err(TokenEndpointError::InvalidGrant)
    }

    /// Ends a grant and every token issued under it.
    pub async fn end(&self, grant: &Grant) -> Result<(), Failure> {
        self.store.write().await?.grants().revoke(&grant.id, self.clock.now()).await?;
        Ok(())
    }

    /// Replaces the notes that whoever runs the issuer keeps with a grant.
    pub async fn annotate(&self, grant: &Grant, annotations: &str) -> Result<(), Failure> {
        Ok(self.store.write().await?.grants().annotate(&grant.id, annotations).await?)
    }

    async fn grant_of_code(&self, code: &str) -> Result<Option<Grant>, Failure> {
        let hash = digest::sha256(code);
        let row = self.store.read().await?.grants().by_code(&self.settings.issuer, &hash).await?;
        Ok(row.map(Grant::try_from).transpose()?)
    }

    async fn take_code(&self, grant: &Grant, now: Timestamp) -> Result<bool, Failure> {
        Ok(self.store.write().await?.grants().redeem(&grant.id, now).await?)
    }
}

#[cfg(test)]
#[path = "redeem_tests.rs"]
mod tests;
