use app::words::Language;
use maud::{Markup, html};
use url::form_urlencoded;

use super::words::words;
use crate::{
    clock::Timestamp,
    provider::{ClientDraft, ClientField, ClientMistakes, FieldGroup, FieldKind},
};

/// Name of the field that says what was seen.
const SEEN: &str = "seen";

/// A form of a client: where it goes, what is in it, and what is wrong with that.
pub(super) struct Form<'a> {
    pub(super) language: Language,
    pub(super) action: &'a str,
    pub(super) draft: &'a ClientDraft,
    pub(super) mistakes: Option<&'a ClientMistakes>,
    /// When the client was last changed; none for a new one, whose id may be chosen.
    pub(super) seen: Option<Timestamp>,
}

/// What was sent with a form.
pub(super) struct Sent(Vec<(String, String)>);

impl Sent {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// As a draft: a box that is not ticked is not sent, and says no.
    pub(super) fn draft(&self) -> ClientDraft {
        let mut draft = ClientDraft::default();
        for field in ClientField::all() {
            let values = self.0.iter().filter(|(name, _)| name == field.name()).map(|(_, value)| value.as_str());
            let texts = match field.kind() {
                FieldKind::Lines => values.flat_map(str::lines).map(str::to_owned).collect(),
                FieldKind::Flag if values.clone().next().is_none() => vec!["false".to_owned()],
                _ => values.map(str::to_owned).collect(),
            };
            draft.set(field, texts);
        }
        draft
    }

    /// What the sender had seen of the client.
    pub(super) fn seen(&self) -> Timestamp {
        Timestamp::from_millis(self.number(SEEN).unwrap_or_default())
    }

    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.0.iter().find(|(key, _)| key == name)?.1.parse().ok()
    }
}

/// What the sender has seen, to be sent along.
pub(super) fn seen_input(seen: Timestamp) -> Markup {
    html! { input type="hidden" name=(SEEN) value=(seen.millis()); }
}

impl Form<'_> {
    pub(super) fn markup(&self) -> Markup {
        let words = words(self.language);
        html! {
            @if let Some(mistakes) = self.mistakes { (self.summary(mistakes)) }
            form method="post" action=(self.action) class="operator-form" {
                @if let Some(seen) = self.seen { (seen_input(seen)) }
                @for group in FieldGroup::ALL { (self.group(group)) }
                button class="button" { (words.save) }
            }
        }
    }

    fn summary(&self, mistakes: &ClientMistakes) -> Markup {
        html! {
            div role="alert" class="operator-mistakes" {
                p { (words(self.language).wrong) }
                ul {
                    @for mistake in &mistakes.0 {
                        li {
                            a href={ "#" (mistake.field.name()) } { (mistake.field.label(self.language)) }
                            ": " (mistake.sentence(self.language))
                        }
                    }
                }
            }
        }
    }

    /// What most clients need stands open; the rest opens by itself where something is wrong in it.
    fn group(&self, group: FieldGroup) -> Markup {
        let fields = || group.fields().iter().copied().filter(|field| self.shows(*field));
        let is_wrong = fields().any(|field| self.wrong(field).next().is_some());
        html! {
            details class="panel" open[group == FieldGroup::Basics || is_wrong] {
                summary { (group.label(self.language)) }
                div class="fields" { @for field in fields() { (self.field(field)) } }
            }
        }
    }

    fn shows(&self, field: ClientField) -> bool {
        field != ClientField::ClientId || self.seen.is_none()
    }

    fn wrong(&self, field: ClientField) -> impl Iterator<Item = String> {
        self.mistakes
            .into_iter()
            .flat_map(move |mistakes| mistakes.of(field))
            .map(|mistake| mistake.sentence(self.language))
    }

    fn field(&self, field: ClientField) -> Markup {
        let (name, hint) = (field.name(), field.hint(self.language));
        let wrong: Vec<String> = self.wrong(field).collect();
        let about = format!("{name}-about");
        let described = (!hint.is_empty() || !wrong.is_empty()).then_some(about.as_str());
        let about = html! {
            @if described.is_some() {
                span id=(about) {
                    @if !hint.is_empty() { span class="hint" { (hint) } }
                    @for text in &wrong { " " span class="field-error" { (text) } }
                }
            }
        };
        match field.kind() {
            FieldKind::Flag => html! {
                div class="field operator-choice" {
                    label { (self.ticked(field, "checkbox", "true")) " " (field.label(self.language)) }
                    (about)
                }
            },
            FieldKind::SomeOf(names) => html! {
                fieldset class="field operator-choice" id=(name) aria-describedby=[described] {
                    legend { (field.label(self.language)) }
                    @for choice in names { label { (self.ticked(field, "checkbox", choice)) " " code { (choice) } } }
                    (about)
                }
            },
            _ => html! {
                div class="field" {
                    label for=(name) { (field.label(self.language)) }
                    (about)
                    (self.input(field, described, !wrong.is_empty()))
                }
            },
        }
    }

    fn ticked(&self, field: ClientField, kind: &str, value: &str) -> Markup {
        let is_ticked = self.draft.texts(field).iter().any(|text| text == value);
        let id = matches!(field.kind(), FieldKind::Flag).then_some(field.name());
        html! { input type=(kind) id=[id] name=(field.name()) value=(value) checked[is_ticked]; }
    }

    fn input(&self, field: ClientField, described: Option<&str>, is_wrong: bool) -> Markup {
        let name = field.name();
        let texts = self.draft.texts(field);
        let first = texts.first().map_or("", String::as_str);
        let invalid = is_wrong.then_some("true");
        match field.kind() {
            FieldKind::OneOf(choices) => html! {
                select id=(name) name=(name) aria-describedby=[described] aria-invalid=[invalid] {
                    // Something always proves a client and signs ID tokens; userinfo is plain where nothing does.
                    @if field == ClientField::UserinfoAlg { option value="" { (words(self.language).unset) } }
                    @for choice in choices { option value=(choice) selected[*choice == first] { (choice) } }
                }
            },
            FieldKind::Lines | FieldKind::Json => html! {
                textarea id=(name) name=(name) rows="3" spellcheck="false" autocapitalize="none"
                    aria-describedby=[described] aria-invalid=[invalid] { "\n" (texts.join("\n")) }
            },
            kind => html! {
                input id=(name) name=(name) value=(first) spellcheck="false" autocomplete="off"
                    inputmode=[(kind == FieldKind::Number).then_some("numeric")]
                    aria-describedby=[described] aria-invalid=[invalid];
            },
        }
    }
}
