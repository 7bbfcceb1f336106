//! Text that a stranger chose, made fit to stand in a mail of ours.

/// Characters of it that are kept.
const LONGEST: usize = 80;

/// The text on one line, without anything that a mail program would make a link of, turn around or
/// hide. Otherwise whoever registers somebody else's address could have us write to them.
pub(super) fn harmless(text: &str) -> String {
    let visible: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let alone = words.len() == 1;
    let kept: Vec<&str> = words.into_iter().filter(|word| !leads_somewhere(word, alone)).collect();
    let mut kept: String = kept.join(" ").chars().filter(|char| !is_hidden(*char)).take(LONGEST).collect();
    kept.truncate(kept.trim_end().len());
    kept
}

/// A word alone may have a dot in it, as user names do.
fn leads_somewhere(word: &str, alone: bool) -> bool {
    let word: String = word.chars().filter(|char| !is_hidden(*char)).collect::<String>().to_lowercase();
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let looks_like_a_host =
        host.trim_matches(|char: char| !char.is_alphanumeric()).rsplit_once('.').is_some_and(|(before, last)| {
            before.chars().any(char::is_alphanumeric) && last.len() >= 2 && last.chars().all(char::is_alphabetic)
        });
    word.contains("://")
        || word.contains("www.")
        || word.starts_with("mailto:")
        || (looks_like_a_host && (!alone || host.len() < word.len()))
}

/// What takes no room, or turns the text after it around (Unicode TR 36 §2.10).
fn is_hidden(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_as_they_are() {
        for name in
            ["Ada Lovelace", "ada.lovelace", "ada@example", "名前 太郎", "O'Neil-Müller", "Firefox 120.0 on Linux"]
        {
            assert_eq!(harmless(name), name);
        }
    }

    #[test]
    fn nothing_in_it_leads_anywhere() {
        for (text, left) in [
            ("Visit http://evil.example now", "Visit now"),
            ("https://evil.example/x", ""),
            ("HTTP://EVIL.EXAMPLE", ""),
            ("win at evil.example", "win at"),
            ("evil.example/claim", ""),
            ("(www.evil.example)", ""),
            ("w\u{200b}ww.evil.example", ""),
            ("see mailto:me@evil.example", "see"),
        ] {
            assert_eq!(harmless(text), left, "{text}");
        }
    }

    #[test]
    fn it_is_one_short_line_that_reads_as_it_looks() {
        assert_eq!(harmless("x\r\nBcc: e@x\n\nhello\t\0"), "x Bcc: e@x hello");
        assert_eq!(harmless("a\u{202e}cba\u{2066}"), "acba");
        assert_eq!(harmless(&"ab ".repeat(1000)).chars().count(), 80 - 1 + usize::from(!80_usize.is_multiple_of(3)));
    }
}
