//! The words of these pages, one catalogue a language. The server alone has them.
#![allow(missing_docs, reason = "each field is named after the place it stands in")]

mod de;
mod en;
mod for_client;
mod join;
mod pages;
mod settings;

pub use for_client::ForClient;
pub use join::{Join, OnTheWay};
pub use pages::{Activate, CheckMail, ConfirmEmail, PasswordPage, Register, Reset, SignIn};
pub use settings::{DeleteCard, Deleted, EmailCard, MethodsCard, PasswordCard, ProfileCard, SessionsCard, Settings};

use super::form::Complaint;
use crate::words::{Around, Language};

/// Everything these pages say, in one language.
pub struct AccountWords {
    pub language: Language,
    pub form: Form,
    pub field: Fields,
    /// What is said of what is wrong with a field or a form.
    pub complaint: fn(&Complaint) -> String,
    pub register: Register,
    pub check_mail: CheckMail,
    pub activate: Activate,
    pub sign_in: SignIn,
    pub password_page: PasswordPage,
    pub reset: Reset,
    pub confirm_email: ConfirmEmail,
    pub join: Join,
    pub on_the_way: OnTheWay,
    pub for_client: ForClient,
    pub settings: Settings,
    pub deleted: Deleted,
}

/// What stands around every form.
pub struct Form {
    pub error_title: Around,
    pub errors: &'static str,
    pub optional: Around,
    pub reveal: &'static str,
    pub strength: &'static str,
    /// From weakest to strongest.
    pub strengths: [&'static str; 5],
    pub sign_in: &'static str,
    pub cancel: &'static str,
    pub to_home: &'static str,
    pub inbox: &'static str,
    pub inbox_lead: &'static str,
}

/// The labels of fields, and what helps to fill them in.
pub struct Fields {
    pub email: &'static str,
    pub new_email: &'static str,
    pub username: &'static str,
    pub username_hint: &'static str,
    pub login_either: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub password: &'static str,
    pub current_password: &'static str,
    pub new_password: &'static str,
    pub password_hint: fn(u32) -> String,
    pub code: &'static str,
    pub code_hint: &'static str,
}

/// The catalogue of a language.
pub fn words(language: Language) -> &'static AccountWords {
    match language {
        Language::En => &en::WORDS,
        Language::De => &de::WORDS,
    }
}
