//! How often something may be done, over all replicas and restarts: the generic cell rate
//! algorithm, one row a key. Keys are hashes: no address and no name is kept.

use std::{str::FromStr, time::Duration};

use crate::{
    clock::Timestamp,
    digest,
    store::{Db, Step, StoreError},
};

/// So many times in that time; at once, or spread over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    times: u32,
    per: Duration,
}

/// What has to hold together, such as `5/5m, 100/30d`. None at all allows everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rates(Vec<Rate>);

/// Too often. It may be tried again after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests, the next in {seconds} s")]
pub struct Wait {
    /// At least 1.
    pub seconds: u64,
}

/// Why something was not let through.
#[derive(Debug, thiserror::Error)]
pub enum Throttled {
    /// Too often.
    #[error(transparent)]
    Wait(#[from] Wait),
    /// Nobody can tell: it is not let through.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One thing that is counted: what is done, and by or to whom.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// What is done.
    pub what: &'static str,
    /// By or to whom.
    pub whom: &'a str,
    /// How often it may be.
    pub rates: &'a Rates,
}

impl Rate {
    fn step(self) -> i64 {
        self.millis() / i64::from(self.times)
    }

    fn millis(self) -> i64 {
        i64::try_from(self.per.as_millis()).unwrap_or(i64::MAX)
    }
}

impl Counted<'_> {
    /// Counts one more. Where one of the rates is used up nothing is counted.
    pub async fn take(&self, db: &mut Db, now: Timestamp) -> Result<(), Throttled> {
        take_all([self], db, now).await
    }

    /// Takes one back: it should not have counted.
    pub async fn give_back(&self, db: &mut Db) -> Result<(), StoreError> {
        db.throttles().give_back(&self.steps().collect::<Vec<_>>()).await
    }

    /// Forgets all that was counted.
    pub async fn forget(&self, db: &mut Db) -> Result<(), StoreError> {
        db.throttles().forget(&self.steps().collect::<Vec<_>>()).await
    }

    fn steps(&self) -> impl Iterator<Item = Step> {
        self.rates.0.iter().map(move |rate| Step {
            key: digest::sha256(&format!("{}\n{}\n{}", self.what, rate.millis(), self.whom)),
            step: rate.step(),
            most: rate.millis(),
        })
    }
}

/// Counts one more of each. Where one of the rates is used up nothing is counted, and it may be tried
/// again once every one of them lets the next through.
pub async fn take_all<const N: usize>(
    counted: [&Counted<'_>; N],
    db: &mut Db,
    now: Timestamp,
) -> Result<(), Throttled> {
    let mut steps: Vec<Step> = counted.iter().flat_map(|counted| counted.steps()).collect();
    if steps.is_empty() {
        return Ok(());
    }
    // Two that wait for each other's row would wait for ever.
    steps.sort_by(|one, other| one.key.cmp(&other.key));
    let taken = db.throttles().take(&steps, now).await?;
    if taken.len() == steps.len() {
        return Ok(());
    }
    let mut seconds = 1;
    for step in &steps {
        let was_taken = taken.contains(&step.key);
        let next_at = db.throttles().next_at(&step.key).await?.unwrap_or(now).max(now);
        let ahead = next_at.millis() - now.millis() + if was_taken { 0 } else { step.step };
        seconds = seconds.max(u64::try_from(ahead - step.most).unwrap_or(0).div_ceil(1000));
    }
    steps.retain(|step| taken.contains(&step.key));
    db.throttles().give_back(&steps).await?;
    Err(Wait { seconds }.into())
}

impl FromStr for Rates {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "is rates such as 30/m or 5/5m,100/30d, or off";
        if text == "off" {
            return Ok(Self::default());
        }
        let rates: Option<Vec<Rate>> = text.split(',').map(|rate| parse_rate(rate.trim())).collect();
        rates.map(Self).ok_or(FORM)
    }
}

/// `5/m` or `5/5m`.
fn parse_rate(text: &str) -> Option<Rate> {
    let (times, per) = text.split_once('/')?;
    let unit = per.chars().last()?;
    let count = &per[..per.len() - unit.len_utf8()];
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        _ => return None,
    };
    let count: u64 = if count.is_empty() { 1 } else { count.parse().ok()? };
    let per = Duration::from_secs(count.checked_mul(seconds).filter(|seconds| (1..=366 * 86400).contains(seconds))?);
    let times = times.parse().ok().filter(|times| (1..=1_000_000).contains(times))?;
    Some(Rate { times, per })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_as_people_write_them() {
        let rate = |times, seconds| Rate { times, per: Duration::from_secs(seconds) };
        assert_eq!("30/m".parse(), Ok(Rates(vec![rate(30, 60)])));
        assert_eq!("5/5m, 100/30d".parse(), Ok(Rates(vec![rate(5, 300), rate(100, 30 * 86400)])));
        assert_eq!("off".parse(), Ok(Rates::default()));
        for wrong in ["", "5", "5/", "/m", "0/m", "5/0m", "5/y", "-1/m", "5/m,", "5/9999999d", "1/\u{e9}"] {
            assert!(wrong.parse::<Rates>().is_err(), "{wrong}");
        }
    }
}
