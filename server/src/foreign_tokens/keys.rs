use std::{
    sync::{Arc, RwLock},
    time::Duration,
};

use jsonwebtoken::Algorithm;

use super::{ForeignRefused, WhyInvalid};
use crate::{
    clock::Moment,
    relying_party::{Directory, DirectoryError, KeySet, SignatureError, SignedToken, Trust, verify_signature},
};

/// How long keys are believed without asking the directory: while it looks for a key that somebody has
/// made up, and the issuer is slow, tokens by the known ones do not wait behind it.
const BELIEVED_FOR: Duration = Duration::from_secs(60);

/// The keys of one issuer.
pub(super) struct IssuerKeys {
    directory: Arc<Directory>,
    current: RwLock<Option<(Arc<KeySet>, Moment)>>,
}

impl IssuerKeys {
    pub(super) const fn of(directory: Arc<Directory>) -> Self {
        Self { directory, current: RwLock::new(None) }
    }

    pub(super) const fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// The token, if one of the issuer's keys signed it. A key that is not known yet is looked for, as
    /// often as the directory allows.
    pub(super) async fn verify(
        &self,
        token: &str,
        algorithms: &[Algorithm],
        now: &Moment,
    ) -> Result<SignedToken, ForeignRefused> {
        let judge = |keys: &KeySet| verify_signature(token, Trust { keys, algorithms, secret: None });
        match judge(self.known(now).await?.as_ref()) {
            Err(SignatureError::UnknownKey) => {}
            other => return Ok(other.map_err(WhyInvalid::Signature)?),
        }
        let Some(keys) = self.directory.new_keys(now).await? else {
            return Err(WhyInvalid::Signature(SignatureError::UnknownKey).into());
        };
        self.keep(&keys, now);
        Ok(judge(&keys).map_err(WhyInvalid::Signature)?)
    }

    async fn known(&self, now: &Moment) -> Result<Arc<KeySet>, DirectoryError> {
        let current = self.current.read().ok().and_then(|current| current.clone());
        if let Some((keys, at)) = current
            && now.elapsed_since(&at) < BELIEVED_FOR
        {
            return Ok(keys);
        }
        let keys = self.directory.keys(now).await?;
        self.keep(&keys, now);
        Ok(keys)
    }

    fn keep(&self, keys: &Arc<KeySet>, now: &Moment) {
        if let Ok(mut current) = self.current.write() {
            *current = Some((Arc::clone(keys), now.clone()));
        }
    }
}
