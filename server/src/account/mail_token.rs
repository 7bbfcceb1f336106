//! What a mail carries so that its reader can show that it arrived: the secret of a link and a short
//! code. Each is good for one purpose, once, and kept as a hash.

use crate::{
    clock::Timestamp,
    digest,
    random::{self, Random},
    store::{Db, MailTokenRow, StoreError, Tx},
    token::{MacRing, TokenError},
};

/// Tries at one code. With 20^8 codes, and links that go on working, five harm nobody.
const MOST_TRIES: i64 = 5;
/// Letters of a code: no vowels, nothing that looks like another.
const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// What a token is good for, and for nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes an account of a registration.
    Activation,
    /// Sets a new password.
    Reset,
    /// Confirms a new address.
    EmailChange,
    /// Brings the old address back.
    EmailUndo,
    /// Shows that whoever is signed in reads the account's mail.
    Reauthentication,
    /// Shows that whoever comes with another identity reads the account's mail.
    Join,
}

impl Purpose {
    /// As the store knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Reset => "reset",
            Self::EmailChange => "email_change",
            Self::EmailUndo => "email_undo",
            Self::Reauthentication => "reauthentication",
            Self::Join => "join",
        }
    }
}

/// What goes into a mail.
pub struct Issued {
    /// For the link.
    pub secret: String,
    /// To be typed: `WDJB-MJHT`.
    pub code: String,
}

/// What a token is made for.
pub struct Request<'a> {
    /// What it is good for.
    pub purpose: Purpose,
    /// A registration's or a person's id.
    pub subject: &'a str,
    /// The address that the mail goes to, in lower case.
    pub address: &'a str,
    /// What its reader agrees to.
    pub detail: Option<String>,
    /// When it lapses.
    pub expires_at: Timestamp,
}

/// Why a link does not count.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Never made, lapsed, taken back, or for something or somebody else.
    #[error("the link does not count")]
    Unknown,
    /// Used before: what it was for is done.
    #[error("the link was used before")]
    Used,
    /// Our own fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes a token. Older ones of that purpose for that subject lapse; of ways back to an old address,
/// those that went to the same one. It counts once `tx` is saved.
pub async fn issue(
    tx: &mut Tx,
    macs: &MacRing,
    random: &dyn Random,
    request: Request<'_>,
    now: Timestamp,
) -> Result<Issued, TokenError> {
    let id = random::id(random).to_string();
    let secret = random::token(random);
    let code = new_code(random);
    match request.purpose {
        // Each mailbox has a way back of its own: a thief who moves on does not take the owner's away.
        Purpose::EmailUndo => {
            tx.mail_tokens().withdraw_to(request.purpose.name(), request.subject, request.address).await?;
        }
        other => tx.mail_tokens().withdraw(other.name(), request.subject).await?,
    }
    let row = MailTokenRow {
        code_mac: Some(macs.seal_code(&message(&id, &code))?),
        id,
        purpose: request.purpose.name().to_owned(),
        subject: request.subject.to_owned(),
        address: request.address.to_owned(),
        detail: request.detail,
        secret_hash: digest::sha256(&secret),
        code_tries: 0,
        created_at: now,
        expires_at: request.expires_at,
        used_at: None,
    };
    tx.mail_tokens().insert(&row).await?;
    Ok(Issued { secret, code })
}

/// The token of a link, without using it: a GET never does (mail scanners follow links).
pub async fn look(
    db: &mut Db,
    purpose: Purpose,
    subject: &str,
    secret: &str,
    now: Timestamp,
) -> Result<MailTokenRow, LinkError> {
    let row = db.mail_tokens().by_secret(&digest::sha256(secret)).await?;
    let row = row.filter(|row| row.purpose == purpose.name() && row.subject == subject).ok_or(LinkError::Unknown)?;
    if row.used_at.is_some() {
        return Err(LinkError::Used);
    }
    if now >= row.expires_at { Err(LinkError::Unknown) } else { Ok(row) }
}

/// The token whose code that is, among those that went to that address. Each try counts, whatever it
/// is, on every one of them; the tries are counted even if `tx` of the caller fails later.
pub async fn look_by_code(
    db: &mut Db,
    macs: &MacRing,
    purpose: Purpose,
    (address, code): (&str, &str),
    now: Timestamp,
) -> Result<Option<MailTokenRow>, StoreError> {
    let code = normalized(code);
    let mut found = None;
    for row in db.mail_tokens().live(purpose.name(), address, now).await? {
        let may_be_tried = db.mail_tokens().try_code(&row.id, MOST_TRIES).await?;
        let fits = row.code_mac.as_deref().is_some_and(|mac| macs.opens_code(&message(&row.id, &code), mac));
        if may_be_tried && fits && found.is_none() {
            found = Some(row);
        }
    }
    Ok(found)
}

fn message(id: &str, code: &str) -> String {
    format!("mail code\n{id}\n{code}")
}

/// Eight letters, about 34 bits.
fn new_code(random: &dyn Random) -> String {
    let mut code = String::with_capacity(9);
    while code.len() < 9 {
        if code.len() == 4 {
            code.push('-');
        }
        let [byte] = random::bytes::<1>(random);
        // 240 is the largest multiple of 20 in a byte: what is above would favour some letters.
        if byte < 240 {
            code.push(char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]));
        }
    }
    code
}

/// However it was typed.
fn normalized(code: &str) -> String {
    let letters: String =
        code.chars().filter(char::is_ascii_alphanumeric).take(16).map(|char| char.to_ascii_uppercase()).collect();
    if letters.len() == 8 { format!("{}-{}", &letters[..4], &letters[4..]) } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn a_code_is_found_again_however_it_is_typed() {
        let code = new_code(&SystemRandom);
        assert_eq!(code.len(), 9);
        assert!(code.bytes().all(|byte| byte == b'-' || ALPHABET.contains(&byte)), "{code}");
        assert_eq!(normalized(&format!(" {} ", code.to_lowercase().replace('-', " "))), code);
        assert_eq!(normalized("\u{e9}"), "");
    }
}
