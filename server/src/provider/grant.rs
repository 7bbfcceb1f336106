use super::{Challenge, ClientId, RedirectUri, Scope, StandardClaims, Standing, Subject};
use crate::{
    clock::Timestamp,
    store::{GrantRow, StoreError},
};

/// What a person granted an application, and the code that was made for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Stands in its access tokens.
    pub id: String,
    /// To whom.
    pub client_id: ClientId,
    /// Where the code was sent.
    pub redirect_uri: RedirectUri,
    /// By whom.
    pub subject: Subject,
    /// What is known of the person.
    pub claims: StandardClaims,
    /// How far it goes.
    pub scope: Scope,
    /// For the ID token.
    pub nonce: Option<String>,
    /// What the code is bound to.
    pub challenge: Option<Challenge>,
    /// When the person last proved who they are.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// Where its code stands.
    pub standing: Standing,
    /// Notes of whoever runs the issuer.
    pub annotations: Option<String>,
}

/// Who a person turned out to be, and how that was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authentication {
    /// The person.
    pub subject: Subject,
    /// What is known of them.
    pub claims: StandardClaims,
    /// When they proved it.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// Notes of whoever runs the issuer: they come back with the grant.
    pub annotations: Option<String>,
}

impl TryFrom<GrantRow> for Grant {
    type Error = StoreError;

    fn try_from(row: GrantRow) -> Result<Self, StoreError> {
        let standing = match (row.revoked_at, row.code_used_at) {
            (Some(at), _) => Standing::Revoked { at },
            (None, Some(at)) => Standing::Redeemed { at },
            (None, None) => Standing::Issued { expires_at: row.code_expires_at },
        };
        let challenge = row.challenge.map(|text| Challenge::parse(&text).ok_or(StoreError::Corrupt("a challenge")));
        Ok(Self {
            standing,
            client_id: ClientId::parse(&row.client_id).ok_or(StoreError::Corrupt("a client id"))?,
            redirect_uri: RedirectUri::from_store(row.redirect_uri),
            subject: Subject::parse(&row.subject).ok_or(StoreError::Corrupt("a subject"))?,
            claims: serde_json::from_str(&row.claims).map_err(|_| StoreError::Corrupt("claims"))?,
            scope: Scope::parse(&row.scope).map_err(|_| StoreError::Corrupt("a scope"))?,
            nonce: row.nonce,
            challenge: challenge.transpose()?,
            auth_time: row.auth_time,
            amr: row.amr.split_whitespace().map(str::to_owned).collect(),
            annotations: row.annotations,
            id: row.id,
        })
    }
}
