use app::wire::Person;

use super::{Sessions, service::wire_person};
use crate::{
    clock::Timestamp,
    store::SessionRow,
    token::{TokenError, TokenParts},
};

/// Whoever a cookie belongs to, for a page or a form.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// As the page shows them.
    pub person: Person,
    /// Their session.
    pub family: String,
    /// Last proof of identity in it.
    pub auth_time: Timestamp,
    /// How that was given (RFC 8176).
    pub amr: Vec<String>,
    /// When the session began.
    pub begun_at: Timestamp,
}

impl Sessions {
    /// Who a refresh token belongs to, without redeeming it. A page load with the newest token
    /// shows that it arrived, which is noted; nothing else changes.
    pub async fn viewer(&self, token: &str) -> Result<Option<Viewer>, TokenError> {
        let Some(parts) = TokenParts::parse(token) else { return Ok(None) };
        let Some(row) = self.find(&parts).await? else { return Ok(None) };
        let Some(live) = row.family.live()? else { return Ok(None) };
        if !live.admits(parts.generation, &self.parts.clock.moment(), &self.parts.limits) {
            return Ok(None);
        }
        if parts.generation > live.seen {
            self.mark_seen(&row.family.id, parts.generation).await?;
        }
        let person = wire_person(&row);
        let SessionRow { family, .. } = row;
        Ok(Some(Viewer {
            person,
            amr: family.amr.split_whitespace().map(str::to_owned).collect(),
            auth_time: family.auth_time,
            begun_at: family.created_at,
            family: family.id,
        }))
    }

    /// Whether that refresh token would be redeemed now.
    pub async fn is_good(&self, token: &str) -> Result<bool, TokenError> {
        let Some(parts) = TokenParts::parse(token) else { return Ok(false) };
        let Some(row) = self.find(&parts).await? else { return Ok(false) };
        let live = row.family.live()?;
        Ok(live.is_some_and(|live| live.admits(parts.generation, &self.parts.clock.moment(), &self.parts.limits)))
    }

    pub(super) async fn mark_seen(&self, family: &str, generation: u32) -> Result<(), TokenError> {
        self.parts.store.write().await?.families().mark_seen(family, i64::from(generation)).await?;
        self.standings.forget(family);
        Ok(())
    }
}
