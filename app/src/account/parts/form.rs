use leptos::prelude::*;

use crate::account::{
    form::{Errors, Field},
    words::AccountWords,
};

/// A form that posts by itself. Ids on a page begin with the form's, so that none is there twice.
pub(in crate::account) struct Form<'a> {
    pub(in crate::account) words: &'static AccountWords,
    pub(in crate::account) id: &'static str,
    pub(in crate::account) action: String,
    pub(in crate::account) errors: &'a Errors,
}

impl Form<'_> {
    /// The form around its fields: first what was wrong with them.
    pub(in crate::account) fn view(&self, fields: impl IntoView + 'static) -> AnyView {
        view! {
            // The server tells every mistake at once, and in the page's language.
            <form id=self.id class="fields" method="post" action=self.action.clone() data-form="" novalidate>
                {self.summary()}
                {fields}
            </form>
        }
        .into_any()
    }

    /// Id of a field's input.
    pub(super) fn input_id(&self, field: Field) -> String {
        format!("{}-{}", self.id, field.name().replace('_', "-"))
    }

    /// Everything that is wrong, with ways to where it is. The browser puts the focus here, so that
    /// it is read out first.
    pub(in crate::account) fn summary(&self) -> Option<AnyView> {
        if self.errors.is_empty() {
            return None;
        }
        let heading = format!("{}-errors", self.id);
        let labelled_by = heading.clone();
        let items: Vec<_> = self
            .errors
            .all()
            .map(|(field, complaint)| {
                let said = (self.words.complaint)(complaint);
                match field {
                    // `external`: the browser moves the focus, the router would only scroll.
                    Some(field) => {
                        let target = format!("#{}", self.input_id(field));
                        view! { <li><a href=target rel="external">{said}</a></li> }.into_any()
                    }
                    None => view! { <li>{said}</li> }.into_any(),
                }
            })
            .collect();
        Some(
            view! {
                <div class="error-summary" role="group" aria-labelledby=labelled_by tabindex="-1" autofocus>
                    <p id=heading class="error-heading">{self.words.form.errors}</p>
                    <ul>{items}</ul>
                </div>
            }
            .into_any(),
        )
    }

    /// What is wrong with one field, and the id by which the field names it.
    pub(super) fn mistakes(&self, field: Field) -> (Option<String>, Option<AnyView>) {
        let said: Vec<_> =
            self.errors.of(field).map(|complaint| view! { <p>{(self.words.complaint)(complaint)}</p> }).collect();
        if said.is_empty() {
            return (None, None);
        }
        let id = format!("{}-error", self.input_id(field));
        (Some(id.clone()), Some(view! { <div id=id class="field-error">{said}</div> }.into_any()))
    }
}

/// Something that travels with the form unseen.
pub(in crate::account) fn hidden(name: &'static str, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name value=value.into() /> }.into_any()
}
