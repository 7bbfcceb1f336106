//! From a provider's word, or a password, to a session: the account, the old session's end, the new
//! one, the hand-off code, the notice to the person and the audit event, all or nothing.

use std::sync::Arc;

use crate::{
    account::{Asker, SignInError, admit},
    audit::{AuditEvent, Outcome},
    clock::{Clock, Timestamp},
    digest,
    mail::Letter,
    notices::Notices,
    random::{self, Random},
    relying_party::Vouched,
    session::{BROWSER_CLIENT, Proof, Sessions},
    store::{Familiarity, PersonRow, Store, StoreError, Tx},
    token::{RefreshToken, TokenError},
};

/// Begins sessions.
pub struct SignIn {
    /// The store.
    pub store: Store,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// Tells people of devices they have not used before.
    pub notices: Arc<Notices>,
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
    /// The session.
    pub family: String,
    /// For the cookie, or the body of an API client.
    pub refresh_token: RefreshToken,
    /// When the session ends unless used.
    pub expires_at: Timestamp,
    /// For the popup to hand to its opener.
    pub handoff_code: Option<String>,
    /// For the cookie that this browser is known by.
    pub device: Option<String>,
}

/// Why somebody whom a provider vouches for is not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInFailure {
    /// The address belongs to an account that signs in another way.
    #[error("the address belongs to another account")]
    AddressInUse,
    /// The account may not sign in any more.
    #[error("the account is not active")]
    Inactive,
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
            SignInError::Inactive => Self::Inactive,
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
    /// Begins a session of somebody whom a provider vouches for.
    pub async fn begin(
        &self,
        vouched: &Vouched,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, SignInFailure> {
        match self.try_begin(vouched, circumstances, asker).await {
            // Two first sign-ins of one person met: the account is there now.
            Err(SignInFailure::Fault(TokenError::Store(error))) if error.is_conflict() => {
                self.try_begin(vouched, circumstances, asker).await
            }
            other => other,
        }
    }

    async fn try_begin(
        &self,
        vouched: &Vouched,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, SignInFailure> {
        let mut tx = self.store.begin().await?;
        let person = admit(&mut tx, &vouched.identity, self.clock.now(), self.random.as_ref()).await?;
        tx.accounts().hold(&person.id).await?;
        let proof = Proof {
            provider: vouched.identity.provider.clone(),
            auth_time: vouched.auth_time,
            amr: vouched.amr.clone(),
            client: BROWSER_CLIENT,
        };
        tx.accounts().signed_in(&person.id, self.clock.now()).await?;
        let signed_in = self.begin_in(&mut tx, &person, &proof, circumstances, asker).await?;
        tx.save().await?;
        Ok(signed_in)
    }

    /// Begins a session of somebody who has shown who they are and whose account has noted it. It
    /// counts once `tx` is saved.
    pub async fn begin_in(
        &self,
        tx: &mut Tx,
        person: &PersonRow,
        proof: &Proof,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, SignInFailure> {
        for family in circumstances.replaces {
            if !self.sessions.replace(tx, family, circumstances.answered).await? {
                return Err(SignInFailure::SignedOut);
            }
        }
        let started = self.sessions.begin(tx, person, proof, &asker.visitor).await?;
        let family = started.family.to_string();
        let handoff_code = match circumstances.challenge {
            Some(challenge) => Some(self.sessions.hand_off(tx, &family, challenge).await?),
            None => None,
        };
        let device = self.note_device(tx, person, proof, asker).await?;
        let now = self.clock.now();
        let event = AuditEvent::at_provider("sign_in", Outcome::Ok, &proof.provider, &asker.visitor);
        event.with_session(&person.id, &family).write(tx, now, self.random.as_ref()).await?;
        let (refresh_token, expires_at) = (started.refresh_token, started.expires_at);
        Ok(SignedIn { family, refresh_token, expires_at, handoff_code, device })
    }

    /// Knows the device again next time, and tells the person of one that was not known. A browser
    /// is known by a cookie; whoever keeps none, by its kind and network.
    async fn note_device(
        &self,
        tx: &mut Tx,
        person: &PersonRow,
        proof: &Proof,
        asker: &Asker,
    ) -> Result<Option<String>, TokenError> {
        let now = self.clock.now();
        let plain = asker.plain_device();
        let held = asker.cookie_device().unwrap_or_else(|| plain.clone());
        let familiarity = tx.devices().known(&person.id, [&held, &plain]).await?;
        tx.devices().note(&person.id, &plain, now).await?;
        let secret = (proof.client == BROWSER_CLIENT)
            .then(|| asker.device.clone().unwrap_or_else(|| random::token(self.random.as_ref())));
        if let Some(secret) = &secret {
            tx.devices().note(&person.id, &digest::sha256(secret), now).await?;
        }
        if familiarity == Familiarity::New
            && let Some(account) = tx.accounts().find(&person.id).await?
        {
            let letter = Letter::NewDevice {
                occasion: Notices::occasion(now, &asker.visitor),
                account_link: self.notices.page("/account"),
            };
            self.notices.tell(tx, &account, &letter, now).await?;
        }
        Ok(secret)
    }

    /// Writes down what else happened at a provider.
    pub async fn write_down(&self, event: AuditEvent) -> Result<(), StoreError> {
        event.write(&mut self.store.write().await?, self.clock.now(), self.random.as_ref()).await
    }
}
