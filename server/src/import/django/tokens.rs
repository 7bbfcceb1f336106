//! Refresh tokens that Django rotated or blacklisted: they are good for nothing here either.

use sqlx::{AssertSqlSafe, query_as};

use super::{
    ImportError, Options,
    source::{Source, ask},
    tables::Tables,
};
use crate::{clock::Timestamp, store::Store};

const AT_A_TIME: usize = 1000;

/// Notes those that have not expired; how many.
pub(super) async fn spent(
    store: &Store,
    source: &mut Source,
    tables: &Tables,
    options: &Options,
    now: Timestamp,
) -> Result<u64, ImportError> {
    let (Some(outstanding), Some(blacklisted)) = (&tables.outstanding, &tables.blacklisted) else { return Ok(0) };
    let expires_at = outstanding.millis(source, "expires_at");
    let sql = format!(
        "select o.id, o.jti, o.expires_at from \
         (select cast(id as bigint) as id, jti, {expires_at} as expires_at from {}) o \
         join {} b on b.token_id = o.id where o.expires_at > $1 and o.id > $2 order by o.id limit {AT_A_TIME}",
        outstanding.sql(),
        blacklisted.sql()
    );
    let (mut count, mut after) = (0, i64::MIN);
    loop {
        let sql = AssertSqlSafe(sql.clone());
        let found: Vec<(i64, String, Timestamp)> =
            ask!(&mut *source, |conn| query_as(sql).bind(now).bind(after).fetch_all(conn).await)?;
        let Some((last, _, _)) = found.last() else { return Ok(count) };
        after = *last;
        count += found.len() as u64;
        if !options.dry_run {
            let tokens: Vec<_> = found.into_iter().map(|(_, jti, expires_at)| (jti, expires_at)).collect();
            store.write().await?.spent_jtis().spend_all(&tokens).await?;
        }
    }
}
