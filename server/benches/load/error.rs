use std::path::PathBuf;

/// Why something could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// A socket, file or process.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// A connection broke, or what came over it was no HTTP.
    #[error("HTTP: {0}")]
    Http(#[from] hyper::Error),
    /// A request that cannot be written.
    #[error("HTTP: {0}")]
    Request(#[from] http::Error),
    /// Another answer than the one that keeps a session going.
    #[error("{path} answered {status}: {body}")]
    Answer {
        /// What was asked for.
        path: String,
        /// The status.
        status: u16,
        /// The beginning of the body.
        body: String,
    },
    /// An answer without what must be in it.
    #[error("{path} answered without {what}")]
    Lacking {
        /// What was asked for.
        path: String,
        /// What is missing.
        what: &'static str,
    },
    /// Gatepost ended, or never answered.
    #[error("gatepost {what}; the end of its log:\n{log}")]
    Gatepost {
        /// What it did.
        what: &'static str,
        /// The end of what it wrote.
        log: String,
    },
    /// There is no binary to measure.
    #[error("{} is missing: scripts/bench.sh makes it", .0.display())]
    NoBinary(PathBuf),
    /// PostgreSQL's figure needs PostgreSQL.
    #[error("GATEPOST_TEST_POSTGRES_URL is not set: run scripts/bench.sh, which brings a server")]
    NoPostgres,
    /// An argument names no figure.
    #[error("there is no figure {0}; there are {1}")]
    UnknownFigure(String, String),
    /// Not one request of a figure was answered as it should be.
    #[error("{0} was not answered once in the measured time; {1} errors")]
    NothingMeasured(&'static str, u64),
    /// A hash that was not made.
    #[error("the password's hash: {0}")]
    Password(#[from] server::password::PasswordError),
    /// A database that is made here.
    #[error("a database of the bench's own: {0}")]
    Store(#[from] server::store::StoreError),
    /// A database that is filled here, or the server that it is made on.
    #[error("SQL: {0}")]
    Sql(#[from] sqlx::Error),
    /// A URL that cannot be used.
    #[error("URL: {0}")]
    Url(#[from] url::ParseError),
    /// A figure that is no JSON.
    #[error("JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The bounds of a histogram.
    #[error("histogram: {0}")]
    Bounds(#[from] hdrhistogram::CreationError),
    /// Histograms of different bounds.
    #[error("histogram: {0}")]
    Sum(#[from] hdrhistogram::AdditionError),
    /// A task of the load was lost.
    #[error("a connection's task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}
