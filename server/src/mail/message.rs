use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};
use url::Host;
use uuid::Uuid;

use super::{Content, MailError};
use crate::{clock::Timestamp, store::SealedMail, token::Vault};

/// A mail as a server takes it.
pub(super) struct Ready {
    pub(super) from: Address,
    pub(super) to: Address,
    /// Header and body (RFC 5322, RFC 2046), lines ended by CR LF.
    pub(super) bytes: Vec<u8>,
}

impl Ready {
    /// From a row of the outbox. Every try makes the same: Message-ID and date come from the row.
    pub(super) fn make(mail: &SealedMail, from: &Mailbox, host: &str, vault: &Vault) -> Result<Self, MailError> {
        let id = Uuid::parse_str(&mail.id).map_err(|_| MailError::Message("an id that is none"))?;
        let Content { subject, text, html } = Content::open(id, &mail.sealed, vault)?;
        let to = reachable(&mail.recipient)?;
        let message = Message::builder()
            .message_id(Some(format!("<{id}@{host}>")))
            .date(date(mail.created_at))
            .from(from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject)
            // RFC 3834 §5: no holiday notes to us.
            .raw_header(header("Auto-Submitted", "auto-generated")?)
            .raw_header(header("X-Auto-Response-Suppress", "All")?)
            .multipart(MultiPart::alternative_plain_html(text, html))
            .map_err(|_| MailError::Message("what the mail says"))?;
        Ok(Self { from: from.email.clone(), to, bytes: message.formatted() })
    }
}

/// The address with its domain as DNS knows it, so that only a local part that is not ASCII needs a
/// server that takes one (SMTPUTF8, RFC 6531).
fn reachable(address: &str) -> Result<Address, MailError> {
    let refused = || MailError::Message("the recipient's address");
    let address: Address = address.parse().map_err(|_| refused())?;
    match Host::parse(address.domain()) {
        Ok(Host::Domain(domain)) => Address::new(address.user(), domain).map_err(|_| refused()),
        // An address literal stays as it is.
        _ => Ok(address),
    }
}

fn header(name: &str, value: &str) -> Result<HeaderValue, MailError> {
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(|_| MailError::Message("a header's name"))?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

fn date(at: Timestamp) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at.millis()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use app::words::Language;
    use secrecy::SecretString;

    use super::*;
    use crate::mail::Letter;

    #[test]
    fn every_try_is_the_same_mail() {
        let vault = Vault::from_base64(&SecretString::from("Z2F0ZXBvc3QncyBpbnRlZ3JhdGlvbiB0ZXN0cywgMzI=")).unwrap();
        let id = Uuid::from_u128(7);
        let letter = Letter::AccountDeleted { at: Timestamp::from_seconds(0) };
        let mail = SealedMail {
            id: id.to_string(),
            kind: letter.kind().to_owned(),
            recipient: "Ada@müller.example".to_owned(),
            sealed: Content::of(&letter, Language::De, "id.example").seal(id, &vault).unwrap(),
            attempts: 1,
            created_at: Timestamp::from_seconds(1_800_000_000),
            worth_until: Timestamp::from_seconds(1_800_000_001),
        };
        let from: Mailbox = "Gatepost <no-reply@example.com>".parse().unwrap();
        let ready = Ready::make(&mail, &from, "id.example", &vault).unwrap();
        let text = String::from_utf8(ready.bytes).unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <00000000-0000-0000-0000-000000000007@id.example>",
            "Date: Fri, 15 Jan 2027 08:00:00 +0000",
            "From: Gatepost <no-reply@example.com>",
            "To: Ada@xn--mller-kva.example",
            "Auto-Submitted: auto-generated",
        ] {
            assert!(head.lines().any(|other| other == line), "{line} in {head}");
        }
        assert!(text.is_ascii(), "any server takes it");
    }
}
