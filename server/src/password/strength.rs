use zxcvbn::{Entropy, feedback::Feedback, zxcvbn};

use super::Password;

/// Characters that are looked at: the work grows with their square, and nothing that long is weak for
/// want of more.
const MOST_CHARACTERS: usize = 50;
/// Signs that can stand for a letter, as zxcvbn reads them. Digits can too, but are left alone: they
/// are years and sequences as well.
const SIGNS: &str = "@({[<!|$+%";
/// Different ones of them that are looked at: zxcvbn tries every way to read them, and with all of
/// them a password of a hundred characters took a second.
const MOST_SIGNS: usize = 2;
/// Attributes that are looked at, and characters of each.
const MOST_ATTRIBUTES: usize = 10;
const MOST_ATTRIBUTE: usize = 100;

/// How long a password would stand, for a meter. Says nothing that a policy goes by but for the worst.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// From 0, guessed at once, to 4, stands against whoever has the hash: zxcvbn's.
    pub score: u8,
    /// What is wrong with it, in English; `None` where the score is 3 or 4, or there is nothing to say.
    pub warning: Option<String>,
    /// What to do about it, in English; empty where the score is 3 or 4.
    pub suggestions: Vec<String>,
}

/// Rates a password, with what is known of the person counted as known to whoever guesses.
///
/// Takes a fiftieth of a second at most, whatever it is given, and mostly less than a thousandth.
pub fn strength(password: &Password, attributes: &[&str]) -> Strength {
    let entropy = rate(password, attributes);
    let feedback = entropy.feedback();
    Strength {
        score: u8::from(entropy.score()),
        warning: feedback.and_then(Feedback::warning).map(|warning| warning.to_string()),
        suggestions: feedback.map_or(&[][..], Feedback::suggestions).iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn rate(password: &Password, attributes: &[&str]) -> Entropy {
    let attributes: Vec<String> = attributes
        .iter()
        .take(MOST_ATTRIBUTES)
        .map(|attribute| attribute.chars().take(MOST_ATTRIBUTE).collect())
        .collect();
    let attributes: Vec<&str> = attributes.iter().map(String::as_str).collect();
    zxcvbn(&bounded(password.text()), &attributes)
}

/// The beginning of a text, in which every sign beyond the first few different ones is one that stands
/// for nothing.
fn bounded(text: &str) -> String {
    let mut known: Vec<char> = Vec::with_capacity(MOST_SIGNS);
    let mut plain = |letter: char| {
        if !SIGNS.contains(letter) || known.contains(&letter) {
            return letter;
        }
        if known.len() < MOST_SIGNS {
            known.push(letter);
            return letter;
        }
        '_'
    };
    text.chars().take(MOST_CHARACTERS).map(&mut plain).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn score(text: &str, attributes: &[&str]) -> u8 {
        strength(&Password::new(text).unwrap(), attributes).score
    }

    #[test]
    fn weak_is_weak_and_strong_is_strong() {
        assert_eq!(score("", &[]), 0);
        assert_eq!(score("password", &[]), 0);
        assert_eq!(score("correct horse battery staple", &[]), 4);
        assert!(score("josephine1815", &["josephine"]) < score("josephine1815", &[]));
    }

    #[test]
    fn a_weak_one_is_told_what_to_do() {
        let weak = strength(&Password::new("password").unwrap(), &[]);
        assert!(weak.warning.is_some() && !weak.suggestions.is_empty(), "{weak:?}");
        let strong = strength(&Password::new("correct horse battery staple").unwrap(), &[]);
        assert_eq!((strong.warning, strong.suggestions), (None, Vec::new()));
    }

    #[test]
    fn the_work_is_bounded() {
        let text = bounded(&SIGNS.repeat(20));
        assert_eq!(text.chars().count(), MOST_CHARACTERS);
        assert!(text.starts_with("@(________@(____"), "{text}");
        assert_eq!(bounded("c0rrect! h0r$e 2026"), "c0rrect! h0r$e 2026");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn it_rates_anything(text in "\\PC{0,80}", attribute in "\\PC{0,200}") {
            prop_assert!(score(&text, &[&attribute]) <= 4);
        }
    }
}
