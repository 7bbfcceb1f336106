//! People and what hangs on them, a thousand at a time, in the order of their keys.

use std::collections::HashMap;

use sqlx::{AssertSqlSafe, query_as};

use super::{
    ImportError,
    source::{Source, ask},
    tables::{Table, Tables},
};
use crate::clock::Timestamp;

const AT_A_TIME: usize = 1000;

/// A row of the user model.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct DjangoPerson {
    /// As it was read; the next batch begins behind it.
    pub(super) key: String,
    pub(super) email: Option<String>,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) first_name: Option<String>,
    pub(super) last_name: Option<String>,
    is_active: i64,
    is_staff: i64,
    pub(super) last_login: Option<Timestamp>,
    pub(super) date_joined: Option<Timestamp>,
    #[sqlx(skip)]
    pub(super) links: Vec<DjangoLink>,
    #[sqlx(skip)]
    pub(super) addresses: Vec<DjangoAddress>,
    /// Whether a refresh token was ever signed for them: simplejwt leaves `last_login` as it was.
    #[sqlx(skip)]
    pub(super) had_tokens: bool,
}

/// A row of python-social-auth or allauth.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct DjangoLink {
    user_key: String,
    pub(super) provider: String,
    pub(super) uid: String,
    /// Which of the provider's claims `uid` is, where that was noted (social-auth-app-django 7).
    pub(super) id_key: Option<String>,
}

/// A row of allauth's addresses.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct DjangoAddress {
    user_key: String,
    pub(super) email: String,
    verified: i64,
}

impl DjangoPerson {
    pub(super) fn is_active(&self) -> bool {
        self.is_active != 0
    }

    pub(super) fn is_staff(&self) -> bool {
        self.is_staff != 0
    }
}

impl DjangoAddress {
    pub(super) fn is_verified(&self) -> bool {
        self.verified != 0
    }
}

/// The people behind that key; none at the end.
pub(super) async fn people(
    source: &mut Source,
    tables: &Tables,
    after: Option<&str>,
) -> Result<Vec<DjangoPerson>, ImportError> {
    let users = &tables.users;
    let (key, kind) = users.key()?;
    let behind = after.map_or_else(String::new, |_| format!("where {key} > {}", source.key("$1", kind)));
    let sql = format!(
        "select cast({key} as text) as \"key\", {}, {}, {}, {}, {}, {} as is_active, {} as is_staff, \
         {} as last_login, {} as date_joined from {} {behind} order by {key} limit {AT_A_TIME}",
        users.text("email"),
        users.text("username"),
        users.text("password"),
        users.text("first_name"),
        users.text("last_name"),
        users.flag(&["is_active"], true),
        users.flag(&["is_staff", "is_admin", "is_superuser"], false),
        users.millis(source, "last_login"),
        users.millis(source, "date_joined"),
        users.sql(),
    );
    let sql = AssertSqlSafe(sql);
    Ok(ask!(source, |conn| {
        let query = query_as(sql);
        match after {
            Some(after) => query.bind(after).fetch_all(conn).await,
            None => query.fetch_all(conn).await,
        }
    })?)
}

/// Reads what hangs on them.
pub(super) async fn attach(
    source: &mut Source,
    tables: &Tables,
    people: &mut [DjangoPerson],
) -> Result<(), ImportError> {
    let (_, kind) = tables.users.key()?;
    let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(()) };
    let span = Span { kind, first: first.key.clone(), last: last.key.clone() };
    let mut places = HashMap::new();
    for (place, person) in people.iter().enumerate() {
        places.insert(person.key.clone(), place);
    }
    for table in [&tables.social, &tables.accounts].into_iter().flatten() {
        for link in span.links(source, table).await? {
            if let Some(&place) = places.get(&link.user_key) {
                people[place].links.push(link);
            }
        }
    }
    if let Some(table) = &tables.addresses {
        for address in span.addresses(source, table).await? {
            if let Some(&place) = places.get(&address.user_key) {
                people[place].addresses.push(address);
            }
        }
    }
    if let Some(table) = &tables.outstanding {
        for key in span.token_holders(source, table).await? {
            if let Some(&place) = places.get(&key) {
                people[place].had_tokens = true;
            }
        }
    }
    Ok(())
}

/// The keys of a batch.
struct Span<'a> {
    kind: &'a str,
    first: String,
    last: String,
}

impl Span<'_> {
    fn condition(&self, source: &Source) -> String {
        format!("user_id >= {} and user_id <= {}", source.key("$1", self.kind), source.key("$2", self.kind))
    }

    async fn links(&self, source: &mut Source, table: &Table) -> Result<Vec<DjangoLink>, sqlx::Error> {
        let sql = AssertSqlSafe(format!(
            "select cast(user_id as text) as user_key, provider, uid, {} from {} where {} order by id",
            table.text("id_key"),
            table.sql(),
            self.condition(source)
        ));
        ask!(source, |conn| query_as(sql).bind(&self.first).bind(&self.last).fetch_all(conn).await)
    }

    async fn addresses(&self, source: &mut Source, table: &Table) -> Result<Vec<DjangoAddress>, sqlx::Error> {
        let sql = AssertSqlSafe(format!(
            "select cast(user_id as text) as user_key, email, {} as verified from {} where {}",
            table.flag(&["verified"], false),
            table.sql(),
            self.condition(source)
        ));
        ask!(source, |conn| query_as(sql).bind(&self.first).bind(&self.last).fetch_all(conn).await)
    }

    async fn token_holders(&self, source: &mut Source, table: &Table) -> Result<Vec<String>, sqlx::Error> {
        let sql = AssertSqlSafe(format!(
            "select distinct cast(user_id as text) from {} where {}",
            table.sql(),
            self.condition(source)
        ));
        let found: Vec<(String,)> =
            ask!(source, |conn| query_as(sql).bind(&self.first).bind(&self.last).fetch_all(conn).await)?;
        Ok(found.into_iter().map(|(key,)| key).collect())
    }
}
