use std::time::Duration;

use lettre::{
    message::Mailbox,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection as Connection, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::{ClientId, Extension, MailParameter},
    },
};
use secrecy::ExposeSecret;
use url::Url;

use super::{MailError, message::Ready};
use crate::{
    config::{SmtpConfig, SmtpTls},
    store::StoreError,
};

/// A mail server, and what is needed to talk to it.
pub(super) struct Smtp {
    config: SmtpConfig,
    tls: TlsParameters,
    hello: ClientId,
}

/// How handing over a mail ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The server has it.
    Taken,
    /// The server will not have this mail, now or later.
    Refused(String),
    /// The server will not have this mail now.
    Later(String),
    /// There is no talking to the server at all, whichever mail it is.
    Unreachable(String),
    /// Somebody else has taken the mail up meanwhile.
    NotOurs,
}

/// How a mail ended, and the connection if it can be used again.
type Ended = (Outcome, Option<Connection>);

/// A connection, kept from one mail to the next.
#[derive(Default)]
pub(super) struct Line(Option<Connection>);

/// Looks whether that mail server can be reached, and takes us for who we are. Why not, otherwise.
pub async fn try_server(config: &SmtpConfig, public_url: &Url) -> Result<(), String> {
    let host = public_url.host_str().unwrap_or("localhost");
    let smtp = Smtp::new(config.clone(), host).map_err(|error| error.to_string())?;
    smtp.greet().await
}

impl Smtp {
    pub(super) fn new(config: SmtpConfig, host: &str) -> Result<Self, MailError> {
        let mut tls = TlsParameters::builder(config.host.clone());
        if let Some(authorities) = config.authorities.clone() {
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(authorities);
        }
        Ok(Self { tls: tls.build()?, hello: ClientId::Domain(host.to_owned()), config })
    }

    pub(super) fn from(&self) -> &Mailbox {
        &self.config.from
    }

    pub(super) fn concurrency(&self) -> usize {
        self.config.concurrency
    }

    /// How long [`Smtp::deliver`] takes at most until it awaits `mark`.
    pub(super) fn opening(&self) -> Duration {
        self.config.timeout
    }

    /// How long it takes at most from there.
    pub(super) fn answer(&self) -> Duration {
        self.config.answer_timeout
    }

    /// Hands a mail over. `mark` is awaited when the server has said yes to everything but the text,
    /// and says whether the text may go.
    pub(super) async fn deliver(
        &self,
        line: &mut Line,
        mail: &Ready,
        mark: impl Future<Output = Result<bool, StoreError>>,
    ) -> Outcome {
        // Taken out: a conversation that was cut off leaves no line to go on with. Boxed: TLS makes
        // these futures big.
        let opening = within(self.opening(), Box::pin(self.open(line.0.take(), mail)));
        let (outcome, kept) = match opening.await {
            Err(silence) => (silence, None),
            Ok(Err(ended)) => ended,
            Ok(Ok(connection)) => match mark.await {
                Ok(true) => match within(self.answer(), Box::pin(text(connection, mail))).await {
                    Err(silence) => (silence, None),
                    Ok(ended) => ended,
                },
                // The connection is dropped: a text without its end is no mail.
                Ok(false) => (Outcome::NotOurs, None),
                Err(error) => (Outcome::Later(format!("the outbox: {error}")), None),
            },
        };
        line.0 = kept;
        outcome
    }

    /// Everything before the text. The connection is one that was good for the last mail, if it
    /// still is.
    async fn open(&self, mut kept: Option<Connection>, mail: &Ready) -> Result<Connection, Ended> {
        loop {
            let fresh = kept.is_none();
            let mut connection = match kept.take() {
                Some(connection) => connection,
                None => self.connect().await.map_err(|error| (Outcome::Unreachable(told(&error)), None))?,
            };
            match begin(&mut connection, mail).await {
                Ok(()) => return Ok(connection),
                // The server has had enough of that one.
                Err(Stop::Line(_)) if !fresh => {}
                Err(Stop::Line(why)) => return Err((Outcome::Unreachable(why), None)),
                Err(Stop::Mail(outcome)) => return Err((outcome, reset(connection).await)),
            }
        }
    }

