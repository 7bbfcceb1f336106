use leptos::prelude::*;

use crate::account::{
    parts::{external, panel},
    section::Page,
    words::AccountWords,
};

/// `/account/deleted`: the account is gone.
#[derive(Clone, Copy, Debug)]
pub struct DeletedPage;

impl Page for DeletedPage {
    fn title(&self, words: &'static AccountWords) -> String {
        words.deleted.title.to_owned()
    }

    fn view(&self, words: &'static AccountWords) -> AnyView {
        let said = &words.deleted;
        panel(said.title, said.lead, external("/", words.form.to_home, "button primary"))
    }
}
