use crate::words::Around;

/// An address has an account already: its person shows who they are.
pub struct Join {
    pub title: &'static str,
    /// Around the provider's name and the address.
    pub lead: fn(&str, &str) -> String,
    pub password: &'static str,
    pub password_submit: &'static str,
    pub provider: &'static str,
    pub with: Around,
    pub code: &'static str,
    pub code_lead: Around,
    pub send_code: &'static str,
    pub code_sent: Around,
    pub code_submit: &'static str,
    pub code_again: &'static str,
    pub cancel_lead: &'static str,
}

/// A form has led here, and the way goes on to another site.
pub struct OnTheWay {
    pub title: Around,
    pub lead: Around,
    pub go_on: Around,
}
