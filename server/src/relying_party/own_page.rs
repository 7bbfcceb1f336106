//! A sign-in at our own page, by a password: begun and bound like one at a provider, so that the popup,
//! the step-up and the way back are the same.

use url::Url;

use super::{
    FinishError, Finished, RelyingParty, StartError, StartRequest, StartedSignIn,
    flow::{Transaction, cookie_id},
};
use crate::{session::PASSWORD_PROVIDER, store::SignInRow};

/// Where a password is asked for.
pub const PASSWORD_PAGE: &str = "/auth/password";

impl RelyingParty {
    /// Begins a sign-in by a password.
    pub async fn start_with_password(&self, request: &StartRequest) -> Result<StartedSignIn, StartError> {
        let transaction = Transaction::new(self.parts.random.as_ref());
        let row = transaction.row(PASSWORD_PROVIDER, request, self.parts.clock.now());
        self.parts.store.write().await?.sign_ins().insert(&row).await?;
        let mut location: Url = self.parts.public_url.clone();
        location.set_path(PASSWORD_PAGE);
        location.query_pairs_mut().append_pair("txn", &transaction.state);
        Ok(StartedSignIn {
            location,
            cookie_id: cookie_id(&row.state_hash),
            binding: transaction.binding,
            cross_site_post: false,
        })
    }

    /// What a sign-in by a password was begun for. It is not used up: whoever types a wrong password
    /// tries again.
    pub async fn password_sign_in(
        &self,
        state: &str,
        binding: impl FnOnce(&str) -> Option<String>,
    ) -> Result<SignInRow, Finished> {
        let row = self.pending(PASSWORD_PROVIDER, Some(state), binding).await?;
        let failed = |error| Finished { row: Some(row.clone()), result: Err(error) };
        if row.used_at.is_some() {
            return Err(failed(FinishError::Used));
        }
        if self.parts.clock.now() >= row.expires_at { Err(failed(FinishError::Expired)) } else { Ok(row) }
    }

    /// The password was right: the sign-in is used up.
    pub async fn finish_with_password(&self, row: SignInRow) -> Result<SignInRow, Finished> {
        self.use_up(row).await
    }
}
