//! What is wrong with what somebody typed, by field. The texts are those that a djoser front end
//! knows; pages say the same in the person's language.

use std::fmt;

use crate::password::PasswordProblem;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is missing.
    Required,
    /// It is `null`.
    Null,
    /// It is empty.
    Blank,
    /// It is no text.
    NotText,
    /// It is neither yes nor no.
    NotYesOrNo,
    /// It holds a NUL character.
    Nul,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is no e-mail address.
    NotAnAddress,
    /// An account has that address.
    AddressTaken,
    /// It has characters that user names do not have.
    NotAUsername,
    /// Somebody has that user name.
    UsernameTaken,
    /// The password does not do.
    Password(PasswordProblem),
    /// The current password is another.
    WrongPassword,
    /// The code is another, or does not count any more.
    WrongCode,
    /// The second password is another.
    PasswordsDiffer,
    /// The second address or name is another.
    RepeatDiffers(&'static str),
    /// The link names nobody.
    UnknownPerson,
    /// The link's secret does not count, or not any more.
    BadLink,
    /// It is no path of this site.
    NotOwnPath,
    /// The identity opens another account.
    IdentityInUse,
    /// Without it nothing would open the account.
    LastWayIn,
    /// There is a race for the same name or address; nothing was made.
    NotCreated,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Required => "This field is required.",
            Self::Null => "This field may not be null.",
            Self::Blank => "This field may not be blank.",
            Self::NotText => "Not a valid string.",
            Self::NotYesOrNo => "Must be a valid boolean.",
            Self::Nul => "Null characters are not allowed.",
            Self::TooLong(most) => {
                return write!(formatter, "Ensure this field has no more than {most} characters.");
            }
            Self::NotAnAddress => "Enter a valid email address.",
            Self::AddressTaken => "user with this email already exists.",
            Self::NotAUsername => {
                "Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."
            }
            Self::UsernameTaken => "A user with that username already exists.",
            Self::Password(problem) => return problem.fmt(formatter),
            Self::WrongPassword => "Invalid password.",
            Self::WrongCode => "Invalid code.",
            Self::PasswordsDiffer => "The two password fields didn't match.",
            Self::RepeatDiffers(what) => return write!(formatter, "The two {what} fields didn't match."),
            Self::UnknownPerson => "Invalid user id or user doesn't exist.",
            Self::BadLink => "Invalid token for given user.",
            Self::NotOwnPath => "Enter a path of this site.",
            Self::IdentityInUse => "This account is already in use.",
            Self::LastWayIn => "This account is not allowed to be disconnected.",
            Self::NotCreated => "Unable to create account.",
        };
        formatter.write_str(text)
    }
}

/// What belongs to no field in particular.
pub const NO_FIELD: &str = "non_field_errors";

/// Everything that is wrong, by field, in the order in which it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("what was typed does not do")]
pub struct Problems(Vec<(&'static str, Problem)>);

impl Problems {
    /// One problem with one field.
    pub fn one(field: &'static str, problem: Problem) -> Self {
        Self(vec![(field, problem)])
    }

    /// Adds one.
    pub fn add(&mut self, field: &'static str, problem: Problem) {
        self.0.push((field, problem));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Problem)> {
        self.0.iter().map(|(field, problem)| (*field, problem))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value`, if nothing is wrong.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
