use secrecy::{ExposeSecret, SecretString};
use zxcvbn::Score;

use super::{Password, PasswordProblem, common::is_listed, similarity::is_similar, strength::rate};

/// What a password that somebody wants to have must be: NIST SP 800-63B-4 §3.1.1.2, with the checks
/// and the words of Django's validators.
///
/// No rule about kinds of characters, and no upper bound but that of [`Password`].
#[derive(Clone, Debug)]
pub struct Policy {
    least: usize,
    names: Vec<String>,
}

impl Policy {
    /// At least that many characters, and not like a name of the service.
    pub fn new(least: usize, names: &[&str]) -> Self {
        Self { least, names: names.iter().map(|&name| name.to_owned()).collect() }
    }

    /// Characters that a password has at least.
    pub const fn least(&self) -> usize {
        self.least
    }

    /// Everything that is wrong with it, in the order of Django's settings; empty if it may be had.
    ///
    /// `attributes` are what is known of the person: what it is called, as "username", and its value.
    /// Like Django it tells the first that the password is like.
    pub fn judge(&self, password: &Password, attributes: &[(&'static str, &str)]) -> Vec<PasswordProblem> {
        let small = SecretString::from(password.text().to_lowercase());
        let text = small.expose_secret();
        let names = self.names.iter().map(|name| ("name of this service", name.as_str()));
        let similar = attributes.iter().copied().chain(names).find(|(_, value)| is_similar(text, value));
        // Every code point counts as one character.
        let short = password.text().chars().count() < self.least;
        let common = is_listed(text.trim()) || (!short && self.is_guessed(password));
        [
            similar.map(|(attribute, _)| PasswordProblem::TooSimilar { attribute }),
            short.then_some(PasswordProblem::TooShort { least: self.least }),
            common.then_some(PasswordProblem::TooCommon),
            is_numeric(text).then_some(PasswordProblem::EntirelyNumeric),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether a million guesses find it, by zxcvbn.
    ///
    /// §3.1.1.2 compares passwords with a list as a whole, which is done as well. But
    /// `password123456789` and `passwordpassword` stand on no list of sensible size, and where fifteen
    /// characters are asked for they are what people make of one that does. A short password is
    /// refused as it is, and would always be found.
    fn is_guessed(&self, password: &Password) -> bool {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        rate(password, &names).score() <= Score::One
    }
}

fn is_numeric(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_numeric)
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
