//! From a provider's word, or a password, to a session: the account, the old session's end, the new
//! one, the hand-off code, the notice to the person and the audit event, all or nothing.

mod attach;

use std::sync::Arc;

use crate::{
    account::{
        AccountError, Asker, ExternalIdentity, JoinError, JoiningIdentity, KnownProviders, PendingJoin,
        ProviderProfile, SignInError, admit, recognise,
    },
    audit::{AuditEvent, Outcome},
    clock::{Clock, Timestamp},
    digest,
    mail::Letter,
    notices::Notices,
    random::{self, Random},
    relying_party::Vouched,
    session::{BROWSER_CLIENT, Proof, Replaced, Sessions},
    store::{Familiarity, PersonRow, Store, StoreError, Tx},
    token::{RefreshToken, TokenError},
    upstream::Upstream,
};

/// Begins sessions.
pub struct SignIn {
    /// The store.
    pub store: Store,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// What is kept of those at the providers.
    pub upstream: Arc<Upstream>,
    /// Tells people of devices they have not used before, and of new ways in.
    pub notices: Arc<Notices>,
    /// The providers.
    pub providers: Arc<KnownProviders>,
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
    /// The address belongs to an account that signs in another way: its person shows who they are, and
    /// the two are joined.
    #[error("the address belongs to another account")]
    AddressInUse {
        /// Whose account.
        holder: String,
    },
    /// They have no account, and this provider's word makes none.
    #[error("there is no account, and the provider's settings let nobody register")]
    NoAccount,
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
            SignInError::AddressInUse(holder) => Self::AddressInUse { holder: holder.id },
            SignInError::NoAccount => Self::NoAccount,
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
    /// Begins a session of somebody whom a provider vouches for. `client`: to whom its tokens go.
    pub async fn begin(
        &self,
        vouched: &Vouched,
        client: &'static str,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, SignInFailure> {
        match self.try_begin(vouched, client, circumstances, asker).await {
            // Two first sign-ins of one person met: the account is there now.
            Err(SignInFailure::Fault(TokenError::Store(error))) if error.was_second() => {
                self.try_begin(vouched, client, circumstances, asker).await
            }
            other => other,
        }
    }

    async fn try_begin(
        &self,
        vouched: &Vouched,
        client: &'static str,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, SignInFailure> {
        let mut tx = self.store.begin().await?;
        let world = (self.clock.now(), self.random.as_ref());
        let identity = &vouched.identity;
        let person = match admit(&mut tx, identity, vouched.may_register, world).await {
            Err(SignInError::AddressInUse(holder)) => {
                // The account is held before the identity, everywhere: two ways round would wait for each other.
                drop(tx);
                tx = self.store.begin().await?;
                self.join_without_asking(&mut tx, identity, holder, asker).await?
            }
            admitted => admitted?,
        };
        let identity = JoiningIdentity::from(identity);
        self.take_over(&mut tx, &person.id, (&identity, &vouched.profile), asker).await?;
        tx.accounts().signed_in(&person.id, self.clock.now()).await?;
        let signed_in = self.begin_in(&mut tx, &person, &proof_of(vouched, client), circumstances, asker).await?;
        self.upstream.record(&mut tx, &signed_in.family, vouched).await?;
        tx.save().await?;
        Ok(signed_in)
    }

    /// Takes over into the account what the provider says of its person.
    async fn take_over(
        &self,
        tx: &mut Tx,
        person_id: &str,
        (identity, profile): (&JoiningIdentity, &ProviderProfile),
        asker: &Asker,
    ) -> Result<(), StoreError> {
        let world = (self.clock.now(), self.random.as_ref());
        let Some(change) = profile.take_over(tx, person_id, identity, world).await? else {
            return Ok(());
        };
        let event = AuditEvent::of_account("profile_change", Outcome::Ok, Some(person_id), &asker.visitor);
        let told = format!("{} said: {change}", identity.provider);
        event.with_detail(told).write(tx, self.clock.now(), self.random.as_ref()).await
    }

    /// Joins an identity to the account of its address, where the provider has the say of that address.
    async fn join_without_asking(
        &self,
        tx: &mut Tx,
        identity: &ExternalIdentity,
        holder: PersonRow,
        asker: &Asker,
    ) -> Result<PersonRow, SignInFailure> {
        tx.accounts().hold(&holder.id).await?;
        let account = tx.accounts().find(&holder.id).await?.filter(|account| account.is_active);
        let account = account.ok_or(SignInFailure::Inactive)?;
        let asks = || SignInFailure::AddressInUse { holder: holder.id.clone() };
        let address =
            account.verified_email.as_ref().filter(|address| Some(*address) == holder.verified_email.as_ref());
        if !address.is_some_and(|address| self.providers.joins_without_asking(&identity.provider, address)) {
            return Err(asks());
        }
        match self.attach(tx, &account, &JoiningIdentity::from(identity), asker).await {
            Ok(()) => Ok(holder),
            Err(JoinError::Other(AccountError::Fault(error))) => Err(error.into()),
            // Another was quicker: as whoever comes next, they are asked.
            Err(_) => Err(asks()),
        }
    }

    /// Begins a session of whoever a provider vouches for, who has a pending join to prove by it: they must
    /// have the account already that it leads to.
    pub async fn begin_and_join(
        &self,
        vouched: &Vouched,
        join: &PendingJoin,
        circumstances: &Circumstances<'_>,
        asker: &Asker,
    ) -> Result<SignedIn, JoinError> {
        let mut tx = self.store.begin().await?;
        let person = recognise(&mut tx, &vouched.identity, self.clock.now()).await.map_err(SignInFailure::from)?;
        let person = person.ok_or(JoinError::OtherAccount)?;
        self.complete_join(&mut tx, join, &person.id, asker).await?;
        let identity = JoiningIdentity::from(&vouched.identity);
        self.take_over(&mut tx, &person.id, (&identity, &vouched.profile), asker).await?;
        tx.accounts().signed_in(&person.id, self.clock.now()).await?;
        let signed_in =
            self.begin_in(&mut tx, &person, &proof_of(vouched, BROWSER_CLIENT), circumstances, asker).await?;
        self.upstream.record(&mut tx, &signed_in.family, vouched).await?;
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
        let mut gone_on = Vec::new();
        for family in circumstances.replaces {
            match self.sessions.replace(tx, family, circumstances.answered).await? {
                Replaced::Now => gone_on.push(family),
                Replaced::Before => {}
                Replaced::SignedOut => return Err(SignInFailure::SignedOut),
            }
        }
        let started = self.sessions.begin(tx, person, proof, &asker.visitor).await?;
        let family = started.family.to_string();
        for replaced in gone_on {
            // Whoever proves once more who they are stays signed in to the applications they were signed in to.
            tx.grants().go_on_in(&family, replaced, &person.id).await?;
        }
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

fn proof_of(vouched: &Vouched, client: &'static str) -> Proof {
    Proof {
        provider: vouched.identity.provider.clone(),
        auth_time: vouched.auth_time,
        amr: vouched.amr.clone(),
        client,
    }
}
