//! The tokens of the Django system that Gatepost took over from: they count until they expire, or
//! until the person has another password or signs out everywhere.

use super::{
    asker::Asker,
    service::{AccountError, Accounts},
};
use crate::{
    import::simplejwt::{OldClaims, OldRefused, OldTokenKind, OldTokens},
    session::{API_CLIENT, Proof},
    sign_in::{Circumstances, SignInFailure, SignedIn},
    store::{AccountRow, Db, PersonRow, StoreError},
};

/// What old tokens are checked with.
pub struct OldTokenParts {
    /// Checks them.
    pub tokens: OldTokens,
    /// What the system is called that they come from.
    pub source: String,
}

/// Why an old token does not count.
#[derive(Debug, thiserror::Error)]
pub enum OldTokenRefused {
    /// By itself.
    #[error(transparent)]
    Token(#[from] OldRefused),
    /// It was exchanged or ended before.
    #[error("Token is blacklisted")]
    Spent,
    /// It says nothing of whose it is.
    #[error("Token contained no recognizable user identification")]
    NoPerson,
    /// Nobody here is called that.
    #[error("User not found")]
    UnknownPerson,
    /// They may not sign in.
    #[error("User is inactive")]
    Inactive,
    /// Something else.
    #[error(transparent)]
    Other(#[from] AccountError),
}

impl From<StoreError> for OldTokenRefused {
    fn from(error: StoreError) -> Self {
        Self::Other(error.into())
    }
}

impl Accounts {
    /// Whether old tokens count at all.
    pub const fn knows_old_tokens(&self) -> bool {
        self.parts.old_tokens.is_some()
    }

    /// What an old token says, if it counts and was not used up.
    pub async fn look_at_old(&self, token: &str, kind: OldTokenKind) -> Result<OldClaims, OldTokenRefused> {
        let parts = self.parts.old_tokens.as_ref().ok_or(OldRefused::Invalid)?;
        let claims = parts.tokens.verify(token, kind, self.now())?;
        let mut db = self.parts.store.read().await?;
        if db.spent_jtis().holds(&claims.jti).await? { Err(OldTokenRefused::Spent) } else { Ok(claims) }
    }

    /// Whose old access token that is.
    pub async fn old_holder(&self, token: &str) -> Result<(AccountRow, OldClaims), OldTokenRefused> {
        let claims = self.look_at_old(token, OldTokenKind::Access).await?;
        Ok((self.named_by(&claims).await?, claims))
    }

    async fn named_by(&self, claims: &OldClaims) -> Result<AccountRow, OldTokenRefused> {
        let mut db = self.parts.store.read().await?;
        let id = self.named_in(&mut db, claims).await?.ok_or(OldTokenRefused::UnknownPerson)?;
        let account = db.accounts().find(&id).await?.ok_or(OldTokenRefused::UnknownPerson)?;
        if account.is_active { Ok(account) } else { Err(OldTokenRefused::Inactive) }
    }

    async fn named_in(&self, db: &mut Db, claims: &OldClaims) -> Result<Option<String>, OldTokenRefused> {
        let parts = self.parts.old_tokens.as_ref().ok_or(OldRefused::Invalid)?;
        let source_id = claims.source_id.as_deref().ok_or(OldTokenRefused::NoPerson)?;
        Ok(db.imports().token_holder(&parts.source, source_id).await?)
    }

    /// Exchanges an old refresh token, once, for a session of ours.
    pub async fn exchange_old(&self, token: &str, asker: &Asker) -> Result<SignedIn, OldTokenRefused> {
        let claims = self.look_at_old(token, OldTokenKind::Refresh).await?;
        let account = self.named_by(&claims).await?;
        let mut proof = Proof::by_password(claims.issued_at.unwrap_or(self.now()), API_CLIENT);
        proof.amr.clear();
        let circumstances = Circumstances { challenge: None, replaces: &[], answered: self.now() };
        let mut tx = self.parts.store.begin().await?;
        // Until it is saved nobody ends them; nobody has since they were looked at.
        tx.accounts().hold(&account.id).await?;
        if self.named_in(&mut tx, &claims).await?.is_none_or(|id| id != account.id) {
            return Err(OldTokenRefused::UnknownPerson);
        }
        if !tx.spent_jtis().spend(&claims.jti, claims.expires_at).await? {
            return Err(OldTokenRefused::Spent);
        }
        tx.accounts().signed_in(&account.id, self.now()).await?;
        let person = PersonRow::from(account);
        let begun = self.parts.sign_in.begin_in(&mut tx, &person, &proof, &circumstances, asker).await;
        let signed_in = begun.map_err(|failure| match failure {
            SignInFailure::Fault(error) => OldTokenRefused::Other(error.into()),
            SignInFailure::AddressInUse | SignInFailure::Inactive | SignInFailure::SignedOut => {
                OldTokenRefused::Inactive
            }
        })?;
        tx.save().await?;
        Ok(signed_in)
    }

    /// Uses an old refresh token up.
    pub async fn end_old(&self, token: &str) -> Result<(), OldTokenRefused> {
        let claims = self.look_at_old(token, OldTokenKind::Refresh).await?;
        let mut db = self.parts.store.write().await?;
        if db.spent_jtis().spend(&claims.jti, claims.expires_at).await? { Ok(()) } else { Err(OldTokenRefused::Spent) }
    }
}
