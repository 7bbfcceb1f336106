use std::{sync::Arc, time::Duration};

use aws_lc_rs::digest::{SHA256, digest};
use quick_cache::sync::Cache;

use super::{
    ForeignRefused, Holder, WhyInvalid,
    claims::{self, Accepted, Claims, Expected, LEEWAY},
    envelope,
    holder::Holders,
    introspection::{self, Introspection, Whom},
    keys::IssuerKeys,
};
use crate::{
    account::ExternalIdentity,
    clock::{Clock, Moment, Timestamp},
    config::{ForeignTokenConfig, ProviderConfig},
    random::Random,
    relying_party::{Directory, Fetcher, RelyingParty, Source},
    store::Store,
    token::TokenParts,
};

/// Tokens remembered at a time.
const MOST: usize = 20_000;
/// How long a signature that was checked needs no checking again. A key that its issuer has withdrawn
/// counts no longer than that beyond the life of what is cached of the issuer.
const REMEMBERED_FOR: Duration = Duration::from_secs(10);

/// What foreign tokens are checked with.
pub struct ForeignTokensParts {
    /// The store.
    pub store: Store,
    /// Knows what issuers publish.
    pub relying_party: Arc<RelyingParty>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// Access tokens that others issue for our API.
pub struct ForeignTokens {
    parts: ForeignTokensParts,
    issuers: Vec<Issuer>,
    remembered: Cache<[u8; 32], Remembered>,
    introspection: Introspection,
    holders: Holders,
}

/// One issuer whose tokens count.
struct Issuer {
    /// The provider in whose section it stands.
    provider: ProviderConfig,
    /// Under which issuer people who sign in there are known.
    people_of: String,
    config: ForeignTokenConfig,
    keys: IssuerKeys,
    fetcher: Fetcher,
}

/// A token that was looked at a moment ago.
#[derive(Clone)]
struct Remembered {
    /// Which issuer's.
    issuer: usize,
    /// What it is good for; why it is not, where the issuer says so.
    accepted: Result<Arc<Accepted>, WhyInvalid>,
    /// It is over then, whatever is remembered of it.
    until: Timestamp,
    checked_at: Moment,
    believed_for: Duration,
}

/// Whoever a foreign token lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignCaller {
    /// Who.
    pub holder: Holder,
    /// For which application the token was issued; empty where it does not say.
    pub client_id: String,
    /// What it allows, words with spaces between.
    pub scope: String,
    /// Its name; empty where it has none.
    pub jti: String,
    /// When it was issued, seconds since 1970; 0 where it does not say.
    pub issued_at: i64,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl ForeignTokens {
    /// For the issuers of those providers' sections; `None` where none of them accepts tokens.
    pub fn new(parts: ForeignTokensParts, providers: &[ProviderConfig]) -> Option<Self> {
        let issuers: Vec<_> =
            providers.iter().filter_map(|provider| Issuer::of(provider, &parts.relying_party)).collect();
        if issuers.is_empty() {
            return None;
        }
        let (introspection, holders) = (Introspection::new(), Holders::new());
        Some(Self { parts, issuers, remembered: Cache::new(MOST), introspection, holders })
    }

    /// Whoever a token lets in; `None` if it is none of theirs, and somebody else's to judge.
    pub async fn authenticate(&self, token: &str) -> Option<Result<ForeignCaller, ForeignRefused>> {
        let now = self.parts.clock.moment();
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, token.as_bytes()).as_ref());
        let fresh = |known: &Remembered| now.elapsed_since(&known.checked_at) < known.believed_for;
        let known = match self.remembered.get(&key).filter(fresh) {
            Some(known) => known,
            None => match self.check(token, &now).await? {
                Ok(known) => {
                    self.remembered.insert(key, known.clone());
                    known
                }
                Err(refused) => return Some(Err(refused)),
            },
        };
        Some(self.let_in(&known, &now).await)
    }

    /// Looks at a token that was not looked at a moment ago.
    async fn check(&self, token: &str, now: &Moment) -> Option<Result<Remembered, ForeignRefused>> {
        if let Some(named) = envelope::issuer_of(token) {
            let issuer = self.issuers.iter().position(|issuer| issuer.config.issuer == named)?;
            return Some(self.check_jwt(token, issuer, now).await);
        }
        let issuer = self.issuers.iter().position(|issuer| issuer.config.introspection)?;
        // A refresh token of ours in the wrong place is told to nobody.
        if !envelope::is_opaque(token) || TokenParts::parse(token).is_some() {
            return None;
        }
        Some(self.ask(token, issuer, now).await)
    }

    async fn check_jwt(&self, token: &str, index: usize, now: &Moment) -> Result<Remembered, ForeignRefused> {
        let issuer = &self.issuers[index];
        let signed = issuer.keys.verify(token, &issuer.config.algorithms, now).await?;
        let claims: Claims =
            serde_json::from_value(signed.claims.into()).map_err(|_| ForeignRefused::from(WhyInvalid::Malformed))?;
        claims::check_type(signed.typ.as_deref(), &claims)?;
        let accepted = claims.accept(&issuer.expected(now.at))?;
        let until = accepted.expires_at + LEEWAY;
        let accepted = Ok(Arc::new(accepted));
        Ok(Remembered { issuer: index, accepted, until, checked_at: now.clone(), believed_for: REMEMBERED_FOR })
    }

    /// An answer is remembered whatever it says; that there was none is not.
    async fn ask(&self, token: &str, index: usize, now: &Moment) -> Result<Remembered, ForeignRefused> {
        let issuer = &self.issuers[index];
        let whom = Whom { provider: &issuer.provider, directory: issuer.keys.directory(), fetcher: &issuer.fetcher };
        let accepted = match self.introspection.ask(token, &whom, self.parts.random.as_ref(), now).await {
            Ok(claims) => claims.accept(&issuer.expected(now.at)).map(Arc::new),
            Err(ForeignRefused::Invalid(why)) => Err(why),
            Err(other) => return Err(other),
        };
        // The issuer's own clock decided: there is no leeway beside it.
        let until = accepted.as_ref().map_or(now.at, |accepted| accepted.expires_at);
        let believed_for = introspection::BELIEVED_FOR;
        Ok(Remembered { issuer: index, accepted, until, checked_at: now.clone(), believed_for })
    }

    /// The token counts by itself: whether it does now, allows enough, and whose it is.
    async fn let_in(&self, known: &Remembered, now: &Moment) -> Result<ForeignCaller, ForeignRefused> {
        let issuer = &self.issuers[known.issuer];
        let accepted = known.accepted.as_ref().map_err(Clone::clone)?;
        if now.at >= known.until {
            return Err(WhyInvalid::Expired.into());
        }
        let allows = |wanted: &String| accepted.scope.split(' ').any(|scope| scope == wanted);
        if !issuer.config.scopes.iter().all(allows) {
            return Err(ForeignRefused::InsufficientScope(issuer.config.scopes.join(" ")));
        }
        let holder = self.holder(issuer, accepted, now).await?;
        Ok(ForeignCaller {
            holder,
            client_id: accepted.client_id.clone(),
            scope: accepted.scope.clone(),
            jti: accepted.jti.clone(),
            issued_at: accepted.issued_at,
            expires_at: accepted.expires_at,
        })
    }

    async fn holder(&self, issuer: &Issuer, accepted: &Accepted, now: &Moment) -> Result<Holder, ForeignRefused> {
        let store = &self.parts.store;
        let identity = (issuer.people_of.clone(), accepted.subject.clone());
        match self.holders.find(store, &identity, now).await {
            Err(ForeignRefused::UnknownPerson) if issuer.config.create => {
                let newcomer = issuer.newcomer(accepted);
                let admission = &issuer.provider.admission;
                let admitted = admission.judge(newcomer.email.as_deref(), newcomer.email_verified);
                admitted.map_err(|_| ForeignRefused::UnknownPerson)?;
                self.holders.make(store, &newcomer, now, self.parts.random.as_ref()).await
            }
            other => other,
        }
    }
}

impl Issuer {
    fn of(provider: &ProviderConfig, relying_party: &RelyingParty) -> Option<Self> {
        let config = provider.api.clone()?;
        let fetcher = relying_party.fetcher(&provider.id)?.clone();
        let directory = match relying_party.directory(&provider.id) {
            Some(directory) if provider.kind.issuer() == config.issuer => Arc::clone(directory),
            _ => Arc::new(Directory::new(Source::of_issuer(&config.issuer), fetcher.clone(), &provider.network)),
        };
        Some(Self {
            provider: provider.clone(),
            people_of: config.people_of(&provider.kind),
            config,
            keys: IssuerKeys::of(directory),
            fetcher,
        })
    }

    fn expected(&self, now: Timestamp) -> Expected<'_> {
        Expected { config: &self.config, own_client_id: &self.provider.client_id, now }
    }

    fn newcomer(&self, accepted: &Accepted) -> ExternalIdentity {
        ExternalIdentity {
            issuer: self.people_of.clone(),
            subject: accepted.subject.clone(),
            provider: self.provider.id.clone(),
            name: accepted.name.clone(),
            email: accepted.verified_email.clone(),
            email_verified: accepted.verified_email.is_some(),
        }
    }
}
