use leptos::prelude::*;

use super::form::Form;
use crate::account::form::Field;

/// Longest that the server reads: an address has 254 characters at most (RFC 5321).
const LONGEST: &str = "254";

/// How something is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Address,
    UserName,
    PersonName,
    Code,
}

/// One line to type into.
pub(in crate::account) struct Input {
    field: Field,
    kind: Kind,
    label: String,
    value: String,
    autocomplete: &'static str,
    hint: Option<&'static str>,
    required: bool,
    readonly: bool,
}

impl Input {
    /// For an e-mail address. Not of type `email`: browsers rewrite what is typed into one.
    pub(in crate::account) fn address(field: Field, label: &str, value: &str, autocomplete: &'static str) -> Self {
        Self::new(field, Kind::Address, label, value, autocomplete)
    }

    /// For a user name.
    pub(in crate::account) fn user_name(field: Field, label: &str, value: &str, autocomplete: &'static str) -> Self {
        Self::new(field, Kind::UserName, label, value, autocomplete)
    }

    /// For a person's name, which may always be left out.
    pub(in crate::account) fn name(field: Field, label: &str, value: &str, autocomplete: &'static str) -> Self {
        Self::new(field, Kind::PersonName, label, value, autocomplete).optional()
    }

    /// For the short code of a mail.
    pub(in crate::account) fn code(label: &str, value: &str, hint: &'static str) -> Self {
        Self::new(Field::Code, Kind::Code, label, value, "one-time-code").hint(hint)
    }

    fn new(field: Field, kind: Kind, label: &str, value: &str, autocomplete: &'static str) -> Self {
        let (label, value) = (label.to_owned(), value.to_owned());
        Self { field, kind, label, value, autocomplete, hint: None, required: true, readonly: false }
    }

    pub(in crate::account) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(in crate::account) fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    pub(in crate::account) fn readonly(self, readonly: bool) -> Self {
        Self { readonly, ..self }
    }

    /// The field in its form, with its label, its hint and what is wrong with it.
    pub(in crate::account) fn view(self, form: &Form<'_>) -> AnyView {
        let Self { field, kind, label, value, autocomplete, hint, required, readonly } = self;
        let id = form.input_id(field);
        let (error_id, mistakes) = form.mistakes(field);
        let hint_id = hint.map(|_| format!("{id}-hint"));
        let described_by = describe([hint_id.clone(), error_id.clone()]);
        let hint = hint.map(|hint| view! { <p id=hint_id class="hint">{hint}</p> });
        let name_of_person = kind == Kind::PersonName;
        let capitals = match kind {
            Kind::Code => "characters",
            Kind::PersonName => "words",
            Kind::Address | Kind::UserName => "none",
        };
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                {hint}
                <input
                    type="text"
                    id=id
                    name=field.name()
                    value=value
                    class=(kind == Kind::Code).then_some("code")
                    inputmode=(kind == Kind::Address).then_some("email")
                    autocomplete=autocomplete
                    autocapitalize=capitals
                    spellcheck=(!name_of_person).then_some("false")
                    maxlength=LONGEST
                    required=required
                    readonly=readonly
                    aria-describedby=described_by
                    aria-invalid=error_id.map(|_| "true")
                    data-code=(kind == Kind::Code).then_some("")
                />
                {mistakes}
            </div>
        }
        .into_any()
    }
}

/// A password to type: the one that is, or the one that shall be.
pub(in crate::account) struct NewPassword {
    pub(in crate::account) field: Field,
    pub(in crate::account) label: &'static str,
    /// Fewest characters.
    pub(in crate::account) least: u32,
}

impl NewPassword {
    /// The field, with the rules and, for who has script, how strong it is while it is typed.
    pub(in crate::account) fn view(self, form: &Form<'_>) -> AnyView {
        let hint = (form.words.field.password_hint)(self.least);
        let id = form.input_id(self.field);
        let names = form.words.form.strengths.join("|");
        let meter = view! {
            <div class="strength" data-strength=id.clone() data-names=names hidden>
                <div class="strength-bar" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
                <p role="status" aria-label=form.words.form.strength></p>
            </div>
        };
        password(form, self.field, self.label, "new-password", Some(hint), Some(meter.into_any()))
    }
}

impl Form<'_> {
    /// The person's password as it is.
    pub(in crate::account) fn password(&self, field: Field, label: &'static str) -> AnyView {
        password(self, field, label, "current-password", None, None)
    }
}

fn password(
    form: &Form<'_>,
    field: Field,
    label: &'static str,
    autocomplete: &'static str,
    hint: Option<String>,
    meter: Option<AnyView>,
) -> AnyView {
    let id = form.input_id(field);
    let (error_id, mistakes) = form.mistakes(field);
    let hint_id = hint.as_ref().map(|_| format!("{id}-hint"));
    let described_by = describe([hint_id.clone(), error_id.clone()]);
    let hint = hint.map(|hint| view! { <p id=hint_id class="hint">{hint}</p> });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint}
            <div class="password">
                <input
                    type="password"
                    id=id.clone()
                    name=field.name()
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    maxlength="1024"
                    required
                    aria-describedby=described_by
                    aria-invalid=error_id.map(|_| "true")
                />
                // The script shows it: without script it could not do anything.
                <button type="button" class="reveal" data-reveal=id aria-pressed="false" hidden>
                    <span class="visually-hidden">{form.words.form.reveal}</span>
                    <span class="eye" aria-hidden="true" inner_html=EYE></span>
                </button>
            </div>
            {meter}
            {mistakes}
        </div>
    }
    .into_any()
}

/// The ids that a field is described by.
fn describe(ids: [Option<String>; 2]) -> Option<String> {
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// An eye, and the stroke through it while it sees.
const EYE: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/><path class="lid" d="M4 20L20 4"/></svg>"#;
