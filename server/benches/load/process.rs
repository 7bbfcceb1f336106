use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use http::StatusCode;

use super::{
    client::{Client, get},
    error::BenchError,
};

/// A start that takes longer has failed.
const LONGEST_START: Duration = Duration::from_secs(30);
/// A stop that takes longer is forced.
const LONGEST_STOP: Duration = Duration::from_secs(5);
/// Between two looks at something that is about to happen.
const TICK: Duration = Duration::from_millis(1);
/// Bytes of the log that an error shows.
const LOG_END: usize = 2000;

/// The binary under test, as `scripts/build.sh` leaves it, and where its databases go.
pub struct Installation {
    binary: PathBuf,
    folder: PathBuf,
}

/// A running Gatepost.
pub struct Gatepost {
    child: Child,
    started: Instant,
    log: PathBuf,
    /// Where the app listens.
    pub app: SocketAddr,
    /// Where the demo provider listens.
    pub demo: SocketAddr,
}

impl Installation {
    /// `GATEPOST_BINARY`, or the release build; databases in an empty folder beside it, on the
    /// disk that is under test rather than on a temporary file system that may be memory.
    pub fn find(target: &Path) -> Result<Self, BenchError> {
        let binary = std::env::var_os("GATEPOST_BINARY").map_or_else(|| target.join("release/gatepost"), PathBuf::from);
        let binary = binary.canonicalize().map_err(|_| BenchError::NoBinary(binary))?;
        let folder = target.join(format!("bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self { binary, folder: folder.canonicalize()? })
    }

    /// An empty folder of that name; what was in it is gone.
    pub fn empty_folder(&self, name: &str) -> Result<PathBuf, BenchError> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir(&folder)?;
        Ok(folder)
    }

    /// Starts Gatepost in a folder on a database, on free ports and with nothing else configured.
    pub fn start(&self, folder: &Path, database: &str) -> Result<Gatepost, BenchError> {
        self.start_with(folder, database, &[])
    }

    /// Starts it with those settings as well.
    pub fn start_with(&self, folder: &Path, database: &str, settings: &[(&str, &str)]) -> Result<Gatepost, BenchError> {
        let [app, demo] = free_sockets()?;
        let log = folder.join("gatepost.log");
        let mut command = Command::new(&self.binary);
        command
            .current_dir(folder)
            .env_clear()
            .env("GATEPOST__SERVER__BIND", app.to_string())
            .env("GATEPOST__SERVER__PUBLIC_URL", origin(app))
            .env("GATEPOST__DEMO__BIND", demo.to_string())
            .env("GATEPOST__DEMO__PUBLIC_URL", origin(demo))
            .env("GATEPOST__DATABASE__URL", database)
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let started = Instant::now();
        Ok(Gatepost { child: command.spawn()?, started, log, app, demo })
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        // What cannot be removed is in the build folder, where nobody minds it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Gatepost {
    /// Asks for a path until it answers 200. How long after the start that was.
    pub async fn first_ok(&mut self, path: &str) -> Result<Duration, BenchError> {
        let mut client = Client::new(self.app);
        loop {
            if let Ok(answer) = client.send(get(path, &[])?).await
                && answer.status() == StatusCode::OK
            {
                return Ok(self.started.elapsed());
            }
            if self.child.try_wait()?.is_some() {
                return Err(self.failed("ended"));
            }
            if self.started.elapsed() > LONGEST_START {
                return Err(self.failed("did not answer"));
            }
            tokio::time::sleep(TICK).await;
        }
    }

    /// Memory it holds, in megabytes of 10⁶ bytes.
    pub fn resident_megabytes(&self) -> Result<f64, BenchError> {
        self.megabytes("VmRSS:")
    }

    /// The most that it held at any time.
    pub fn peak_megabytes(&self) -> Result<f64, BenchError> {
        self.megabytes("VmHWM:")
    }

    /// From now on the most that it held counts anew.
    pub fn forget_peak(&self) -> Result<(), BenchError> {
        // proc(5): 5 resets the high-water mark.
        Ok(fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    /// Processor time that its threads have taken so far. One that ends takes its own with it: none does
    /// while it is asked for something every moment.
    pub fn processor_time(&self) -> Result<Duration, BenchError> {
        let mut nanoseconds = 0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let told = fs::read_to_string(thread?.path().join("schedstat"))?;
            let first = told.split_ascii_whitespace().next().and_then(|word| word.parse::<u64>().ok());
            nanoseconds += first.ok_or_else(|| self.failed("does not say how long it ran"))?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    fn megabytes(&self, field: &str) -> Result<f64, BenchError> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB")?.parse::<f64>().ok())
            .map(|kibibytes| kibibytes * 1024.0 / 1e6)
            .ok_or_else(|| self.failed("does not say how much memory it holds"))
    }

    /// The origin browsers know the app by.
    pub fn origin(&self) -> String {
        origin(self.app)
    }

    /// Ends it as a service manager does, and waits.
    pub async fn stop(mut self) -> Result<(), BenchError> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() && asked.elapsed() < LONGEST_STOP {
            tokio::time::sleep(TICK).await;
        }
        Ok(())
    }

    fn failed(&self, what: &'static str) -> BenchError {
        let log = fs::read(&self.log).unwrap_or_default();
        let end = &log[log.len().saturating_sub(LOG_END)..];
        BenchError::Gatepost { what, log: String::from_utf8_lossy(end).into_owned() }
    }
}

impl Drop for Gatepost {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn origin(socket: SocketAddr) -> String {
    format!("http://localhost:{}", socket.port())
}

/// Nobody listens on them now. Both are held until both are known, so they differ.
fn free_sockets() -> Result<[SocketAddr; 2], BenchError> {
    let any = (Ipv4Addr::LOCALHOST, 0);
    let (first, second) = (TcpListener::bind(any)?, TcpListener::bind(any)?);
    Ok([first.local_addr()?, second.local_addr()?])
}
