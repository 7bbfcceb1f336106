use app::words::{Language, date_and_time};
use url::Url;

use super::{
    harmless::harmless,
    letter::{Letter, Occasion},
    words::{Said, Words, words},
};

/// A letter in words, before it has a form. Nothing in it is a stranger's unless it was made harmless.
pub(super) struct Draft<'a> {
    pub(super) language: Language,
    pub(super) said: &'static Said,
    pub(super) hello: &'static str,
    pub(super) facts: Vec<(&'static str, String)>,
    /// What the button leads to.
    pub(super) link: Option<&'a Url>,
    /// What stands before the code, and the code.
    pub(super) code: Option<(&'static str, &'a str)>,
    /// How long link and code are good.
    pub(super) life: Option<String>,
    /// A sentence, and a link that goes with it.
    pub(super) more: Option<(&'static str, &'a Url)>,
    pub(super) closing: String,
}

impl<'a> Draft<'a> {
    /// The letter in that language, from the site of that name.
    pub(super) fn of(letter: &'a Letter, language: Language, site: &str) -> Self {
        let words = words(language);
        let (link, code) = (link(letter), code(letter));
        Self {
            language,
            said: said(letter, words),
            hello: words.hello,
            facts: facts(letter, language),
            link,
            code: code.map(|code| (if link.is_some() { words.or_code } else { words.code }, code)),
            life: letter.valid_for().map(|span| {
                let life = match (link, code) {
                    (Some(_), Some(_)) => words.both_life,
                    (Some(_), None) => words.link_life,
                    (None, _) => words.code_life,
                };
                life(&(words.duration)(span))
            }),
            more: match letter {
                Letter::AlreadyRegistered { reset_link, .. } => Some((words.forgotten, reset_link)),
                _ => None,
            },
            closing: (words.closing)(site),
        }
    }
}

fn said(letter: &Letter, words: &'static Words) -> &'static Said {
    match letter {
        Letter::Activation { .. } => &words.activation,
        Letter::AlreadyRegistered { .. } => &words.already_registered,
        Letter::Confirmation { .. } => &words.confirmation,
        Letter::ChoosePassword { .. } => &words.choose_password,
        Letter::PasswordReset { .. } => &words.password_reset,
        Letter::NoPassword { .. } => &words.no_password,
        Letter::NoAccount { .. } => &words.no_account,
        Letter::PasswordChanged { .. } => &words.password_changed,
        Letter::EmailChange { .. } => &words.email_change,
        Letter::EmailChangeNotice { .. } => &words.email_change_notice,
        Letter::EmailChanged { .. } => &words.email_changed,
        Letter::UsernameReset { .. } => &words.username_reset,
        Letter::NewDevice { .. } => &words.new_device,
        Letter::RefreshReuse { .. } => &words.refresh_reuse,
        Letter::SignedOutEverywhere { .. } => &words.signed_out_everywhere,
        Letter::MethodAdded { .. } => &words.method_added,
        Letter::MethodRemoved { .. } => &words.method_removed,
        Letter::DeletionCode { .. } => &words.deletion_code,
        Letter::AccountDeleted { .. } => &words.account_deleted,
    }
}

fn link(letter: &Letter) -> Option<&Url> {
    match letter {
        Letter::Activation { link, .. }
        | Letter::ChoosePassword { link, .. }
        | Letter::PasswordReset { link, .. }
        | Letter::EmailChange { link, .. } => Some(link),
        Letter::AlreadyRegistered { sign_in_link, .. }
        | Letter::Confirmation { sign_in_link }
        | Letter::NoPassword { sign_in_link, .. }
        | Letter::UsernameReset { sign_in_link, .. }
        | Letter::SignedOutEverywhere { sign_in_link, .. } => Some(sign_in_link),
        Letter::EmailChanged { account_link, .. }
        | Letter::NewDevice { account_link, .. }
        | Letter::RefreshReuse { account_link, .. }
        | Letter::MethodAdded { account_link, .. }
        | Letter::MethodRemoved { account_link, .. } => Some(account_link),
        Letter::NoAccount { register_link } => register_link.as_ref(),
        Letter::PasswordChanged { reset_link, .. } => Some(reset_link),
        Letter::EmailChangeNotice { undo_link, .. } => Some(undo_link),
        Letter::DeletionCode { .. } | Letter::AccountDeleted { .. } => None,
    }
}

fn code(letter: &Letter) -> Option<&str> {
    match letter {
        Letter::Activation { code, .. }
        | Letter::ChoosePassword { code, .. }
        | Letter::PasswordReset { code, .. }
        | Letter::EmailChange { code, .. }
        | Letter::DeletionCode { code, .. } => Some(code),
        _ => None,
    }
}

fn facts(letter: &Letter, language: Language) -> Vec<(&'static str, String)> {
    let names = &words(language).facts;
    let when = |at: crate::clock::Timestamp| (names.when, date_and_time(language, at.seconds()));
    let list = |texts: &[String]| texts.iter().map(|text| harmless(text)).collect::<Vec<_>>().join(", ");
    match letter {
        Letter::PasswordChanged { occasion: Occasion { at, device, ip }, .. }
        | Letter::NewDevice { occasion: Occasion { at, device, ip }, .. }
        | Letter::RefreshReuse { occasion: Occasion { at, device, ip }, .. } => {
            vec![when(*at), (names.device, harmless(device)), (names.ip, harmless(ip))]
        }
        Letter::SignedOutEverywhere { at, .. } | Letter::AccountDeleted { at } => vec![when(*at)],
        Letter::PasswordReset { username: Some(name), .. } => vec![(names.username, harmless(name))],
        Letter::UsernameReset { usernames, .. } => vec![(names.username, list(usernames))],
        Letter::NoPassword { providers, .. } => vec![(names.providers, list(providers))],
        Letter::MethodAdded { provider, .. } | Letter::MethodRemoved { provider, .. } => {
            vec![(names.provider, harmless(provider))]
        }
        Letter::EmailChangeNotice { new_masked, .. } | Letter::EmailChanged { new_masked, .. } => {
            vec![(names.new_address, harmless(new_masked))]
        }
        _ => Vec::new(),
    }
}
