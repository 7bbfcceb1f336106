use std::fmt;

/// Why somebody cannot have that password. Displayed in Django's own words, which people and clients
/// of the system before know: `django/contrib/auth/password_validation.py` of Django 5.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Too much like something that is known of the person or the service.
    TooSimilar {
        /// What it is like, as "username".
        attribute: &'static str,
    },
    /// Not long enough.
    TooShort {
        /// Characters that it must have.
        least: usize,
    },
    /// Among those that are tried first.
    TooCommon,
    /// Nothing but digits.
    EntirelyNumeric,
}

impl fmt::Display for PasswordProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooSimilar { attribute } => write!(formatter, "The password is too similar to the {attribute}."),
            Self::TooShort { least } => {
                let characters = if *least == 1 { "character" } else { "characters" };
                write!(formatter, "This password is too short. It must contain at least {least} {characters}.")
            }
            Self::TooCommon => formatter.write_str("This password is too common."),
            Self::EntirelyNumeric => formatter.write_str("This password is entirely numeric."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_djangos() {
        let said = |problem: PasswordProblem| problem.to_string();
        assert_eq!(
            said(PasswordProblem::TooShort { least: 8 }),
            "This password is too short. It must contain at least 8 characters."
        );
        assert_eq!(
            said(PasswordProblem::TooShort { least: 1 }),
            "This password is too short. It must contain at least 1 character."
        );
        assert_eq!(
            said(PasswordProblem::TooSimilar { attribute: "username" }),
            "The password is too similar to the username."
        );
        assert_eq!(said(PasswordProblem::TooCommon), "This password is too common.");
        assert_eq!(said(PasswordProblem::EntirelyNumeric), "This password is entirely numeric.");
    }
}