    /// Looks whether the server takes us for who we are, and says good-bye.
    pub(super) async fn greet(&self) -> Result<(), String> {
        let greeting = async {
            let mut connection = self.connect().await.map_err(|error| told(&error))?;
            // It has shown what was asked, whatever it says to that.
            let _ = connection.quit().await;
            Ok(())
        };
        let silence = |_| format!("no answer within {} ms", self.config.timeout.as_millis());
        tokio::time::timeout(self.config.timeout, Box::pin(greeting)).await.map_err(silence)?
    }

    /// Says good-bye, if there is anybody.
    pub(super) async fn close(&self, line: Line) {
        if let Some(mut connection) = line.0 {
            // What was handed over stays so, whatever the answer.
            let _ = tokio::time::timeout(self.config.timeout, connection.quit()).await;
        }
    }

    async fn connect(&self) -> Result<Connection, Error> {
        let SmtpConfig { host, port, tls, login, timeout, .. } = &self.config;
        let wrapper = (*tls == SmtpTls::Implicit).then(|| self.tls.clone());
        let mut connection =
            Connection::connect_tokio1((host.as_str(), *port), Some(*timeout), &self.hello, wrapper, None).await?;
        if *tls == SmtpTls::Required || (*tls == SmtpTls::Opportunistic && connection.can_starttls()) {
            connection.starttls(self.tls.clone(), &self.hello).await?;
        }
        if let Some(login) = login {
            let credentials = Credentials::new(login.username.clone(), login.password.expose_secret().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await?;
        }
        Ok(connection)
    }
}

/// Why a mail's envelope was not taken.
enum Stop {
    /// Because of the connection, or of us.
    Line(String),
    /// Because of this mail.
    Mail(Outcome),
}

/// Everything before the text.
async fn begin(connection: &mut Connection, mail: &Ready) -> Result<(), Stop> {
    let mut parameters = Vec::new();
    if ![&mail.from, &mail.to].into_iter().all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Stop::Mail(Outcome::Refused("the server takes no such address (SMTPUTF8)".to_owned())));
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    // A refusal of the sender is about us, and the same for every mail.
    connection
        .command(Mail::new(Some(mail.from.clone()), parameters))
        .await
        .map_err(|error| Stop::Line(told(&error)))?;
    connection.command(Rcpt::new(mail.to.clone(), Vec::new())).await.map_err(about_the_mail)?;
    connection.command(Data).await.map_err(about_the_mail)?;
    Ok(())
}

fn about_the_mail(error: Error) -> Stop {
    if error.is_permanent() {
        Stop::Mail(Outcome::Refused(told(&error)))
    } else if error.is_transient() && !is_good_bye(&error) {
        Stop::Mail(Outcome::Later(told(&error)))
    } else {
        Stop::Line(told(&error))
    }
}

/// The text, and what the server says of it.
async fn text(mut connection: Connection, mail: &Ready) -> Ended {
    match connection.message(&mail.bytes).await {
        Ok(_) => (Outcome::Taken, Some(connection)),
        Err(error) if error.is_permanent() => (Outcome::Refused(told(&error)), Some(connection)),
        Err(error) if error.is_transient() && !is_good_bye(&error) => (Outcome::Later(told(&error)), Some(connection)),
        Err(error) => (Outcome::Unreachable(told(&error)), None),
    }
}

async fn within<T>(span: Duration, conversation: impl Future<Output = T>) -> Result<T, Outcome> {
    let silence = |_| Outcome::Unreachable(format!("no answer within {} ms", span.as_millis()));
    tokio::time::timeout(span, conversation).await.map_err(silence)
}

/// The connection as it was before the mail, if the server goes along.
async fn reset(mut connection: Connection) -> Option<Connection> {
    connection.command(Rset).await.is_ok().then_some(connection)
}

/// 421: the server closes the connection (RFC 5321 §3.8).
fn is_good_bye(error: &Error) -> bool {
    error.status().is_some_and(|code| u16::from(code) == 421)
}

/// What the server or the network said, on one line, for an operator. Passwords are never repeated
/// by a server, and lettre's errors hold only what it said.
fn told(error: &Error) -> String {
    const LONGEST: usize = 500;
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).take(LONGEST).collect()
}
