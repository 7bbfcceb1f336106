//! What every letter keeps to, in every language.

use std::{collections::HashSet, time::Duration};

use app::words::Language;
use scraper::{Html, Selector};
use url::Url;

use super::{Content, Letter, Occasion};
use crate::clock::Timestamp;

const SITE: &str = "id.example.com";
const CODE: &str = "493027";
const SPAN: Duration = Duration::from_secs(3600);
/// What a stranger would like to see in our mail.
const NASTY: &str = "Visit http://evil.example now\r\nBcc: e@evil.example\r\n\r\nhttps://evil.example <b onload=x>&";

fn link(path: &str) -> Url {
    Url::parse(&format!("https://{SITE}/{path}?a=1&b=%3C2")).unwrap()
}

/// One of each, with that text wherever somebody may choose one.
fn letters(text: &str) -> Vec<Letter> {
    let text = || text.to_owned();
    let at = Timestamp::from_seconds(1_795_192_530);
    let occasion = || Occasion { at, device: text(), ip: text() };
    let (code, valid_for) = (CODE.to_owned(), SPAN);
    let account_link = link("account");
    let sign_in_link = link("sign-in");
    vec![
        Letter::Activation { link: link("activate"), code: code.clone(), valid_for },
        Letter::AlreadyRegistered { sign_in_link: sign_in_link.clone(), reset_link: link("reset") },
        Letter::Confirmation { sign_in_link: sign_in_link.clone() },
        Letter::ChoosePassword { link: link("reset"), code: code.clone(), valid_for },
        Letter::PasswordReset { link: link("reset"), code: code.clone(), username: Some(text()), valid_for },
        Letter::PasswordReset { link: link("reset"), code: code.clone(), username: None, valid_for },
        Letter::NoPassword { providers: vec![text(), "Google".to_owned()], sign_in_link: sign_in_link.clone() },
        Letter::NoAccount { register_link: Some(link("register")) },
        Letter::NoAccount { register_link: None },
        Letter::PasswordChanged { occasion: occasion(), reset_link: link("reset") },
        Letter::EmailChange { link: link("email"), code: code.clone(), valid_for },
        Letter::EmailChangeNotice { new_masked: text(), undo_link: link("undo"), valid_for },
        Letter::EmailChanged { new_masked: text(), account_link: account_link.clone() },
        Letter::UsernameReset { usernames: vec![text(), text()], sign_in_link: sign_in_link.clone() },
        Letter::NewDevice { occasion: occasion(), account_link: account_link.clone() },
        Letter::RefreshReuse { occasion: occasion(), account_link: account_link.clone() },
        Letter::SignedOutEverywhere { at, sign_in_link },
        Letter::MethodAdded { provider: text(), account_link: account_link.clone() },
        Letter::MethodRemoved { provider: text(), account_link },
        Letter::JoinCode { code: code.clone(), provider: text(), valid_for },
        Letter::DeletionCode { code, valid_for },
        Letter::AccountDeleted { at },
    ]
}

fn everything(text: &str) -> impl Iterator<Item = (Letter, Language, Content)> {
    let letters = letters(text);
    Language::ALL.into_iter().flat_map(move |language| {
        letters.clone().into_iter().map(move |letter| {
            let content = Content::of(&letter, language, SITE);
            (letter, language, content)
        })
    })
}

/// Addresses that the HTML part leads to.
fn hrefs(content: &Content) -> Vec<String> {
    let page = Html::parse_document(&content.html);
    let links = Selector::parse("a").unwrap();
    page.select(&links).map(|element| element.attr("href").unwrap().to_owned()).collect()
}

#[test]
fn the_link_is_the_first_line_that_begins_with_http_and_stands_alone() {
    for (letter, language, content) in everything("Ada") {
        let lines: Vec<_> = content.text.lines().filter(|line| line.starts_with("http")).collect();
        let has_none = matches!(
            letter,
            Letter::JoinCode { .. }
                | Letter::DeletionCode { .. }
                | Letter::AccountDeleted { .. }
                | Letter::NoAccount { register_link: None }
        );
        assert_eq!(lines.is_empty(), has_none, "{letter:?} {language:?}");
        for line in &lines {
            assert_eq!(Url::parse(line).unwrap().as_str(), *line, "{letter:?}");
        }
        let shown: HashSet<_> = hrefs(&content).into_iter().collect();
        assert_eq!(shown, lines.iter().map(|line| (*line).to_owned()).collect(), "{letter:?}: both parts lead alike");
        assert_eq!(hrefs(&content).first().map(String::as_str), lines.first().copied(), "{letter:?}");
        assert_eq!(content.text.matches("http").count(), lines.len(), "{letter:?}: and no link within a sentence");
    }
}

