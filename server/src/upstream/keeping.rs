use std::sync::Arc;

use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::Upstream;
use crate::{
    digest,
    relying_party::{Origin, RelyingParty, TokenSet, Vouched},
    store::{StoreError, Tx, UpstreamIdentity, UpstreamSessionRow, UpstreamTokensRow},
    token::{TokenError, Vault},
};

/// Tokens that are kept no longer. Let the provider know once the transaction is saved.
#[must_use]
pub struct Forgotten {
    relying_party: Arc<RelyingParty>,
    tokens: Vec<(UpstreamIdentity, TokenSet)>,
}

impl Forgotten {
    pub(super) fn one(relying_party: Arc<RelyingParty>, identity: UpstreamIdentity, tokens: TokenSet) -> Self {
        Self { relying_party, tokens: vec![(identity, tokens)] }
    }

    /// Gives them back to the provider, in the background: nobody waits for it.
    pub fn give_back(self) {
        let Self { relying_party, tokens } = self;
        if tokens.is_empty() {
            return;
        }
        tokio::spawn(async move {
            for (identity, tokens) in tokens {
                let provider = &identity.provider;
                match relying_party.revoke(provider, &tokens).await {
                    Ok(true) => tracing::debug!(%provider, "tokens were given back to {provider}"),
                    Ok(false) => tracing::debug!(%provider, "{provider} takes no tokens back"),
                    Err(error) => tracing::warn!(%provider, %error, "{provider} did not take tokens back: {error}"),
                }
            }
        });
    }
}

impl Upstream {
    /// Keeps what the provider's settings ask for, for a session that has just begun. It counts once `tx`
    /// is saved.
    pub async fn record(&self, tx: &mut Tx, family: &str, vouched: &Vouched) -> Result<(), TokenError> {
        let Some(settings) = self.settings(&vouched.identity.provider) else { return Ok(()) };
        let identity = UpstreamIdentity {
            provider: vouched.identity.provider.clone(),
            issuer: vouched.identity.issuer.clone(),
            subject: vouched.identity.subject.clone(),
        };
        let origin = Origin::of(&vouched.tokens);
        let id_token = vouched.tokens.id_token.as_ref().filter(|_| settings.keeps_id_token());
        let sealed_id_token = id_token.map(|token| seal(&self.parts.vault, &of_family(family), token)).transpose()?;
        let next_check_at = settings.recheck.map(|every| self.now() + every);
        let row = UpstreamSessionRow {
            family_id: family.to_owned(),
            provider: identity.provider.clone(),
            issuer: identity.issuer.clone(),
            subject: identity.subject.clone(),
            sid: origin.sid.clone(),
            sealed_id_token,
            next_check_at,
        };
        tx.upstream_sessions().insert(&row).await?;
        if settings.keep_tokens { self.keep(tx, &identity, self.told(vouched, origin)).await } else { Ok(()) }
    }

    /// The tokens that came with a provider's word.
    pub(super) fn told(&self, vouched: &Vouched, origin: Origin) -> TokenSet {
        let config = self.parts.relying_party.provider(&vouched.identity.provider);
        let asked = config.map(|config| config.request.scopes.as_slice()).unwrap_or_default();
        TokenSet::of(&vouched.tokens, asked, origin, self.now())
    }

    /// Keeps tokens. A sign-in that brings no refresh token leaves the one that is there: Google sends
    /// one with the first sign-in only.
    pub(super) async fn keep(
        &self,
        tx: &mut Tx,
        identity: &UpstreamIdentity,
        mut tokens: TokenSet,
    ) -> Result<(), TokenError> {
        if tokens.refresh_token.is_none()
            && let Some(row) = tx.upstream_tokens().hold(identity).await?
            && let Ok(before) = self.open(&row)
            && before.refresh_token.is_some()
        {
            tokens.refresh_token = before.refresh_token;
            tokens.origin = before.origin;
        }
        let row = self.sealed(identity, &tokens)?;
        Ok(tx.upstream_tokens().put(&row).await?)
    }

    pub(super) fn sealed(
        &self,
        identity: &UpstreamIdentity,
        tokens: &TokenSet,
    ) -> Result<UpstreamTokensRow, TokenError> {
        let sealed = self.parts.vault.seal(&of_identity(identity), &tokens.to_bytes())?;
        Ok(UpstreamTokensRow { identity: identity.clone(), sealed })
    }

    pub(super) fn open(&self, row: &UpstreamTokensRow) -> Result<TokenSet, TokenError> {
        let bytes = self.parts.vault.open(&of_identity(&row.identity), &row.sealed)?;
        Ok(TokenSet::from_bytes(&bytes).ok_or(StoreError::Corrupt("upstream tokens"))?)
    }

    /// Forgets the tokens of a person for which no session of theirs is there any more. It counts once
    /// `tx` is saved.
    pub async fn forget_unused(&self, tx: &mut Tx, person_id: &str) -> Result<Forgotten, StoreError> {
        let rows = tx.upstream_tokens().take_unused(person_id, self.now()).await?;
        let opened = |row: UpstreamTokensRow| match self.open(&row) {
            Ok(tokens) => Some((row.identity, tokens)),
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "tokens were forgotten unread: {error}");
                None
            }
        };
        let tokens = rows.into_iter().filter_map(opened).collect();
        Ok(Forgotten { relying_party: Arc::clone(&self.parts.relying_party), tokens })
    }
}

/// What a session's ID token is sealed as.
pub(super) fn of_family(family: &str) -> String {
    format!("id_token of session {family}")
}

/// What an identity's tokens are sealed as. A hash: it stands in errors.
fn of_identity(identity: &UpstreamIdentity) -> String {
    let UpstreamIdentity { provider, issuer, subject } = identity;
    format!("upstream tokens of {}", digest::sha256(&serde_json::json!([provider, issuer, subject]).to_string()))
}

pub(super) fn seal(vault: &Vault, name: &str, secret: &SecretString) -> Result<Vec<u8>, TokenError> {
    let bytes: SecretSlice<u8> = secret.expose_secret().as_bytes().to_vec().into();
    vault.seal(name, &bytes)
}

pub(super) fn unseal(vault: &Vault, name: &str, sealed: &[u8]) -> Result<SecretString, TokenError> {
    let bytes = vault.open(name, sealed)?;
    let text = String::from_utf8(bytes.expose_secret().to_vec());
    Ok(text.map_err(|_| StoreError::Corrupt("an ID token"))?.into())
}
