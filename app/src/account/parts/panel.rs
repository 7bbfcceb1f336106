use leptos::prelude::*;

/// A page of one thing: a name, what it is for, and what there is to do.
pub(in crate::account) fn panel(title: &str, lead: &str, rest: impl IntoView + 'static) -> AnyView {
    view! {
        <section class="narrow panel">
            <h1>{title.to_owned()}</h1>
            <p class="lead">{lead.to_owned()}</p>
            {rest}
        </section>
    }
    .into_any()
}

/// What was done, read out by whoever reads the page aloud: the browser puts the focus here.
pub(in crate::account) fn done(text: &str) -> AnyView {
    view! { <p class="done" tabindex="-1" autofocus>{text.to_owned()}</p> }.into_any()
}

/// The button that sends the form.
pub(in crate::account) fn button(label: &str, class: &'static str) -> AnyView {
    view! { <button class=format!("button {class}")>{label.to_owned()}</button> }.into_any()
}

/// The button that sends the form, the one thing there is to do here.
pub(in crate::account) fn primary(label: &str) -> AnyView {
    button(label, "primary")
}

/// A link to another page. `external` keeps the router's hands off: the server alone knows the page.
pub(in crate::account) fn external(href: impl Into<String>, label: &str, class: &'static str) -> AnyView {
    let class = (!class.is_empty()).then_some(class);
    view! { <a href=href.into() rel="external" class=class>{label.to_owned()}</a> }.into_any()
}
