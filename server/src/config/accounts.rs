use std::time::Duration;

use url::Url;

use super::{Reader, ServerConfig};

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// What people sign in with, beside the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// Their address.
    Email,
    /// Their user name.
    Username,
    /// Either.
    Either,
}

/// Whether an account has a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsernamePolicy {
    /// None.
    Off,
    /// If the person wants one.
    Optional,
    /// Always.
    Required,
}

/// Local accounts.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct AccountsConfig {
    /// Whether mail gets to anybody.
    pub mails: bool,
    /// Whether people may make accounts.
    pub registration: bool,
    /// Whether an account counts only once its address was shown to be theirs.
    pub require_activation: bool,
    /// What people sign in with.
    pub login: Login,
    /// Whether they have user names.
    pub usernames: UsernamePolicy,
    /// Whether new passwords and addresses are typed twice.
    pub retype: bool,
    /// Whether the API denies that other people exist, rather than refusing to show them.
    pub hide_users: bool,
    /// People on one page of the API's list.
    pub page_size: u32,
    /// Lives of what a mail carries.
    pub lives: MailLives,
    /// Where the links in mails lead.
    pub links: LinkTemplates,
    /// The pages of front ends that providers may send people to.
    pub social_redirect_uris: Vec<Url>,
}

/// How long what a mail carries can be used.
#[derive(Clone, Copy, Debug)]
pub struct MailLives {
    /// The activation.
    pub activation: Duration,
    /// A new password.
    pub reset: Duration,
    /// The new address.
    pub email_change: Duration,
    /// The way back to the old one.
    pub email_undo: Duration,
    /// The code that proves who somebody is.
    pub code: Duration,
}

/// Where the links in mails lead. `{uid}` and `{token}` are put in.
#[derive(Clone, Debug)]
pub struct LinkTemplates {
    /// Activates an account.
    pub activation: LinkTemplate,
    /// Sets a new password.
    pub reset: LinkTemplate,
    /// Confirms a new address.
    pub email_change: LinkTemplate,
    /// Brings the old address back.
    pub email_undo: LinkTemplate,
}

/// An address with two gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkTemplate(String);

impl LinkTemplate {
    /// `text` is an https address, or a path on `server`.
    fn parse(text: &str, server: &ServerConfig) -> Result<Self, &'static str> {
        const FORM: &str = "is a path or an https address with {uid} and {token}";
        if text.matches("{uid}").count() != 1 || text.matches("{token}").count() != 1 {
            return Err(FORM);
        }
        let filled = text.replace("{uid}", "u").replace("{token}", "t");
        let fits = if text.starts_with('/') {
            server.public_url.join(&filled).is_ok_and(|url| url.origin() == server.public_url.origin())
        } else {
            Url::parse(&filled).is_ok_and(|url| super::server::is_fit_for_people(&url))
        };
        if !fits {
            return Err(FORM);
        }
        Ok(Self(if text.starts_with('/') { format!("{}{text}", server.origin()) } else { text.to_owned() }))
    }

    /// The address for a `uid` and `token` in base64url.
    ///
    /// # Panics
    ///
    /// Never: it was read with its gaps filled.
    #[expect(clippy::expect_used, reason = "it was read with its gaps filled, and base64url is as good in every place")]
    pub fn fill(&self, uid: &str, token: &str) -> Url {
        Url::parse(&self.0.replace("{uid}", uid).replace("{token}", token)).expect("a checked template")
    }
}

