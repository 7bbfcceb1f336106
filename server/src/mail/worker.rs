use std::{ops::AddAssign, sync::Arc, time::Duration};

use tokio::{sync::watch, task::JoinSet};

use super::{MailError, Outbox, backoff::stretch, lane, smtp::Smtp};
use crate::{
    clock::Clock,
    config::Delivery,
    random::Random,
    store::{Store, StoreError},
};

/// How often the outbox is looked into for what other processes left there.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How much longer a lease is than what it is for: clocks of replicas differ, and the outbox itself
/// may take a while to answer.
const SPARE: Duration = Duration::from_secs(15);
/// Mails taken up at a time where nothing is sent.
const INBOX_LANES: usize = 1;
/// Why a mail is uncertain, in the words of `gatepost mail show`.
const UNCERTAIN: &str = "the process ended while the server had it: it may have arrived";

/// What a worker is made of.
pub struct WorkerParts {
    /// What it empties.
    pub outbox: Arc<Outbox>,
    /// Where to.
    pub delivery: Delivery,
    /// Its time.
    pub clock: Arc<dyn Clock>,
}

/// Empties the outbox. Any number of them may work on one database. Cheap to clone.
#[derive(Clone)]
pub struct Worker(Arc<Inner>);

pub(super) struct Inner {
    pub(super) outbox: Arc<Outbox>,
    pub(super) carrier: Carrier,
    pub(super) clock: Arc<dyn Clock>,
    stopping: watch::Sender<bool>,
}

/// What takes mails where they go.
pub(super) enum Carrier {
    Smtp(Smtp),
    /// They are where they go.
    Inbox,
}

/// How many mails went which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The server has them.
    pub sent: u64,
    /// To be tried again.
    pub put_off: u64,
    /// Given up.
    pub dead: u64,
    /// Left by a process that ended while the server had them.
    pub uncertain: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.put_off += other.put_off;
        self.dead += other.dead;
        self.uncertain += other.uncertain;
    }
}

impl Worker {
    /// A worker. Fails where TLS cannot be set up as configured.
    pub fn new(parts: WorkerParts) -> Result<Self, MailError> {
        let WorkerParts { outbox, delivery, clock } = parts;
        let carrier = match delivery {
            Delivery::Smtp(config) => Carrier::Smtp(Smtp::new(config, outbox.host())?),
            Delivery::Inbox => Carrier::Inbox,
        };
        let (stopping, _) = watch::channel(false);
        Ok(Self(Arc::new(Inner { outbox, carrier, clock, stopping })))
    }

    /// Works until told to stop: at once when something was posted here, and every two seconds for
    /// what was posted elsewhere or left behind. Ends when the mails under way are through.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let stopped = async {
            // An error means that nobody can tell us to stop any more: stop.
            let _ = stop.wait_for(|stop| *stop).await;
            self.0.stopping.send_replace(true);
        };
        tokio::join!(stopped, self.rounds());
    }

    async fn rounds(&self) {
        let mut stopping = self.0.stopping.subscribe();
        while !self.0.is_stopping() {
            if let Err(error) = self.round().await {
                tracing::error!(error = &error as &dyn std::error::Error, "mail could not be seen to: {error}");
            }
            let millis = u64::try_from(LOOK_EVERY.as_millis()).unwrap_or(u64::MAX);
            let pause = LOOK_EVERY + Duration::from_millis(stretch(millis / 10, self.0.random()));
            tokio::select! {
                () = self.0.outbox.posted.notified() => {}
                () = tokio::time::sleep(pause) => {}
                _ = stopping.wait_for(|stopping| *stopping) => {}
            }
        }
    }

    /// Sends everything that is due, several mails at a time.
    pub async fn round(&self) -> Result<Tally, MailError> {
        let mut tally = Tally { uncertain: self.strand().await?, ..Tally::default() };
        let now = self.0.clock.now();
        let most = i64::try_from(self.0.lanes()).unwrap_or(i64::MAX);
        let due = self.0.store().read().await?.outbox().due(now, most).await?;
        let mut lanes = JoinSet::new();
        for _ in 0..due {
            lanes.spawn(lane::run(Arc::clone(&self.0)));
        }
        let mut failure = None;
        while let Some(ended) = lanes.join_next().await {
            match ended {
                Ok(Ok(more)) => tally += more,
                Ok(Err(error)) => failure = Some(error),
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "a mail lane broke"),
            }
        }
        failure.map_or(Ok(tally), Err)
    }

    /// Puts aside what a process left that did not come back.
    async fn strand(&self) -> Result<u64, StoreError> {
        let now = self.0.clock.now();
        if !self.0.store().read().await?.outbox().any_stranded(now).await? {
            return Ok(0);
        }
        let count = self.0.store().write().await?.outbox().strand(now, UNCERTAIN).await?;
        if count > 0 {
            tracing::warn!(count, "{count} mails may have arrived or not: gatepost mail list --state uncertain");
        }
        Ok(count)
    }
}

impl Inner {
    pub(super) fn store(&self) -> &Store {
        &self.outbox.parts.store
    }

    pub(super) fn random(&self) -> &dyn Random {
        self.outbox.parts.random.as_ref()
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// How long a mail that was taken up is left to who did: longer than it takes until the server
    /// may have it. Short, for that long it waits after a crash.
    pub(super) fn opening_lease(&self) -> Duration {
        match &self.carrier {
            Carrier::Smtp(smtp) => smtp.opening() + SPARE,
            Carrier::Inbox => SPARE,
        }
    }

    /// The same from there until the server has answered. Nobody waits for it to run out.
    pub(super) fn answer_lease(&self) -> Duration {
        match &self.carrier {
            Carrier::Smtp(smtp) => smtp.answer() + SPARE,
            Carrier::Inbox => SPARE,
        }
    }

    fn lanes(&self) -> usize {
        match &self.carrier {
            Carrier::Smtp(smtp) => smtp.concurrency(),
            Carrier::Inbox => INBOX_LANES,
        }
    }
}
