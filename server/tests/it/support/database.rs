use std::path::PathBuf;

use server::random::{SystemRandom, id};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection, query_scalar, raw_sql};

/// Where a PostgreSQL server is told, with a user who may create databases.
const POSTGRES_URL: &str = "GATEPOST_TEST_POSTGRES_URL";

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database that nobody else has, and that is empty.
pub struct Database {
    url: String,
    place: Place,
}

enum Place {
    /// Gone with the test.
    Folder(PathBuf),
    /// Gone with the server, which `scripts/with-postgres.sh` throws away.
    Server,
}

impl Database {
    /// Makes one.
    pub async fn fresh(engine: Engine) -> Self {
        let name = format!("gatepost_it_{}", id(&SystemRandom).simple());
        match engine {
            Engine::Sqlite => {
                let folder = std::env::temp_dir().join(name);
                std::fs::create_dir(&folder).unwrap();
                Self { url: format!("sqlite://{}", folder.join("test.db").display()), place: Place::Folder(folder) }
            }
            Engine::Postgres => {
                let server = std::env::var(POSTGRES_URL).unwrap_or_else(|_| {
                    panic!("{POSTGRES_URL} is not set: run the tests through scripts/with-postgres.sh")
                });
                let mut url: url::Url = server.parse().unwrap();
                let mut connection = PgConnection::connect(&server).await.unwrap();
                // Nobody is ever connected to template0, so that many tests may copy it at once.
                let create = format!("create database {name} template template0");
                raw_sql(AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
                url.set_path(&name);
                Self { url: url.to_string(), place: Place::Server }
            }
        }
    }

    /// As the configuration takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of an embedded database.
    pub fn folder(&self) -> Option<&PathBuf> {
        match &self.place {
            Place::Folder(folder) => Some(folder),
            Place::Server => None,
        }
    }

    /// Runs statements behind Gatepost's back.
    pub async fn run(&self, sql: &str) {
        self.try_to_run(sql).await.unwrap();
    }

    /// Runs statements that the database may refuse.
    pub async fn try_to_run(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self.place {
            Place::Folder(_) => raw_sql(sql).execute(&mut self.sqlite().await).await.map(drop),
            Place::Server => raw_sql(sql).execute(&mut self.postgres().await).await.map(drop),
        }
    }

    /// How many rows that table has, under that condition.
    pub async fn count(&self, rows: &str) -> i64 {
        let sql = AssertSqlSafe(format!("select count(*) from {rows}"));
        match self.place {
            Place::Folder(_) => query_scalar(sql).fetch_one(&mut self.sqlite().await).await.unwrap(),
            Place::Server => query_scalar(sql).fetch_one(&mut self.postgres().await).await.unwrap(),
        }
    }

    /// Every row of a table, as text.
    pub async fn text(&self, table: &str) -> String {
        match self.place {
            Place::Folder(_) => {
                let sql = format!("select name from pragma_table_info('{table}')");
                let mut connection = self.sqlite().await;
                let columns: Vec<String> = query_scalar(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
                let sql = AssertSqlSafe(format!("select json_array({}) from {table} order by 1", columns.join(", ")));
                let rows: Vec<String> = query_scalar(sql).fetch_all(&mut connection).await.unwrap();
                rows.join("\n")
            }
            Place::Server => {
                let sql = AssertSqlSafe(format!("select t::text from {table} t order by 1"));
                let rows: Vec<String> = query_scalar(sql).fetch_all(&mut self.postgres().await).await.unwrap();
                rows.join("\n")
            }
        }
    }

    /// Everything that is kept: the bytes of the files, or every row of every table as text.
    pub async fn everything(&self) -> Vec<u8> {
        match &self.place {
            Place::Folder(folder) => {
                let files = ["test.db", "test.db-wal"].map(|name| std::fs::read(folder.join(name)).unwrap_or_default());
                files.concat()
            }
            Place::Server => self.every_row().await.into_bytes(),
        }
    }

    async fn every_row(&self) -> String {
        let mut connection = self.postgres().await;
        let tables: Vec<String> = query_scalar("select tablename::text from pg_tables where schemaname = 'public'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
        let mut text = String::new();
        for table in tables {
            let rows = AssertSqlSafe(format!("select t::text from {table} t"));
            let rows: Vec<String> = query_scalar(rows).fetch_all(&mut connection).await.unwrap();
            text.extend(rows);
        }
        text
    }

    async fn sqlite(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.url).await.unwrap()
    }

    async fn postgres(&self) -> PgConnection {
        PgConnection::connect(&self.url).await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Place::Folder(folder) = &self.place {
            // What is left behind is in the system's folder for such things.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}
