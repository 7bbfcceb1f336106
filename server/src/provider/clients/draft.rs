use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{ClientField, FieldKind};
use crate::provider::{ClientMetadata, ExtraClaim};

/// What somebody wants a client to be, as they typed or sent it: texts by field. What they said nothing of is
/// as usual; a field that is there and empty is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientDraft(BTreeMap<ClientField, Vec<String>>);

impl ClientDraft {
    /// That client, as somebody would type it.
    pub fn of(metadata: &ClientMetadata) -> Self {
        let mut draft = Self::default();
        // Strings, numbers, lists and flags: all of it is JSON already.
        let Ok(Value::Object(members)) = serde_json::to_value(metadata) else { return draft };
        let lives = members.get("lives").and_then(Value::as_object).cloned().unwrap_or_default();
        for field in ClientField::all().filter(|&field| field != ClientField::ClientId) {
            let value = match field {
                ClientField::AccessTokenLife => lives.get("access_token"),
                ClientField::IdTokenLife => lives.get("id_token"),
                ClientField::RefreshIdle | ClientField::RefreshAbsolute | ClientField::MaxRefresh => {
                    lives.get(field.name())
                }
                _ => members.get(field.name()),
            };
            draft.set(field, value.and_then(|value| texts(field, value)).unwrap_or_default());
        }
        draft.set(ClientField::Claims, metadata.claims.iter().map(claim_line).collect());
        draft
    }

    /// Says that of a field.
    pub fn set(&mut self, field: ClientField, texts: Vec<String>) {
        let trimmed = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty());
        self.0.insert(field, trimmed.map(str::to_owned).collect());
    }

    /// Says what `other` says, where it says anything.
    pub fn change(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether anything is said of it.
    pub fn says(&self, field: ClientField) -> bool {
        self.0.contains_key(&field)
    }

    /// What is said of it.
    pub fn texts(&self, field: ClientField) -> &[String] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The fields of which the two say different things.
    pub fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = ClientField> + 'a {
        ClientField::all().filter(|&field| self.texts(field) != other.texts(field))
    }

    /// From the members of a document that are fields of `among`. Others mean nothing to us (RFC 7591 §2).
    /// With the fields whose values are of another kind.
    pub(super) fn from_json(members: &Map<String, Value>, among: &[ClientField]) -> (Self, Vec<ClientField>) {
        let (mut draft, mut wrong) = (Self::default(), Vec::new());
        for &field in among {
            match members.get(field.name()).map(|value| texts(field, value)) {
                Some(Some(texts)) => draft.set(field, texts),
                Some(None) => wrong.push(field),
                None => {}
            }
        }
        (draft, wrong)
    }
}

/// A value as texts, if it is of the field's kind.
fn texts(field: ClientField, value: &Value) -> Option<Vec<String>> {
    match (field.kind(), value) {
        (_, Value::Null) => Some(Vec::new()),
        (FieldKind::Line | FieldKind::OneOf(_), Value::String(text)) => Some(vec![text.clone()]),
        (FieldKind::Flag, Value::Bool(_))
        | (FieldKind::Number, Value::Number(_))
        | (FieldKind::Json, Value::Object(_)) => Some(vec![value.to_string()]),
        (FieldKind::Lines | FieldKind::SomeOf(_), Value::Array(items)) => {
            items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}

fn claim_line((name, claim): (&String, &ExtraClaim)) -> String {
    let from = serde_json::to_value(claim.from).unwrap_or_default();
    let from = from.as_str().unwrap_or_default();
    match &claim.scope {
        Some(scope) => format!("{name}={from}:{scope}"),
        None => format!("{name}={from}"),
    }
}
