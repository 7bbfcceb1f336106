use std::sync::Arc;

use app::wire::Rotation;
use uuid::Uuid;

use super::{
    Client, Entitlement, Failure, Grant, Parameters, Provider, Scope, Standing, TokenEndpointError,
    authorize::refresh_limits, entitlement::Source, grant::Renewal, redeem::narrowed,
};
use crate::{
    session::{Answer, Refusal},
    store::{GrantRow, StoreError},
    token::{RefreshToken, TokenParts},
};

/// Rounds of a lost compare-and-swap before the client is told to come back.
const MOST_RACES: usize = 8;

impl Provider {
    /// A refresh token is presented (RFC 6749 §6): the grant moves on by one, under the rules of a family
    /// (RFC 9700 §4.14.2).
    pub(super) async fn renew(
        &self,
        client: Arc<Client>,
        parameters: &Parameters,
    ) -> Result<Entitlement, TokenEndpointError> {
        let token = parameters.get("refresh_token");
        let token = token.ok_or(TokenEndpointError::InvalidRequest("refresh_token is missing"))?;
        let parts = TokenParts::parse(token).ok_or(TokenEndpointError::InvalidGrant)?;
        for _ in 0..MOST_RACES {
            let (row, grant) = self.renewable(&client, &parts).await?;
            let Some(Renewal { live, .. }) = grant.renewal.clone() else { break };
            let (scope, resources) = asked_for(&grant, &client, parameters)?;
            let limits = refresh_limits(&client);
            let from = row.generation;
            let renewed = match live.present(parts.generation, Rotation::Always, self.clock.moment(), &limits) {
                Answer::Rotated(live) | Answer::Repeated(live) | Answer::Current(live) => live,
                Answer::Refused(Refusal::Reused) => {
                    self.end(&grant).await?;
                    tracing::warn!(grant = %grant.id, "a replaced refresh token of grant {} was used: it is ended", grant.id);
                    break;
                }
                Answer::Refused(Refusal::Expired | Refusal::NeverIssued) => break,
            };
            if client.metadata.lives.max_refresh.is_some_and(|most| renewed.generation > most) {
                break;
            }
            let row = row.with(renewed);
            if self.advance(&row, from).await? {
                let grant = Grant::try_from(row).map_err(Failure::from)?;
                let refresh_token = self.current_refresh_token(&grant)?;
                let source = Source::Renewal(Box::new(grant));
                return Ok(Entitlement { client, source, scope, resources, refresh_token });
            }
        }
        Err(TokenEndpointError::InvalidGrant)
    }

    /// The grant of a genuine token of that client, whose tokens count.
    async fn renewable(&self, client: &Client, parts: &TokenParts) -> Result<(GrantRow, Grant), TokenEndpointError> {
        let Some((row, grant)) = self.grant_of_refresh_token(parts).await? else {
            return Err(TokenEndpointError::InvalidGrant);
        };
        // Another client's token changes nothing: else whoever saw it could end the session of its owner.
        let counts = grant.client_id == client.id && matches!(grant.standing, Standing::Redeemed { .. });
        if !counts || !self.still_stands(&grant).await? {
            return Err(TokenEndpointError::InvalidGrant);
        }
        Ok((row, grant))
    }

    /// The grant that a refresh token belongs to, if we derived that token.
    pub(super) async fn grant_of_refresh_token(
        &self,
        parts: &TokenParts,
    ) -> Result<Option<(GrantRow, Grant)>, Failure> {
        if !self.macs.knows(&parts.key_id) {
            self.macs.reload().await?;
        }
        let row = self.store.read().await?.grants().find(&self.settings.issuer, &parts.family.to_string()).await?;
        let Some(row) = row.filter(|row| row.salt.as_ref().is_some_and(|salt| parts.is_genuine(&self.macs, salt)))
        else {
            return Ok(None);
        };
        let grant = Grant::try_from(row.clone())?;
        Ok(Some((row, grant)))
    }

    async fn advance(&self, row: &GrantRow, from: i64) -> Result<bool, Failure> {
        Ok(self.store.write().await?.grants().advance(row, from).await?)
    }

    /// The refresh token that a grant's client is to have now, if any.
    pub(super) fn current_refresh_token(&self, grant: &Grant) -> Result<Option<RefreshToken>, Failure> {
        let Some(Renewal { salt, live }) = &grant.renewal else { return Ok(None) };
        let id = Uuid::parse_str(&grant.id).map_err(|_| StoreError::Corrupt("a grant id"))?;
        Ok(Some(RefreshToken::derive(&self.macs, id, salt, live.generation)?))
    }
}

/// What is asked for, of what was granted; all of it where nothing is (RFC 6749 §6).
fn asked_for(
    grant: &Grant,
    client: &Client,
    parameters: &Parameters,
) -> Result<(Scope, std::collections::BTreeSet<String>), TokenEndpointError> {
    let scope = match parameters.get("scope") {
        Some(text) => Scope::parse(text).map_err(|_| TokenEndpointError::InvalidScope)?,
        None => grant.scope.clone(),
    };
    if !scope.is_within(&grant.scope) {
        return Err(TokenEndpointError::InvalidScope);
    }
    Ok((scope, narrowed(&grant.resources, parameters.resources(), client)?))
}
