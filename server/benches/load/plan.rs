use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use url::Url;

use super::{
    bare_route::BareRoute,
    commits::Commit,
    drive::{Sample, Workload, spell},
    error::BenchError,
    machine,
    postgres::PostgresServer,
    process::{Gatepost, Installation},
    report::{Report, Yardstick},
    requests::{Renewal, Repeat},
    sign_in::Browser,
    start_up::{self, EMBEDDED},
};

/// What can be asked for, in the order in which it is measured.
const FIGURES: [&str; 8] =
    ["profile", "refresh_sqlite", "home_page", "jwks", "sign_in", "memory", "start", "refresh_postgres"];
/// Turns that a figure and its yardstick take.
const TURNS: usize = 3;
/// Before memory is looked at: what is done in the background after a start is done by then.
const SETTLE: Duration = Duration::from_secs(2);

/// What is measured, with what.
pub struct Plan {
    wanted: Vec<&'static str>,
    installation: Installation,
    report: Report,
}

impl Plan {
    /// Those figures, or all of them if none is named.
    pub fn new(names: &[String]) -> Result<Self, BenchError> {
        let known = |name: &String| {
            let figure = FIGURES.into_iter().find(|figure| figure == name);
            figure.ok_or_else(|| BenchError::UnknownFigure(name.clone(), FIGURES.join(", ")))
        };
        let wanted = if names.is_empty() { Ok(FIGURES.to_vec()) } else { names.iter().map(known).collect() }?;
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
        Ok(Self { wanted, installation: Installation::find(&target)?, report: Report::create(&target)? })
    }

    /// Measures, and prints every figure as it comes and the table at the end.
    pub async fn carry_out(mut self) -> Result<(), BenchError> {
        let postgres = if self.wants("refresh_postgres") { Some(PostgresServer::from_env()?) } else { None };
        machine::warn_if_busy().await?;
        let folder = self.installation.empty_folder("gatepost")?;
        self.embedded(&folder).await?;
        if self.wants("start") {
            self.start_up(&folder).await?;
        }
        if let Some(server) = postgres {
            self.refresh_postgres(&server).await?;
        }
        self.report.print_table();
        Ok(())
    }

    fn wants(&self, figure: &str) -> bool {
        self.wanted.contains(&figure)
    }

    /// Everything that is asked of a Gatepost with its embedded database. It runs even where only
    /// the start-up is asked for: that wants a database that has been used.
    async fn embedded(&mut self, folder: &Path) -> Result<(), BenchError> {
        let mut gatepost = self.installation.start(folder, EMBEDDED)?;
        gatepost.first_ok("/healthz").await?;
        self.memory(&gatepost, "rss_at_start").await?;
        gatepost.first_ok("/").await?;
        self.memory(&gatepost, "rss_idle").await?;
        if self.wants("profile") {
            let bare = BareRoute::start()?;
            let yardstick = Repeat::anonymous(bare.address, "/")?;
            self.compare("profile", Repeat::profile(&gatepost).await?, "bare_json_route", yardstick).await?;
        }
        if self.wants("refresh_sqlite") {
            let yardstick = Commit::all(&sqlite_url(&self.installation.empty_folder("yardstick")?)).await?;
            self.compare("refresh_sqlite", Renewal::all(&gatepost).await?, "sqlite_commit", yardstick).await?;
        }
        if self.wants("home_page") {
            self.measure("home_page", Repeat::home_page(&gatepost).await?).await?;
        }
        if self.wants("jwks") {
            self.measure("jwks", Repeat::anonymous(gatepost.app, "/.well-known/jwks.json")?).await?;
        }
        if self.wants("sign_in") {
            self.measure("sign_in", Browser::all(&gatepost)).await?;
        }
        self.memory(&gatepost, "rss_after_run").await?;
        gatepost.stop().await
    }

    async fn start_up(&mut self, used: &Path) -> Result<(), BenchError> {
        for (path, existing, empty) in [
            ("/healthz", "start_existing_healthz", "start_empty_healthz"),
            ("/", "start_existing_page", "start_empty_page"),
        ] {
            self.report.milliseconds(existing, start_up::on_existing(&self.installation, used, path).await?)?;
            self.report.milliseconds(empty, start_up::on_empty(&self.installation, path).await?)?;
        }
        Ok(())
    }

    async fn refresh_postgres(&mut self, server: &PostgresServer) -> Result<(), BenchError> {
        let (under_test, yardstick) = (server.create("gatepost").await?, server.create("yardstick").await?);
        let folder = self.installation.empty_folder("postgres")?;
        let mut gatepost = self.installation.start(&folder, &under_test)?;
        gatepost.first_ok("/healthz").await?;
        let renewals = Renewal::all(&gatepost).await?;
        self.compare("refresh_postgres", renewals, "postgres_commit", Commit::all(&yardstick).await?).await?;
        gatepost.stop().await?;
        server.drop("gatepost").await?;
        server.drop("yardstick").await
    }

    async fn memory(&mut self, gatepost: &Gatepost, name: &'static str) -> Result<(), BenchError> {
        if !self.wants("memory") {
            return Ok(());
        }
        tokio::time::sleep(SETTLE).await;
        self.report.amount(name, gatepost.resident_megabytes()?, "MB")
    }

    async fn measure<W: Workload>(&mut self, name: &'static str, mut workloads: Vec<W>) -> Result<(), BenchError> {
        eprintln!("bench: measuring {name}…");
        let mut sample = Sample::new()?;
        spell(&mut workloads, &mut sample).await?;
        self.report.rate(name, &sample, None)
    }

    /// Figure and yardstick in turns.
    async fn compare<W: Workload, Y: Workload>(
        &mut self,
        name: &'static str,
        mut workloads: Vec<W>,
        yardstick_name: &'static str,
        mut yardsticks: Vec<Y>,
    ) -> Result<(), BenchError> {
        eprintln!("bench: measuring {name} and {yardstick_name} in turns…");
        let (mut sample, mut yardstick) = (Sample::new()?, Sample::new()?);
        for _ in 0..TURNS {
            spell(&mut yardsticks, &mut yardstick).await?;
            spell(&mut workloads, &mut sample).await?;
        }
        self.report.rate(name, &sample, Some(&Yardstick { name: yardstick_name, sample: yardstick }))
    }
}

/// The URL of the SQLite database in that folder, whatever characters its path has.
fn sqlite_url(folder: &Path) -> String {
    let file: PathBuf = folder.join("yardstick.db");
    Url::from_file_path(&file).map_or_else(|()| EMBEDDED.to_owned(), |url| format!("sqlite://{}", url.path()))
}
