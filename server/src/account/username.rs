use unicode_normalization::UnicodeNormalization;

/// Characters of a user name.
pub const LONGEST_USERNAME: usize = 150;

/// A user name: letters, digits and `@ . + - _`, in one Unicode form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.trim().nfkc().collect();
        let fits = (1..=LONGEST_USERNAME).contains(&text.chars().count());
        let allowed = |char: char| char.is_alphanumeric() || matches!(char, '@' | '.' | '+' | '-' | '_');
        (fits && text.chars().all(allowed)).then_some(Self(text))
    }

    /// As the person wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In lower case: two that differ in case alone are one.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_plain() {
        for good in ["ada", "Ada.L+1@x_y-z", "\u{17e}ofie", "\u{674e}\u{96f7}"] {
            assert!(Username::parse(good).is_some(), "{good}");
        }
        for bad in ["", " ", "a b", "<b>", "a\nb", "a/b", &"x".repeat(151)] {
            assert!(Username::parse(bad).is_none(), "{bad}");
        }
        assert_eq!(Username::parse("\u{ff21}da").unwrap().as_str(), "Ada", "one form");
    }
}
