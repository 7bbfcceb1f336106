//! What the database at hand has: user models differ, and so do the apps beside them.

use sqlx::{AssertSqlSafe, query_as};

use super::{
    ImportError,
    source::{Source, ask},
};

/// The tables that are there.
pub(super) struct Tables {
    pub(super) users: Table,
    /// Of python-social-auth.
    pub(super) social: Option<Table>,
    /// Of allauth.
    pub(super) accounts: Option<Table>,
    /// Of allauth: addresses and whether they were verified.
    pub(super) addresses: Option<Table>,
    /// Of simplejwt: every refresh token that was signed.
    pub(super) outstanding: Option<Table>,
    /// Of simplejwt: those that are good no more.
    pub(super) blacklisted: Option<Table>,
}

/// A table and its columns.
pub(super) struct Table {
    name: String,
    columns: Vec<(String, String)>,
}

impl Tables {
    pub(super) async fn discover(source: &mut Source, user_table: &str) -> Result<Self, ImportError> {
        let Some(users) = Table::find(source, user_table).await? else {
            return Err(ImportError::NoTable { table: user_table.to_owned(), candidates: candidates(source).await? });
        };
        users.key()?;
        if !users.has("password") {
            return Err(ImportError::NoColumn { table: users.name, column: "password" });
        }
        Ok(Self {
            users,
            social: Table::find(source, "social_auth_usersocialauth").await?,
            accounts: Table::find(source, "socialaccount_socialaccount").await?,
            addresses: Table::find(source, "account_emailaddress").await?,
            outstanding: Table::find(source, "token_blacklist_outstandingtoken").await?,
            blacklisted: Table::find(source, "token_blacklist_blacklistedtoken").await?,
        })
    }
}

impl Table {
    async fn find(source: &mut Source, name: &str) -> Result<Option<Self>, sqlx::Error> {
        let sql = match source {
            Source::Sqlite(_) => "select name, lower(type) from pragma_table_info($1)",
            Source::Postgres(_) => {
                "select column_name::text, udt_name::text from information_schema.columns \
                 where table_schema = any(current_schemas(false)) and table_name = $1"
            }
        };
        let columns: Vec<(String, String)> = ask!(source, |conn| query_as(sql).bind(name).fetch_all(conn).await)?;
        Ok((!columns.is_empty()).then(|| Self { name: name.to_owned(), columns }))
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|(name, _)| name == column)
    }

    /// Its name, as SQL takes it.
    pub(super) fn sql(&self) -> String {
        quoted(&self.name)
    }

    /// The column that others refer to, and its type.
    pub(super) fn key(&self) -> Result<(&'static str, &str), ImportError> {
        ["id", "uuid"]
            .into_iter()
            .find_map(|key| self.columns.iter().find(|(name, _)| name == key).map(|(_, kind)| (key, kind.as_str())))
            .ok_or_else(|| ImportError::NoColumn { table: self.name.clone(), column: "id" })
    }

    /// A column as text, or null where it is not there.
    pub(super) fn text(&self, column: &str) -> String {
        let inner = if self.has(column) { quoted(column) } else { "null".to_owned() };
        format!("cast({inner} as text) as {}", quoted(column))
    }

    /// The first of those columns that is there, as 0 or 1.
    pub(super) fn flag(&self, columns: &[&str], otherwise: bool) -> String {
        match columns.iter().find(|column| self.has(column)) {
            Some(column) => format!("cast(case when {} then 1 else 0 end as bigint)", quoted(column)),
            None => format!("cast({} as bigint)", i32::from(otherwise)),
        }
    }

    /// A time in milliseconds, or null where the column is not there.
    pub(super) fn millis(&self, source: &Source, column: &str) -> String {
        if self.has(column) { source.millis(&quoted(column)) } else { "cast(null as bigint)".to_owned() }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The tables that look like a user model's, for whoever named none or another.
async fn candidates(source: &mut Source) -> Result<String, sqlx::Error> {
    let sql = match source {
        Source::Sqlite(_) => {
            "select m.name from sqlite_master m join pragma_table_info(m.name) c \
             where m.type = 'table' and c.name in ('password', 'last_login') group by m.name having count(*) = 2"
        }
        Source::Postgres(_) => {
            "select table_name::text from information_schema.columns \
             where table_schema = any(current_schemas(false)) and column_name in ('password', 'last_login') \
             group by table_name having count(*) = 2"
        }
    };
    let found: Vec<(String,)> = ask!(source, |conn| query_as(AssertSqlSafe(sql)).fetch_all(conn).await)?;
    let names: Vec<_> = found.into_iter().map(|(name,)| name).collect();
    Ok(if names.is_empty() { String::new() } else { format!("; try --user-table {}", names.join(" or ")) })
}
