use std::{fmt, time::Duration};

use lettre::{message::Mailbox, transport::smtp::client::Certificate};
use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::{Host, Url};

use super::Reader;
use crate::provider::is_loopback;

/// Mail: where it goes.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// How it gets to people.
    pub delivery: Delivery,
}

/// How mail gets to people.
#[derive(Debug, Clone)]
pub enum Delivery {
    /// Through a mail server.
    Smtp(SmtpConfig),
    /// Not at all: it stays here, and the demo shows it at `/inbox`.
    Inbox,
}

/// A mail server that takes our mail.
#[derive(Debug, Clone)]
pub struct SmtpConfig {
    /// A name, or an address without brackets: what its certificate is for.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// Who we are there.
    pub login: Option<SmtpLogin>,
    /// Whom mail comes from.
    pub from: Mailbox,
    /// How long everything may take until the server asks for the text of a mail, connecting
    /// included.
    pub timeout: Duration,
    /// How long it may take to say that it has the text. A server that checks mail takes its time, and
    /// one that is given up too early gets the mail again (RFC 5321 §4.5.3.2.6 asks for 10 minutes).
    pub answer_timeout: Duration,
    /// The authorities that its certificate may come from, instead of the public ones.
    pub authorities: Option<Certificate>,
    /// Connections at a time.
    pub concurrency: usize,
}

/// A name and a password.
#[derive(Clone)]
pub struct SmtpLogin {
    /// Name.
    pub username: String,
    /// Password.
    pub password: SecretString,
}

/// How a connection to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpTls {
    /// TLS from the first byte (RFC 8314 §3.3).
    Implicit,
    /// STARTTLS (RFC 3207), or nothing is sent.
    Required,
    /// STARTTLS where the server offers it: whoever sits in between can take the offer away.
    Opportunistic,
    /// Not at all.
    None,
}

impl fmt::Debug for SmtpLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpLogin")
    }
}

impl MailConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let server = reader.optional("mail.smtp_url", server);
        let from = reader.optional("mail.from", |text| {
            text.parse::<Mailbox>().map_err(|_| "is an address such as Gatepost <no-reply@example.com>")
        });
        let timeout = reader.seconds("mail.timeout", Duration::from_secs(30), 1, 600);
        let answer_timeout = reader.seconds("mail.answer_timeout", Duration::from_secs(300), 1, 600);
        let authorities = reader.optional("mail.ca_file", certificates);
        let concurrency = reader.get("mail.concurrency", 4, |text| match text.parse() {
            Ok(many @ 1..=32) => Ok(many),
            _ => Err("is a number from 1 to 32"),
        });
        let delivery = match (server, from) {
            (Some(Server { host, port, tls, login }), Some(from)) => Delivery::Smtp(SmtpConfig {
                host,
                port,
                tls,
                login,
                from,
                timeout,
                answer_timeout,
                authorities,
                concurrency,
            }),
            (Some(_), None) => {
                reader.mistake("mail.from", "is missing: mail.smtp_url is set");
                Delivery::Inbox
            }
            (None, _) => Delivery::Inbox,
        };
        Self { delivery }
    }
}

/// What an address of a mail server says.
struct Server {
    host: String,
    port: u16,
    tls: SmtpTls,
    login: Option<SmtpLogin>,
}

/// No mistake repeats any part of it: it holds a password.
fn server(text: &str) -> Result<Server, &'static str> {
    const FORM: &str = "is an address such as smtps://user:password@mail.example.com";
    let url = Url::parse(text).map_err(|_| FORM)?;
    // The grammar of hosts is only known for web addresses.
    let web = url.host_str().and_then(|host| Url::parse(&format!("http://{host}")).ok()).ok_or(FORM)?;
    let (host, local) = match web.host().ok_or(FORM)? {
        Host::Domain(name) => (name.to_owned(), is_loopback(&web)),
        Host::Ipv4(address) => (address.to_string(), is_loopback(&web)),
        Host::Ipv6(address) => (address.to_string(), is_loopback(&web)),
    };
    if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
        return Err(FORM);
    }
    let asked = match url.query() {
        None => None,
        Some("tls=required") => Some(SmtpTls::Required),
        Some("tls=opportunistic") => Some(SmtpTls::Opportunistic),
        Some("tls=none") => Some(SmtpTls::None),
        Some(_) => return Err("takes ?tls=required, ?tls=opportunistic or ?tls=none, and nothing else"),
    };
    let (tls, port) = match (url.scheme(), asked) {
        ("smtps", None) => (SmtpTls::Implicit, 465),
        ("smtps", Some(_)) => return Err("takes no ?tls with smtps: that is TLS already"),
        ("smtp", Some(tls)) => (tls, 587),
        ("smtp", None) => (if local { SmtpTls::None } else { SmtpTls::Required }, 587),
        _ => return Err("begins with smtp: or smtps:"),
    };
    let login = login(&url).map_err(|()| FORM)?;
    if login.is_some() && !local && matches!(tls, SmtpTls::Opportunistic | SmtpTls::None) {
        return Err("would send its password over a connection that anybody can read: use smtps, or ?tls=required");
    }
    Ok(Server { host, port: url.port().unwrap_or(port), tls, login })
}

