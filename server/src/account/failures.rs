//! Tries at a password are counted before they are made: by network, and by account and device.

use unicode_normalization::UnicodeNormalization;

use super::{
    asker::Asker,
    service::{AccountError, Accounts},
};
use crate::{
    config::LimitsConfig,
    store::{AccountRow, Db, StoreError, Tx},
    throttle::{Counted, Throttled, take_all},
};

/// What a failed sign-in is counted by.
pub(super) struct Failures {
    network: String,
    account: String,
}

impl Failures {
    fn counted<'a>(&'a self, limits: &'a LimitsConfig) -> [Counted<'a>; 2] {
        [
            Counted { what: "failed_sign_in_from", whom: &self.network, rates: &limits.failed_sign_ins_per_ip },
            Counted { what: "failed_sign_in_to", whom: &self.account, rates: &limits.failed_sign_ins_per_account },
        ]
    }

    /// The password was right: this one was no failure, and those before at the account are forgotten.
    pub(super) async fn forgive(&self, tx: &mut Tx, limits: &LimitsConfig) -> Result<(), StoreError> {
        let [by_network, by_account] = self.counted(limits);
        by_network.give_back(tx).await?;
        by_account.forget(tx).await
    }
}

impl Accounts {
    /// Counts a try before it is made, so that a hundred at once are no more than their number. It
    /// is given back where the password is right.
    pub(super) async fn count_attempt(
        &self,
        login: &str,
        account: Option<&AccountRow>,
        asker: &Asker,
    ) -> Result<Failures, AccountError> {
        let limits = &self.parts.limits;
        let network = asker.network();
        let mut tx = self.parts.store.begin().await?;
        let failures = Failures { network, account: self.failure_key(&mut tx, login, account, asker).await? };
        let now = self.now();
        let all = Counted { what: "sign_in", whom: &failures.network, rates: &limits.sign_ins_per_ip };
        let [by_network, by_account] = failures.counted(limits);
        let outcome = take_all([&all, &by_network, &by_account], &mut tx, now).await;
        tx.save().await?;
        if matches!(outcome, Err(Throttled::Wait(_))) {
            self.audit_throttled("sign_in", asker).await?;
        }
        Ok(outcome.map(|()| failures)?)
    }

    /// Who tries too often at an account from devices it does not know locks those out, and not the
    /// owner's own (OWASP: device cookies). However a login is spelled it is one; but an address and a
    /// user name are two, or else the limits would tell which belong together.
    async fn failure_key(
        &self,
        db: &mut Db,
        login: &str,
        account: Option<&AccountRow>,
        asker: &Asker,
    ) -> Result<String, StoreError> {
        let whom = fold_widely(login);
        let Some(device) = asker.cookie_device() else { return Ok(whom) };
        let person = account.map_or("nobody", |account| account.id.as_str());
        let is_known = db.devices().belongs_to(&device, person).await?;
        Ok(if is_known { format!("{whom}\n{device}") } else { whom })
    }

    /// A new password was set by mail: whoever tried at the old one is forgotten.
    pub(super) async fn forget_failures(&self, db: &mut Db, account: &AccountRow) -> Result<(), StoreError> {
        let rates = &self.parts.limits.failed_sign_ins_per_account;
        for login in [&account.email, &account.username].into_iter().flatten() {
            let whom = fold_widely(login);
            Counted { what: "failed_sign_in_to", whom: &whom, rates }.forget(db).await?;
        }
        Ok(())
    }
}

/// A login as tries at it are counted: every spelling that could be the same is.
fn fold_widely(login: &str) -> String {
    login.trim().nfkc().collect::<String>().to_lowercase()
}
