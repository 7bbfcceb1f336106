//! Looks whether what is configured works, by asking providers and the mail server: what is found, which
//! setting it is about, and where in the provider's console the other half of it stands.
//!
//! Nobody is signed in and nothing is written. A provider sees what a sign-in that is given up would
//! show it, and one exchange of a code that nobody has.

mod authorization;
mod client;
mod console;
mod finding;
mod mail;
mod metadata;
mod opener;
mod provider;
mod words;

use std::sync::Arc;

use url::Url;

pub use finding::{Check, Finding, Level, Report};
pub use words::{check as check_name, level as level_name};

use self::{finding::Said, provider::Examination};
use crate::{
    clock::Clock,
    config::{Config, Delivery, ProviderConfig},
    random::Random,
};

/// What is examined.
pub struct Doctor {
    /// The providers.
    pub providers: Vec<ProviderConfig>,
    /// Where mail goes.
    pub delivery: Delivery,
    /// Whether mail that goes nowhere is the demo's.
    pub demo: bool,
    /// Our own address, and what else an examination needs.
    pub surroundings: Surroundings,
}

/// What every examination needs.
#[derive(Clone)]
pub struct Surroundings {
    /// Our own address.
    pub public_url: Url,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl Doctor {
    /// For everything that is configured.
    pub fn of(config: &Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let surroundings = Surroundings { public_url: config.server.public_url.clone(), clock, random };
        let (providers, delivery) = (config.providers.clone(), config.mail.delivery.clone());
        Self { providers, delivery, demo: config.demo.is_some(), surroundings }
    }

    /// Looks at every provider, all at once, and at the mail server.
    pub async fn examine(&self) -> Report {
        let begin = |config: &ProviderConfig| {
            tokio::spawn(Box::pin(Examination::new(config.clone(), self.surroundings.clone()).run()))
        };
        let under_way: Vec<_> = self.providers.iter().map(begin).collect();
        let mail = mail::examine(&self.delivery, &self.surroundings.public_url, self.demo).await;
        let mut findings = Vec::new();
        for (examination, config) in under_way.into_iter().zip(&self.providers) {
            match examination.await {
                Ok(found) => findings.extend(found),
                Err(broken_off) => findings.push(Finding {
                    provider: Some((config.id.clone(), config.preset)),
                    check: Check::Discovery,
                    said: Said::Unusable(broken_off.to_string()),
                    setting: None,
                }),
            }
        }
        findings.push(mail);
        Report { findings }
    }
}
