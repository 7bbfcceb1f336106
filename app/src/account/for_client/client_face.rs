use leptos::prelude::*;

use crate::account::{parts::external, words::AccountWords};

/// An application, as people see it.
#[derive(Clone, Debug, Default)]
pub struct ClientFace {
    /// Its name.
    pub name: String,
    /// Its website.
    pub site: Option<String>,
    /// What it does with people's data.
    pub policy: Option<String>,
    /// Its terms.
    pub terms: Option<String>,
}

impl ClientFace {
    /// Links to what the application says of itself.
    pub(super) fn links(&self, words: &'static AccountWords) -> Option<AnyView> {
        let said = &words.for_client;
        let known = [(&self.site, said.site), (&self.policy, said.policy), (&self.terms, said.terms)];
        let links: Vec<_> = known
            .into_iter()
            .filter_map(|(address, label)| address.as_ref().map(|address| (address.clone(), label)))
            .map(|(address, label)| view! { <li>{external(address, &label(&self.name), "")}</li> })
            .collect();
        (!links.is_empty()).then(|| view! { <ul class="client-links" role="list">{links}</ul> }.into_any())
    }
}
