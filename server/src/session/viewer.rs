use app::wire::Person;

use super::{Sessions, service::wire_person};
use crate::{
    clock::Timestamp,
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
        Ok(Some(Viewer { person, family: row.family.id, auth_time: row.family.auth_time }))
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