#[test]
fn a_code_stands_alone_on_a_line() {
    for (letter, language, content) in everything("Ada") {
        let has_one = format!("{letter:?}").contains("activation")
            || matches!(
                letter,
                Letter::ChoosePassword { .. }
                    | Letter::PasswordReset { .. }
                    | Letter::EmailChange { .. }
                    | Letter::JoinCode { .. }
                    | Letter::DeletionCode { .. }
            );
        let lines = content.text.lines().filter(|line| *line == CODE).count();
        assert_eq!(lines, usize::from(has_one), "{letter:?} {language:?}\n{}", content.text);
        assert_eq!(content.html.matches(CODE).count(), lines, "{letter:?}");
    }
}

#[test]
fn what_runs_out_says_when_and_every_letter_says_why_it_came() {
    for (letter, language, content) in everything("Ada") {
        let (hour, why) = match language {
            Language::En => ("1 hour", "You get this "),
            Language::De => ("1 Stunde", "Sie erhalten diese "),
        };
        assert_eq!(content.text.contains(hour), letter.valid_for().is_some(), "{letter:?}");
        for part in [&content.text, &content.html] {
            assert!(part.contains(why), "{letter:?}");
        }
        assert!(content.text.contains(SITE) && content.html.contains(SITE));
    }
}

#[test]
fn nothing_that_a_stranger_chose_leads_anywhere_or_breaks_out() {
    for (letter, language, content) in everything(NASTY) {
        assert!(!content.subject.contains(['\r', '\n']) && content.subject.len() < 70, "{letter:?}");
        for part in [&content.subject, &content.text, &content.html] {
            assert!(!part.contains("evil.example"), "{letter:?} {language:?}\n{part}");
        }
        assert!(!content.text.contains('\r') && !content.text.lines().any(|line| line.starts_with("Bcc")));
        assert!(!content.html.contains("<b "), "{letter:?} {}", content.html);
        let page = Html::parse_document(&content.html);
        let strange = Selector::parse("b, script, img, iframe, form, link, base").unwrap();
        assert_eq!(page.select(&strange).count(), 0, "{letter:?}");
    }
}

#[test]
fn a_subject_says_what_the_letter_is_in_the_language_of_its_reader() {
    for language in Language::ALL {
        let subjects: HashSet<_> =
            letters("Ada").iter().map(|letter| Content::of(letter, language, SITE).subject).collect();
        assert_eq!(subjects.len(), 20);
    }
    for letter in letters("Ada") {
        let [english, german] = Language::ALL.map(|language| Content::of(&letter, language, SITE));
        assert_ne!(english.subject, german.subject);
        assert!(german.html.contains("<html lang=\"de\">") && english.html.contains("<html lang=\"en\">"));
        assert!(english.text.is_ascii(), "{}", english.text);
    }
}

#[test]
fn a_letter_that_is_printed_tells_no_secret() {
    for letter in letters("Ada") {
        assert_eq!(format!("{letter:?}"), letter.kind());
    }
}

#[test]
fn lines_are_no_longer_than_a_terminal() {
    for (letter, _, content) in everything("Ada") {
        let long = content.text.lines().find(|line| line.chars().count() > 78 && !line.starts_with("http"));
        assert_eq!(long, None, "{letter:?}");
    }
}

/// As a person reads it. What changes here, changes there.
#[test]
fn a_whole_letter() {
    let letters = letters("Ada");
    let letter = letters.iter().find(|letter| letter.kind() == "password_reset").unwrap();
    let content = Content::of(letter, Language::En, SITE);
    assert_eq!(content.subject, "Choose a new Gatepost password");
    let expected = "Hello,\n\n\
        Somebody asked for a new password for your account. The old one works\n\
        until you choose another.\n\n\
        User name: Ada\n\n\
        Choose a new password:\n\n\
        https://id.example.com/reset?a=1&b=%3C2\n\n\
        Or enter this code where you are asked for it:\n\n\
        493027\n\n\
        Link and code are good for 1 hour, once.\n\n\
        You get this mail because your address was typed into our form for\n\
        forgotten passwords. If that was not you, do nothing: your password\n\
        stays as it is.\n\n\
        -- \n\
        Gatepost at id.example.com. Nobody reads answers to this mail.\n";
    assert_eq!(content.text, expected);
    assert!(content.html.contains("href=\"https://id.example.com/reset?a=1&amp;b=%3C2\""));
}
