use sqlx::{AssertSqlSafe, Connection, PgConnection};
use url::Url;

use super::error::BenchError;

/// The server that `scripts/with-postgres.sh` brings, and the databases made on it.
pub struct PostgresServer {
    url: Url,
}

impl PostgresServer {
    /// The one that the environment names.
    pub fn from_env() -> Result<Self, BenchError> {
        let url = std::env::var("GATEPOST_TEST_POSTGRES_URL").map_err(|_| BenchError::NoPostgres)?;
        Ok(Self { url: url.parse()? })
    }

    /// Makes an empty database; its URL. One of that name from an earlier run is gone.
    pub async fn create(&self, name: &str) -> Result<String, BenchError> {
        self.drop(name).await?;
        self.run(format!("create database {}", qualified(name))).await?;
        let mut url = self.url.clone();
        url.set_path(&qualified(name));
        Ok(url.into())
    }

    /// Removes a database, whoever is still connected to it.
    pub async fn drop(&self, name: &str) -> Result<(), BenchError> {
        self.run(format!("drop database if exists {} with (force)", qualified(name))).await
    }

    async fn run(&self, statement: String) -> Result<(), BenchError> {
        let mut connection = PgConnection::connect(self.url.as_str()).await?;
        // `create database` takes no parameters; the names are this program's own.
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}

fn qualified(name: &str) -> String {
    format!("gatepost_bench_{}_{name}", std::process::id())
}
