use std::sync::Arc;

use super::{
    asker::Asker,
    joining::KnownProviders,
    mail_token::{self, Issued, LinkError},
    old_tokens::OldTokenParts,
    problem::Problems,
};
use crate::{
    audit::{Allowance, AuditEvent, Outcome},
    clock::{Clock, Timestamp},
    config::{AccountsConfig, LimitsConfig},
    notices::Notices,
    password::{PasswordError, Passwords, Policy},
    random::Random,
    session::Sessions,
    sign_in::SignIn,
    store::{Db, MailTokenRow, Store, StoreError, Tx},
    throttle::{Counted, Rates, Throttled},
    token::{MacRing, TokenError, Vault},
};

/// What accounts are made of.
pub struct AccountsParts {
    /// The store.
    pub store: Store,
    /// Sessions.
    pub sessions: Arc<Sessions>,
    /// Begins sessions.
    pub sign_in: Arc<SignIn>,
    /// Hashes passwords.
    pub passwords: Arc<Passwords>,
    /// Which passwords do.
    pub policy: Policy,
    /// Mail.
    pub notices: Arc<Notices>,
    /// Seals short codes.
    pub macs: Arc<MacRing>,
    /// Seals identities that wait to be joined.
    pub vault: Arc<Vault>,
    /// The providers.
    pub providers: Arc<KnownProviders>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// Settings.
    pub config: AccountsConfig,
    /// How often things may be done.
    pub limits: LimitsConfig,
    /// The tokens of the system that this one took over from.
    pub old_tokens: Option<OldTokenParts>,
}

/// Refusals a minute that are written down though anybody can cause any number of them.
const MOST_UNPROVEN: u32 = 60;

/// Local accounts: made, shown, changed and removed.
pub struct Accounts {
    pub(super) parts: AccountsParts,
    throttled: Allowance,
    unproven: Allowance,
}

/// Why something was not done. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What was typed does not do.
    #[error(transparent)]
    Problems(#[from] Problems),
    /// The link's purpose has been served before.
    #[error("it is done already")]
    Stale,
    /// It is turned off, or not for this person.
    #[error("not allowed")]
    NotAllowed,
    /// There is no such person, session or thing of theirs.
    #[error("not found")]
    NotFound,
    /// The person must show who they are once more.
    #[error("proof of identity needed")]
    ProofNeeded,
    /// Too often. The next after so many seconds.
    #[error("too many requests")]
    Wait(u64),
    /// Too much to do. Again after so many seconds.
    #[error("busy")]
    Busy(u64),
    /// Our own fault.
    #[error(transparent)]
    Fault(#[from] TokenError),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

impl From<Throttled> for AccountError {
    fn from(error: Throttled) -> Self {
        match error {
            Throttled::Wait(wait) => Self::Wait(wait.seconds),
            Throttled::Store(error) => error.into(),
        }
    }
}

impl From<PasswordError> for AccountError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Busy { retry_after } => Self::Busy(retry_after.as_secs().max(1)),
            PasswordError::Failed => Self::Fault(TokenError::Crypto("a password hash")),
        }
    }
}

impl Accounts {
    /// Accounts made of those parts.
    pub const fn new(parts: AccountsParts) -> Self {
        Self { parts, throttled: Allowance::new(MOST_UNPROVEN), unproven: Allowance::new(MOST_UNPROVEN) }
    }

    /// How often things may be done.
    pub const fn limits(&self) -> &LimitsConfig {
        &self.parts.limits
    }

    /// The settings.
    pub const fn config(&self) -> &AccountsConfig {
        &self.parts.config
    }

    pub(super) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    pub(super) fn random(&self) -> &dyn Random {
        self.parts.random.as_ref()
    }

    /// Refuses what cannot be done without mail.
    pub(super) const fn needs_mail(&self) -> Result<(), AccountError> {
        if self.parts.config.mails { Ok(()) } else { Err(AccountError::NotAllowed) }
    }

