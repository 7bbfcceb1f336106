use std::collections::HashMap;

/// Characters of an attribute that are looked at: longer than any name or address.
const MOST_CHARACTERS: usize = 1000;

/// Whether a password is so much like an attribute, or a word of it, as Django refuses: both in small
/// letters, a ratio of 0.7 or more by `quick_ratio` of Python's `difflib.SequenceMatcher`.
pub(super) fn is_similar(password: &str, attribute: &str) -> bool {
    let attribute: String = attribute.chars().take(MOST_CHARACTERS).collect::<String>().to_lowercase();
    let counts = Counts::of(password);
    let words = attribute.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
    words.chain([attribute.as_str()]).filter(|part| !part.is_empty()).any(|part| counts.is_similar(part))
}

/// How often each character stands in a text, which is all that `quick_ratio` looks at.
struct Counts {
    each: HashMap<char, usize>,
    total: usize,
}

impl Counts {
    fn of(text: &str) -> Self {
        let mut counts = Self { each: HashMap::new(), total: 0 };
        for letter in text.chars() {
            *counts.each.entry(letter).or_default() += 1;
            counts.total += 1;
        }
        counts
    }

    /// Twice the characters in common, by all characters of both, is 0.7 or more.
    fn is_similar(&self, part: &str) -> bool {
        let part = Self::of(part);
        let common: usize =
            part.each.iter().map(|(letter, count)| (*count).min(*self.each.get(letter).unwrap_or(&0))).sum();
        // In whole numbers: 2·common / (a + b) ≥ 7 / 10.
        20 * common >= 7 * (self.total + part.total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each was put to the `UserAttributeSimilarityValidator` of Django 5.2.19.
    #[test]
    fn similar_is_what_django_calls_so() {
        for (password, attribute, similar) in [
            ("testclient", "testclient", true),
            ("testclient1990", "testclient", true),
            ("tneilctset", "testclient", true),
            ("testclient1990-abcde", "testclient", false),
            ("example.org", "someone@example.org", true),
            ("somebody else", "someone@example.org", false),
            ("joséphine", "JOSÉPHINE", true),
            ("abcdefg123", "abcdefg", true),
            ("abcdefg123456", "abcdefg", true),
            ("abcdefg1234567", "abcdefg", false),
            ("x", "", false),
            ("some_one", "a long way to some_one else", true),
            ("josephine.bonaparte", "josephine.bonaparte", true),
        ] {
            assert_eq!(is_similar(password, attribute), similar, "{password} {attribute}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_compared_with_itself_is_similar(text in "[a-z0-9]{1,80}", other in "\\PC{0,3000}") {
            prop_assert!(is_similar(&text, &text));
            is_similar(&text, &other);
        }
    }
}