impl AccountsConfig {
    /// `mails`: whether mail gets to anybody. Without, nobody can show that an address is theirs.
    pub(super) fn read(reader: &mut Reader, server: &ServerConfig, mails: bool) -> Self {
        let lives = MailLives {
            activation: reader.seconds("accounts.activation_ttl", Duration::from_secs(DAY), 5, 30 * DAY),
            reset: reader.seconds("accounts.reset_ttl", Duration::from_secs(HOUR), 5, DAY),
            email_change: reader.seconds("accounts.email_change_ttl", Duration::from_secs(DAY), 5, 30 * DAY),
            email_undo: reader.seconds("accounts.email_undo_ttl", Duration::from_secs(7 * DAY), 5, 90 * DAY),
            code: reader.seconds("accounts.code_ttl", Duration::from_secs(10 * 60), 5, HOUR),
        };
        let mut link = |name: &str, default: &str| {
            let default = LinkTemplate(format!("{}{default}", server.origin()));
            reader.get(&format!("accounts.{name}"), default, |text| LinkTemplate::parse(text, server))
        };
        let links = LinkTemplates {
            activation: link("activation_url", "/activate/{uid}/{token}"),
            reset: link("reset_url", "/reset/{uid}/{token}"),
            email_change: link("email_change_url", "/account/email/{uid}/{token}"),
            email_undo: link("email_undo_url", "/account/email/undo/{uid}/{token}"),
        };
        let registration = reader.flag("accounts.registration").unwrap_or(mails);
        let require_activation = reader.flag("accounts.require_activation").unwrap_or(true);
        if registration && require_activation && !mails {
            reader.mistake("mail.smtp_url", "is missing: accounts are activated by mail");
        }
        Self {
            mails,
            registration,
            require_activation,
            login: reader.get("accounts.login", Login::Email, parse_login),
            usernames: reader.get("accounts.usernames", UsernamePolicy::Optional, parse_usernames),
            retype: reader.flag("accounts.retype").unwrap_or(false),
            hide_users: reader.flag("accounts.hide_users").unwrap_or(true),
            page_size: reader.get("accounts.page_size", 20, |text| match text.parse() {
                Ok(size @ 1..=1000) => Ok(size),
                _ => Err("is a number from 1 to 1000"),
            }),
            lives,
            links,
            social_redirect_uris: reader.get("accounts.social_redirect_uris", Vec::new(), parse_pages),
        }
    }
}

/// Each exactly as it is compared and registered: what a front end and a provider spell another way
/// would be refused later, one person at a time.
fn parse_pages(text: &str) -> Result<Vec<Url>, String> {
    let parse = |page: &str| {
        let url = Url::parse(page).ok().filter(|url| super::server::is_fit_for_people(url) && url.fragment().is_none());
        let bare = url.filter(|url| url.username().is_empty() && url.password().is_none());
        match bare {
            Some(url) if url.as_str() == page => Ok(url),
            Some(url) => Err(format!("holds {page}: write it as {url}")),
            None => Err(format!("holds {page}: each is an https address (http on localhost) without #")),
        }
    };
    text.split_whitespace().map(parse).collect()
}

fn parse_login(text: &str) -> Result<Login, &'static str> {
    match text {
        "email" => Ok(Login::Email),
        "username" => Ok(Login::Username),
        "either" => Ok(Login::Either),
        _ => Err("is email, username or either"),
    }
}

fn parse_usernames(text: &str) -> Result<UsernamePolicy, &'static str> {
    match text {
        "off" => Ok(UsernamePolicy::Off),
        "optional" => Ok(UsernamePolicy::Optional),
        "required" => Ok(UsernamePolicy::Required),
        _ => Err("is off, optional or required"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    fn link(text: &str) -> Result<LinkTemplate, &'static str> {
        let mut reader = Reader::new(Sources::from_pairs(&[("server.public_url", "https://id.example.com")]));
        LinkTemplate::parse(text, &ServerConfig::read(&mut reader))
    }

    #[test]
    fn a_front_ends_page_is_written_as_it_is_compared() {
        let pages = parse_pages("https://app.example.com/signed-in http://localhost:5173/a?b=c").unwrap();
        assert_eq!(pages[1].as_str(), "http://localhost:5173/a?b=c");
        for wrong in [
            "https://app.example.com",
            "HTTPS://app.example.com/",
            "https://app.example.com/a/../b",
            "http://app.example.com/",
            "https://app.example.com/#x",
            "https://u:p@app.example.com/",
            "app://signed-in",
            "javascript:alert(1)",
            "*",
        ] {
            assert!(parse_pages(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_link_has_both_gaps_and_leads_somewhere_safe() {
        assert_eq!(link("/a/{uid}/{token}").unwrap().fill("u", "t").as_str(), "https://id.example.com/a/u/t");
        let elsewhere = link("https://app.example.com/#/reset/{uid}/{token}").unwrap();
        assert_eq!(elsewhere.fill("u", "t").as_str(), "https://app.example.com/#/reset/u/t");
        for wrong in ["/a/{uid}", "/a/{uid}/{token}/{token}", "a/{uid}/{token}", "//evil.example/{uid}/{token}"] {
            assert!(link(wrong).is_err(), "{wrong}");
        }
        for wrong in
            ["http://app.example.com/{uid}/{token}", "javascript:{uid}{token}", "/\\evil.example/{uid}/{token}"]
        {
            assert!(link(wrong).is_err(), "{wrong}");
        }
    }
}