    /// Counts what `asker` does, by where they come from.
    pub(super) async fn count_ip(&self, what: &'static str, rates: &Rates, asker: &Asker) -> Result<(), AccountError> {
        let counted = self.count(Counted { what, whom: &asker.network(), rates }).await;
        if matches!(counted, Err(AccountError::Wait(_))) {
            self.audit_throttled(what, asker).await?;
        }
        counted
    }

    /// Counts what is done, refusing it where that is too often.
    pub(super) async fn count(&self, counted: Counted<'_>) -> Result<(), AccountError> {
        Ok(counted.take(&mut self.parts.store.write().await?, self.now()).await?)
    }

    /// Whether one more mail of that sort may be asked for that mailbox. Whoever asks is not told.
    pub(super) async fn may_mail(&self, db: &mut Db, what: &'static str, folded: &str) -> Result<bool, StoreError> {
        let rates = &self.parts.limits.mails_per_mailbox;
        match (Counted { what, whom: folded, rates }).take(db, self.now()).await {
            Ok(()) => Ok(true),
            Err(Throttled::Wait(_)) => Ok(false),
            Err(Throttled::Store(error)) => Err(error),
        }
    }

    pub(super) async fn issue(&self, tx: &mut Tx, request: mail_token::Request<'_>) -> Result<Issued, TokenError> {
        mail_token::issue(tx, &self.parts.macs, self.random(), request, self.now()).await
    }

    pub(super) async fn audit(&self, tx: &mut Db, event: AuditEvent) -> Result<(), StoreError> {
        event.write(tx, self.now(), self.random()).await
    }

    /// Writes down what was not done.
    pub(super) async fn audit_refusal(
        &self,
        kind: &'static str,
        person: Option<&str>,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        let event = AuditEvent::of_account(kind, Outcome::Refused, person, &asker.visitor);
        self.audit(&mut self.parts.store.write().await?, event).await?;
        Ok(())
    }

    /// Writes down what came too often, so many times a minute and no more.
    pub(super) async fn audit_throttled(&self, kind: &'static str, asker: &Asker) -> Result<(), AccountError> {
        self.audit_within(&self.throttled, kind, "too often", asker).await
    }

    /// Writes down what somebody showed that does not count. Whoever does anything too often crowds none
    /// of these out.
    pub(super) async fn audit_unproven(&self, kind: &'static str, asker: &Asker) -> Result<(), AccountError> {
        self.audit_within(&self.unproven, kind, "a link or code that does not count", asker).await
    }

    async fn audit_within(
        &self,
        allowance: &Allowance,
        kind: &'static str,
        why: &'static str,
        asker: &Asker,
    ) -> Result<(), AccountError> {
        if allowance.take(self.now()) {
            let event = AuditEvent::of_account(kind, Outcome::Refused, None, &asker.visitor).with_detail(why);
            self.audit(&mut self.parts.store.write().await?, event).await?;
        }
        Ok(())
    }

    /// Uses a token up, or says that somebody was first.
    pub(super) async fn consume(&self, tx: &mut Tx, token: &MailTokenRow) -> Result<(), AccountError> {
        if tx.mail_tokens().consume(&token.id, self.now()).await? { Ok(()) } else { Err(AccountError::Stale) }
    }
}

/// What a link is told by: whose it is, and its secret.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    /// Base64url of an id.
    pub uid: &'a str,
    /// The secret.
    pub token: &'a str,
}

/// How a mail's reader shows that it arrived.
#[derive(Clone, Copy)]
pub enum Shown<'a> {
    /// By its link.
    Link(Link<'a>),
    /// By its code, typed beside the address it went to.
    Code {
        /// The address.
        email: &'a str,
        /// The code.
        code: &'a str,
    },
}

impl From<LinkError> for AccountError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Unknown => Problems::one("token", super::Problem::BadLink).into(),
            LinkError::Used => Self::Stale,
            LinkError::Store(error) => error.into(),
        }
    }
}
