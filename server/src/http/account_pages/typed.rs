use app::account::{Complaint, Errors, Field};
use axum::{
    extract::{FromRequest, RawForm, Request},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use crate::{http::state::App, password::Password, relying_party::ReturnPath};

/// Characters of a field, passwords aside.
const LONGEST: usize = 254;

/// A form as it was sent.
pub(in crate::http) struct Typed {
    fields: Vec<(String, String)>,
    /// What is wrong with it.
    pub(in crate::http) errors: Errors,
}

impl FromRequest<App> for Typed {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let RawForm(bytes) = RawForm::from_request(request, app).await.map_err(IntoResponse::into_response)?;
        Ok(Self { fields: form_urlencoded::parse(&bytes).into_owned().collect(), errors: Errors::none() })
    }
}

impl Typed {
    /// What stands in a field, as it was typed: the form comes back with it. Control characters are
    /// nobody's intention.
    pub(in crate::http) fn text(&self, name: &str) -> String {
        self.raw(name).chars().filter(|char| !char.is_control()).take(LONGEST).collect()
    }

    /// The same of a field that must be filled in.
    pub(in crate::http) fn required(&mut self, field: Field) -> String {
        let text = self.text(field.name());
        if text.trim().is_empty() {
            self.errors.push(field, Complaint::Required);
        }
        text
    }

    /// A password, to its last space. Never shown again.
    pub(in crate::http) fn password(&mut self, field: Field) -> Option<Password> {
        let text = self.raw(field.name());
        if text.is_empty() {
            self.errors.push(field, Complaint::Required);
            return None;
        }
        match Password::new(text) {
            Ok(password) => Some(password),
            Err(_) => {
                self.errors.push(field, Complaint::PasswordTooLong(1024));
                None
            }
        }
    }

    /// Whether the form has that field.
    pub(in crate::http) fn holds(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    fn raw(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// A path of ours, else the start page.
pub(in crate::http) fn own_path(text: &str) -> String {
    text.parse::<ReturnPath>().map_or_else(|_| "/".to_owned(), |path| path.to_string())
}
