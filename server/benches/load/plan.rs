use std::{path::Path, time::Duration};

use super::{
    bare_route,
    bench::Bench,
    commits::Commit,
    error::BenchError,
    foreign_bearer, hashing, machine, million, popup_sign_in,
    postgres::PostgresServer,
    process::{Gatepost, Installation},
    report::Report,
    requests::{Renewal, Repeat},
    sign_in::Browser,
    sqlite,
    start_up::{self, EMBEDDED},
    wanted::Wanted,
};

/// What is asked of a Gatepost with its embedded database and nothing else configured.
const EMBEDDED_FIGURES: [&str; 7] = ["profile", "refresh_sqlite", "home_page", "jwks", "sign_in", "memory", "start"];
/// Before memory is looked at: what is done in the background after a start is done by then.
const SETTLE: Duration = Duration::from_secs(2);

/// What is measured, with what.
pub struct Plan {
    wanted: Wanted,
    bench: Bench,
}

impl Plan {
    /// Those figures, or all of them if none is named.
    pub fn new(names: &[String]) -> Result<Self, BenchError> {
        let wanted = Wanted::new(names)?;
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
        let bench = Bench { installation: Installation::find(&target)?, report: Report::create(&target)? };
        Ok(Self { wanted, bench })
    }

    /// Measures, and prints every figure as it comes and the table at the end.
    pub async fn carry_out(mut self) -> Result<(), BenchError> {
        let needs_postgres = self.wanted.has_any(&["refresh_postgres", "million_postgres"]);
        let postgres = if needs_postgres { Some(PostgresServer::from_env()?) } else { None };
        machine::warn_if_busy().await?;
        if self.wanted.has_any(&EMBEDDED_FIGURES) {
            self.embedded().await?;
        }
        if self.wanted.has("foreign_bearer") {
            foreign_bearer::measure(&mut self.bench).await?;
        }
        if self.wanted.has("popup_sign_in") {
            popup_sign_in::one_by_one(&mut self.bench).await?;
        }
        if self.wanted.has("sign_ins_in_flight") {
            popup_sign_in::all_at_once(&mut self.bench).await?;
        }
        if let Some(server) = &postgres
            && self.wanted.has("refresh_postgres")
        {
            self.refresh_postgres(server).await?;
        }
        if self.wanted.has_any(&hashing::FIGURES) {
            hashing::measure(&mut self.bench, &self.wanted).await?;
        }
        if self.wanted.has("million_sqlite") {
            million::on_sqlite(&mut self.bench).await?;
        }
        if let Some(server) = &postgres
            && self.wanted.has("million_postgres")
        {
            million::on_postgres(&mut self.bench, server).await?;
        }
        self.bench.report.print_table();
        Ok(())
    }

    /// It runs even where only the start-up is asked for: that wants a database that has been used.
    async fn embedded(&mut self) -> Result<(), BenchError> {
        let folder = self.bench.installation.empty_folder("gatepost")?;
        let mut gatepost = self.bench.installation.start(&folder, EMBEDDED)?;
        gatepost.first_ok("/healthz").await?;
        self.memory(&gatepost, "rss_at_start").await?;
        gatepost.first_ok("/").await?;
        self.memory(&gatepost, "rss_idle").await?;
        if self.wanted.has("profile") {
            let bare = bare_route::start()?;
            let yardstick = Repeat::anonymous(bare.address, "/")?;
            self.bench.compare("profile", Repeat::profile(&gatepost).await?, "bare_json_route", yardstick).await?;
        }
        if self.wanted.has("refresh_sqlite") {
            let yardstick = Commit::all(&sqlite::url_in(&self.bench.installation.empty_folder("yardstick")?)).await?;
            self.bench.compare("refresh_sqlite", Renewal::all(&gatepost).await?, "sqlite_commit", yardstick).await?;
        }
        if self.wanted.has("home_page") {
            self.bench.measure("home_page", Repeat::home_page(&gatepost).await?).await?;
        }
        if self.wanted.has("jwks") {
            self.bench.measure("jwks", Repeat::anonymous(gatepost.app, "/.well-known/jwks.json")?).await?;
        }
        if self.wanted.has("sign_in") {
            self.bench.measure("sign_in", Browser::all(&gatepost)).await?;
        }
        self.memory(&gatepost, "rss_after_run").await?;
        gatepost.stop().await?;
        if self.wanted.has("start") {
            self.start_up(&folder).await?;
        }
        Ok(())
    }

    async fn start_up(&mut self, used: &Path) -> Result<(), BenchError> {
        for (path, existing, empty) in [
            ("/healthz", "start_existing_healthz", "start_empty_healthz"),
            ("/", "start_existing_page", "start_empty_page"),
        ] {
            self.bench
                .report
                .milliseconds(existing, start_up::on_existing(&self.bench.installation, used, path).await?)?;
            self.bench.report.milliseconds(empty, start_up::on_empty(&self.bench.installation, path).await?)?;
        }
        Ok(())
    }

    async fn refresh_postgres(&mut self, server: &PostgresServer) -> Result<(), BenchError> {
        let (under_test, yardstick) = (server.create("gatepost").await?, server.create("yardstick").await?);
        let folder = self.bench.installation.empty_folder("postgres")?;
        let mut gatepost = self.bench.installation.start(&folder, &under_test)?;
        gatepost.first_ok("/healthz").await?;
        let renewals = Renewal::all(&gatepost).await?;
        self.bench.compare("refresh_postgres", renewals, "postgres_commit", Commit::all(&yardstick).await?).await?;
        gatepost.stop().await?;
        server.drop("gatepost").await?;
        server.drop("yardstick").await
    }

    async fn memory(&mut self, gatepost: &Gatepost, name: &'static str) -> Result<(), BenchError> {
        if !self.wanted.has("memory") {
            return Ok(());
        }
        tokio::time::sleep(SETTLE).await;
        self.bench.report.amount(name, gatepost.resident_megabytes()?, "MB")
    }
}
