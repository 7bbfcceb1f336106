use std::{
    io::{BufRead, BufReader, Write},
    path::PathBuf,
    process::{Child, ChildStdin, Command, Stdio},
};

use serde_json::Value;
use server::random::{SystemRandom, id};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A mail server, `tests/smtp/peer.py`: does as the recipient's address says. Gone when dropped.
pub struct Peer {
    port: u16,
    folder: PathBuf,
    process: Child,
    commands: ChildStdin,
    events: UnboundedReceiver<Value>,
}

impl Peer {
    /// One that takes mail from anybody, in the clear.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// One that offers STARTTLS and insists on it. Its certificate is by an authority of its own.
    pub async fn with_starttls() -> Self {
        Self::with(&["--starttls"]).await
    }

    /// One that speaks TLS from the first byte.
    pub async fn with_implicit_tls() -> Self {
        Self::with(&["--implicit-tls"]).await
    }

    /// One that wants a name and a password.
    pub async fn with_login(login: &str) -> Self {
        Self::with(&["--auth", login]).await
    }

    async fn with(arguments: &[&str]) -> Self {
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp/peer.py");
        let python = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/python/bin/python");
        let folder = std::env::temp_dir().join(format!("gatepost_peer_{}", id(&SystemRandom).simple()));
        std::fs::create_dir(&folder).unwrap();
        let mut command = Command::new(python);
        command.arg(here).args(arguments);
        if arguments.last().is_some_and(|last| last.ends_with("tls")) {
            command.arg(&folder);
        }
        let started = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut process = started.unwrap_or_else(|error| panic!("run scripts/install/python.sh: {error}"));
        let commands = process.stdin.take().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (sender, mut events) = unbounded_channel();
        // A thread: it ends with the process.
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let event: Value = serde_json::from_str(&line).unwrap();
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        let listening = events.recv().await.expect("the mail server starts");
        let port = u16::try_from(listening["port"].as_u64().unwrap()).unwrap();
        Self { port, folder, process, commands, events }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The authority that its certificate is by.
    pub fn ca_file(&self) -> String {
        self.folder.join("ca.pem").display().to_string()
    }

    /// What happens next.
    pub async fn next(&mut self) -> Value {
        self.events.recv().await.expect("the mail server runs")
    }

    /// The next mail that it takes; nothing else may happen before.
    pub async fn mail(&mut self) -> Value {
        let event = self.next().await;
        assert_eq!(event["event"], "taken", "{event}");
        event
    }

    /// Everything that has happened and was not asked for yet, once it has ended.
    pub async fn rest(mut self) -> Vec<Value> {
        self.process.kill().unwrap();
        let mut rest = Vec::new();
        while let Some(event) = self.events.recv().await {
            rest.push(event);
        }
        rest
    }

    /// Lets it take what it is slow about.
    pub fn go(&mut self) {
        self.commands.write_all(b"go\n").unwrap();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
