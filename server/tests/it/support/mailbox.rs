use server::mail::Inbox;
use url::Url;

use super::Site;

/// The mailbox of an address: what was written to it, read as its owner reads it.
pub struct Mailbox {
    inbox: Inbox,
    address: String,
}

/// A mail, opened.
pub struct Mail {
    /// Which letter.
    pub kind: String,
    /// The address that it goes to, as it stands in the envelope.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The other part.
    pub html: String,
}

impl Mailbox {
    pub(super) fn new(site: &Site, address: &str) -> Self {
        Self { inbox: Inbox::new(site.store.clone(), site.rings.vault.clone()), address: address.to_owned() }
    }

    /// Every mail, the newest first; in no order those of the same moment.
    pub async fn all(&self) -> Vec<Mail> {
        let seen = self.inbox.list(Some(&self.address)).await.unwrap().into_iter();
        seen.map(|seen| Mail {
            kind: seen.kind,
            to: seen.to,
            subject: seen.content.subject,
            text: seen.content.text,
            html: seen.content.html,
        })
        .collect()
    }

    /// What letters there are, in the order of the alphabet.
    pub async fn kinds(&self) -> Vec<String> {
        let mut kinds: Vec<_> = self.all().await.into_iter().map(|mail| mail.kind).collect();
        kinds.sort();
        kinds
    }

    /// How many letters of that kind there are.
    pub async fn count(&self, kind: &str) -> usize {
        self.all().await.iter().filter(|mail| mail.kind == kind).count()
    }

    /// The newest letter of that kind.
    pub async fn newest(&self, kind: &str) -> Mail {
        let all = self.all().await;
        let kinds: Vec<_> = all.iter().map(|mail| mail.kind.clone()).collect();
        let found = all.into_iter().find(|mail| mail.kind == kind);
        found.unwrap_or_else(|| panic!("no {kind} for {} among {kinds:?}", self.address))
    }
}

impl Mail {
    /// What it is about: the first line of the plain part that begins with `http`.
    pub fn link(&self) -> Url {
        let line = self.text.lines().find(|line| line.starts_with("http"));
        line.unwrap_or_else(|| panic!("no link in {}", self.text)).parse().unwrap()
    }

    /// What the link tells of whose it is, and its secret.
    pub fn uid_and_token(&self) -> (String, String) {
        let link = self.link();
        let mut parts = link.path_segments().unwrap().rev();
        let (token, uid) = (parts.next().unwrap(), parts.next().unwrap());
        (uid.to_owned(), token.to_owned())
    }

    /// The code that stands alone on a line.
    pub fn code(&self) -> String {
        let is_code = |line: &&str| {
            line.len() == 9
                && line.char_indices().all(|(at, c)| if at == 4 { c == '-' } else { c.is_ascii_uppercase() })
        };
        self.text.lines().find(is_code).unwrap_or_else(|| panic!("no code in {}", self.text)).to_owned()
    }
}
