use serde::{Deserialize, Serialize};

use super::{Cart, Notice, Person, ProviderLink};
use crate::words::Language;

/// What the server knows when it renders a page, and the browser takes over with it.
///
/// It stands in the HTML, so it holds no token and no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Boot {
    /// Who the cookie says is here: the first paint is already signed in.
    pub person: Option<Person>,
    /// The ways to sign in, in the order of the buttons.
    pub providers: Vec<ProviderLink>,
    /// The person's, the browser's or the configured language.
    pub language: Language,
    /// The cart of this browser.
    pub cart: Cart,
    /// An outcome that a redirect carried here, with its support code.
    pub notice: Option<(Notice, Option<String>)>,
    /// Seconds since the last proof of identity that the checkout accepts.
    pub checkout_max_auth_age: u32,
    /// Seconds since 1970 on the server's clock when the page was rendered.
    pub now: i64,
    /// Whether the demo provider is on: the pages then say what to type.
    pub demo: bool,
    /// Set where the page must say that something failed, instead of what its path names.
    pub problem: Option<Problem>,
    /// Set where the server alone writes the page, forms and words.
    pub written: bool,
    /// Set where such a page is for the person who is signed in, and nobody else.
    pub personal: bool,
}

/// A failure that replaces the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// HTTP status of the answer.
    pub status: u16,
    /// What the person tells support.
    pub support_code: String,
}
