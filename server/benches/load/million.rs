//! A million accounts beside a thousand, in turns: what is done a row at a time must not notice.

use std::time::Duration;

use server::password::Cost;

use super::{
    api_refresh::ApiRefresh,
    bench::Bench,
    drive::CONNECTIONS,
    error::BenchError,
    password_sign_in::{Pair, PasswordSignIn},
    postgres::PostgresServer,
    process::Gatepost,
    requests::Repeat,
    seed::seed,
    sqlite,
};

const MANY: u32 = 1_000_000;
const FEW: u32 = 1000;
/// Next to nothing, so that the database is what is measured.
const CHEAP: Cost = Cost { memory_kib: 8, iterations: 1, parallelism: 1 };
/// Sessions for each connection: as many in all as there are people where there are few.
const SESSIONS: usize = 64;

/// What the figures of an engine are called.
struct Names {
    seed: &'static str,
    sign_in: [&'static str; 2],
    refresh: [&'static str; 2],
    users_me: [&'static str; 2],
}

const SQLITE: Names = Names {
    seed: "seed_million_sqlite",
    sign_in: ["million_sqlite_sign_in", "thousand_sqlite_sign_in"],
    refresh: ["million_sqlite_refresh", "thousand_sqlite_refresh"],
    users_me: ["million_sqlite_users_me", "thousand_sqlite_users_me"],
};

const POSTGRES: Names = Names {
    seed: "seed_million_postgres",
    sign_in: ["million_postgres_sign_in", "thousand_postgres_sign_in"],
    refresh: ["million_postgres_refresh", "thousand_postgres_refresh"],
    users_me: ["million_postgres_users_me", "thousand_postgres_users_me"],
};

/// A Gatepost with that many people.
struct Town {
    gatepost: Gatepost,
    people: u32,
}

/// On the embedded database.
pub async fn on_sqlite(bench: &mut Bench) -> Result<(), BenchError> {
    let url = |name| Ok::<_, BenchError>(sqlite::url_in(&bench.installation.empty_folder(name)?));
    let urls = [url("million")?, url("thousand")?];
    measure(bench, &SQLITE, &urls).await?;
    // A gigabyte is not kept until the end.
    bench.installation.empty_folder("million").map(drop)
}

/// On PostgreSQL.
pub async fn on_postgres(bench: &mut Bench, server: &PostgresServer) -> Result<(), BenchError> {
    let urls = [server.create("million").await?, server.create("thousand").await?];
    measure(bench, &POSTGRES, &urls).await?;
    server.drop("million").await?;
    server.drop("thousand").await
}

async fn measure(bench: &mut Bench, names: &Names, [many, few]: &[String; 2]) -> Result<(), BenchError> {
    let (few, _) = Town::found(bench, "few", few, FEW).await?;
    let (many, took) = Town::found(bench, "many", many, MANY).await?;
    bench.report.amount(names.seed, took.as_secs_f64(), "s")?;

    let [name, yardstick] = names.sign_in;
    bench.compare(name, many.sign_ins(), yardstick, few.sign_ins()).await?;
    let [name, yardstick] = names.refresh;
    bench.compare(name, many.refreshes().await?, yardstick, few.refreshes().await?).await?;
    let [name, yardstick] = names.users_me;
    bench.compare(name, many.users_me().await?, yardstick, few.users_me().await?).await?;

    many.gatepost.stop().await?;
    few.gatepost.stop().await
}

impl Town {
    /// Seeds the database and starts a Gatepost on it, in a folder of that name. How long seeding took.
    async fn found(bench: &Bench, folder: &str, url: &str, people: u32) -> Result<(Self, Duration), BenchError> {
        let took = seed(url, people, CHEAP).await?;
        let settings = [
            ("GATEPOST__LIMITS__ENABLED", "false"),
            ("GATEPOST__PASSWORDS__MEMORY_KIB", &CHEAP.memory_kib.to_string()),
            ("GATEPOST__PASSWORDS__ITERATIONS", &CHEAP.iterations.to_string()),
        ];
        let folder = bench.installation.empty_folder(folder)?;
        let mut gatepost = bench.installation.start_with(&folder, url, &settings)?;
        gatepost.first_ok("/healthz").await?;
        Ok((Self { gatepost, people }, took))
    }

    fn sign_ins(&self) -> Vec<PasswordSignIn> {
        PasswordSignIn::several(CONNECTIONS, self.gatepost.app, self.people)
    }

    async fn sessions(&self) -> Result<Vec<Vec<Pair>>, BenchError> {
        PasswordSignIn::sessions(self.gatepost.app, self.people, SESSIONS).await
    }

    async fn refreshes(&self) -> Result<Vec<ApiRefresh>, BenchError> {
        Ok(ApiRefresh::all(self.gatepost.app, self.sessions().await?))
    }

    async fn users_me(&self) -> Result<Vec<Repeat>, BenchError> {
        Repeat::users_me(self.gatepost.app, &self.sessions().await?)
    }
}