fn login(url: &Url) -> Result<Option<SmtpLogin>, ()> {
    let plain = |text| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| ());
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(()),
        (name, Some(password)) => Ok(Some(SmtpLogin { username: plain(name)?, password: plain(password)?.into() })),
    }
}

fn certificates(path: &str) -> Result<Certificate, String> {
    let pem = std::fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    let any = pem.windows(BEGIN.len()).any(|window| window == BEGIN);
    Certificate::from_pem(&pem).ok().filter(|_| any).ok_or_else(|| "holds no certificate in PEM".to_owned())
}

/// How a certificate in PEM begins (RFC 7468 §5.1).
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";

#[cfg(test)]
mod tests {
    use super::{super::Sources, *};

    fn read(pairs: &[(&str, &str)]) -> Result<Delivery, Vec<String>> {
        let mut reader = Reader::new(Sources::from_pairs(pairs));
        let config = MailConfig::read(&mut reader);
        reader.finish().map(|()| config.delivery).map_err(|mistakes| mistakes.0)
    }

    fn smtp(url: &str) -> Result<SmtpConfig, String> {
        match read(&[("mail.smtp_url", url), ("mail.from", "Gatepost <no-reply@example.com>")]) {
            Ok(Delivery::Smtp(config)) => Ok(config),
            Ok(Delivery::Inbox) => panic!("{url} is a server"),
            Err(mut mistakes) => Err(mistakes.swap_remove(0)),
        }
    }

    #[test]
    fn nothing_is_sent_unless_a_server_is_named() {
        assert!(matches!(read(&[]), Ok(Delivery::Inbox)));
        assert!(matches!(read(&[("mail.from", "a@example.com")]), Ok(Delivery::Inbox)));
    }

    #[test]
    fn tls_is_required_except_on_this_computer() {
        for (url, tls, port) in [
            ("smtp://127.0.0.1:2525", SmtpTls::None, 2525),
            ("smtp://localhost", SmtpTls::None, 587),
            ("smtp://[::1]:25", SmtpTls::None, 25),
            ("smtp://localhost?tls=required", SmtpTls::Required, 587),
            ("smtp://mail.example.com", SmtpTls::Required, 587),
            ("smtp://mail.example.com:25?tls=opportunistic", SmtpTls::Opportunistic, 25),
            ("smtp://mail.example.com?tls=none", SmtpTls::None, 587),
            ("smtps://mail.example.com", SmtpTls::Implicit, 465),
            ("smtps://mail.example.com:4650/", SmtpTls::Implicit, 4650),
        ] {
            let config = smtp(url).unwrap();
            assert_eq!((config.tls, config.port), (tls, port), "{url}");
        }
        assert_eq!(smtp("smtp://[::1]").unwrap().host, "::1");
    }

    #[test]
    fn a_password_may_hold_anything_and_is_never_told() {
        use secrecy::ExposeSecret;
        let config = smtp("smtps://me%40example.com:a%3Ab%2F%40+%25@mail.example.com").unwrap();
        let login = config.login.as_ref().unwrap();
        assert_eq!((login.username.as_str(), login.password.expose_secret()), ("me@example.com", "a:b/@+%"));
        assert!(!format!("{config:?}").contains("a:b"));
        for url in [
            "smtp://me:hush@mail.example.com?tls=none",
            "smtp://me:hush@mail.example.com?tls=opportunistic",
            "smtps://me:hush@mail.example.com/path",
            "smtps://me:hush@mail.example.com?tls=none",
            "http://me:hush@mail.example.com",
            "smtps://:hush@mail.example.com",
            "smtps://hush@mail.example.com",
            "me:hush",
        ] {
            let mistake = smtp(url).unwrap_err();
            assert!(mistake.starts_with("mail.smtp_url") && !mistake.contains("hush"), "{mistake}");
        }
    }

    #[test]
    fn what_mail_needs_is_told_by_name() {
        let first = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().swap_remove(0);
        assert!(first(&[("mail.smtp_url", "smtp://localhost")]).starts_with("mail.from is missing"));
        assert!(first(&[("mail.from", "Me <me>")]).starts_with("mail.from"));
        assert!(first(&[("mail.concurrency", "0")]).starts_with("mail.concurrency"));
        assert!(first(&[("mail.answer_timeout", "soon")]).starts_with("mail.answer_timeout"));
        assert!(first(&[("mail.timeout", "0")]).starts_with("mail.timeout"));
        assert!(first(&[("mail.ca_file", "/nowhere/ca.pem")]).starts_with("mail.ca_file cannot be read"));
        let not_pem = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        assert!(first(&[("mail.ca_file", not_pem)]).starts_with("mail.ca_file holds no certificate"));
    }
}
