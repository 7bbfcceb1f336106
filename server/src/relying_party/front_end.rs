//! A sign-in that somebody else's front end begins and finishes: the provider sends the browser to its
//! page, and the page brings the code. No cookie of ours is there; see [`FrontEndProof`] for what is in
//! its place.

use super::{AuthorizationResponse, FinishError, Finished, RelyingParty, Vouched};
use crate::{digest, store::SignInRow};

/// What shows that whoever brings a code is who began the sign-in (RFC 9700 §4.7): else anybody could
/// have a stranger's browser bring a code of their own, and the stranger would be signed in as them.
///
/// `state` alone shows nothing: it travels with the code. Who sends the `binding` that the sign-in
/// began with needs nothing else. Who does not, as no front end written for djoser does, must be in the
/// same network with the same browser, which whoever lures a stranger is not.
#[derive(Clone, Copy, Debug)]
pub struct FrontEndProof<'a> {
    /// The secret that only the beginner was told.
    pub binding: Option<&'a str>,
    /// Hash of the network and the browser that bring the code.
    pub brought_from: &'a str,
}

/// Why a code that a front end brings signs nobody in.
#[derive(Debug, thiserror::Error)]
pub enum FrontEndError {
    /// Nobody's front end has begun a sign-in of that state, at that provider.
    #[error("no front end has begun a sign-in of that state")]
    UnknownState,
    /// Somebody else has, or it is over.
    #[error("the state does not count: {0}")]
    InvalidState(&'static str),
    /// What the provider says does not do, or it cannot be asked.
    #[error(transparent)]
    Finish(FinishError),
}

impl RelyingParty {
    /// The sign-in of that state, for the front end that began it.
    pub async fn begun_by_front_end(
        &self,
        provider: &str,
        state: &str,
        proof: FrontEndProof<'_>,
    ) -> Result<SignInRow, FrontEndError> {
        let fault = |error| FrontEndError::Finish(FinishError::Store(error));
        let mut db = self.parts.store.read().await.map_err(fault)?;
        let row = db.sign_ins().find(&digest::sha256(state)).await.map_err(fault)?;
        let row = row.filter(|row| row.redirect_uri.is_some() && row.provider == provider);
        let row = row.ok_or(FrontEndError::UnknownState)?;
        if is_bound(&row, proof) { Ok(row) } else { Err(FrontEndError::InvalidState("somebody else has begun it")) }
    }

    /// Uses that sign-in up, and takes the answer apart that the front end brings.
    pub async fn finish_for_front_end(
        &self,
        row: SignInRow,
        response: AuthorizationResponse,
    ) -> Result<Vouched, FrontEndError> {
        let row = self.use_up(row).await.map_err(|Finished { result, .. }| match result {
            Err(FinishError::Used) => FrontEndError::InvalidState("it was used before"),
            Err(FinishError::Expired) => FrontEndError::InvalidState("it has lapsed"),
            Err(other) => FrontEndError::Finish(other),
            Ok(_) => FrontEndError::UnknownState,
        })?;
        self.redeem(&row.provider, response, &row).await.map_err(FrontEndError::Finish)
    }
}

fn is_bound(row: &SignInRow, proof: FrontEndProof<'_>) -> bool {
    match proof.binding {
        Some(secret) => digest::equal(&digest::sha256(secret), &row.binding_hash),
        None => row.begun_from.as_deref().is_some_and(|begun| digest::equal(begun, proof.brought_from)),
    }
}
