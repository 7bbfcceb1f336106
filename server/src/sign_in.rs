//! From a provider's word to a session: the account, the old session's end, the new one, the
//! hand-off code and the audit event, all or nothing.

use std::sync::Arc;

use crate::{
    account::{SignInError, admit},
    audit::{AuditEvent, Outcome, Visitor},
    clock::{Clock, Timestamp},
    random::Random,
    relying_party::Vouched,
    session::{Proof, Sessions},
    store::{Store, StoreError},
    token::{RefreshToken, TokenError},
};

/// Begins sessions.
pub struct SignIn {
    /// The store.
    pub store: Store,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// What a sign-in comes upon.
pub struct Circumstances<'a> {
    /// Asks for a hand-off code that this is the challenge of.
    pub challenge: Option<&'a str>,
    /// The sessions that this browser has, or had when it left for the provider. They end (a new
    /// session at every sign-in, OWASP ASVS 7.2.4).
    pub replaces: &'a [String],
    /// When the provider's answer came: a sign-out after that counts more than it.
    pub answered: Timestamp,
}

/// Somebody who is signed in now.
pub struct SignedIn {
    /// For the cookie.
    pub refresh_token: RefreshToken,
    /// When the session ends unless used.
    pub expires_at: Timestamp,
    /// For the popup to hand to its opener.
    pub handoff_code: Option<String>,
}

/// Why somebody whom a provider vouches for is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInFailure {
    /// The address belongs to an account that signs in another way.
    #[error("the address belongs to another account")]
    AddressInUse,
    /// The person signed out while the provider was being asked.
    #[error("signed out meanwhile")]
    SignedOut,
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<SignInError> for SignInFailure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::AddressInUse => Self::AddressInUse,
            SignInError::Store(error) => Self::Fault(error.into()),
        }
    }
}

impl From<StoreError> for SignInFailure {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl SignIn {
    /// Begins a session.
    pub async fn begin(
        &self,
        vouched: &Vouched,
        circumstances: &Circumstances<'_>,
        visitor: &Visitor,
    ) -> Result<SignedIn, SignInFailure> {
        match self.try_begin(vouched, circumstances, visitor).await {
            // Two first sign-ins of one person met: the account is there now.
            Err(SignInFailure::Fault(TokenError::Store(error))) if error.is_conflict() => {
                self.try_begin(vouched, circumstances, visitor).await
            }
            other => other,
        }
    }

    async fn try_begin(
        &self,
        vouched: &Vouched,
        circumstances: &Circumstances<'_>,
        visitor: &Visitor,
    ) -> Result<SignedIn, SignInFailure> {
        let now = self.clock.now();
        let provider = &vouched.identity.provider;
        let mut tx = self.store.begin().await?;
        let person = admit(&mut tx, &vouched.identity, now, self.random.as_ref()).await?;
        for family in circumstances.replaces {
            if !self.sessions.replace(&mut tx, family, circumstances.answered).await? {
                return Err(SignInFailure::SignedOut);
            }
        }
        let proof = Proof { provider: provider.clone(), auth_time: vouched.auth_time, amr: vouched.amr.clone() };
        let started = self.sessions.begin(&mut tx, &person, &proof, visitor).await?;
        let family = started.family.to_string();
        let handoff_code = match circumstances.challenge {
            Some(challenge) => Some(self.sessions.hand_off(&mut tx, &family, challenge).await?),
            None => None,
        };
        let event =
            AuditEvent::at_provider("sign_in", Outcome::Ok, provider, visitor).with_session(&person.id, &family);
        event.write(&mut tx, now, self.random.as_ref()).await?;
        tx.save().await?;
        Ok(SignedIn { refresh_token: started.refresh_token, expires_at: started.expires_at, handoff_code })
    }

    /// Writes down what else happened at a provider.
    pub async fn write_down(&self, event: AuditEvent) -> Result<(), StoreError> {
        event.write(&mut self.store.write().await?, self.clock.now(), self.random.as_ref()).await
    }
}
