use std::time::Duration;

use url::form_urlencoded;

use crate::config::Reader;

/// One provider's section: settings by their last name.
pub struct Section<'r> {
    reader: &'r mut Reader,
    id: String,
}

impl<'r> Section<'r> {
    pub(super) fn new(reader: &'r mut Reader, id: &str) -> Self {
        Self { reader, id: id.to_owned() }
    }

    /// The provider's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    fn name(&self, key: &str) -> String {
        format!("providers.{}.{key}", self.id)
    }

    /// The setting as `parse` reads it, if it is set.
    pub fn optional<T, E: ToString>(&mut self, key: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        self.reader.optional(&self.name(key), parse)
    }

    /// The setting as `parse` reads it, or `default`.
    pub fn get<T, E: ToString>(&mut self, key: &str, default: T, parse: impl FnOnce(&str) -> Result<T, E>) -> T {
        self.reader.get(&self.name(key), default, parse)
    }

    /// The setting as text, if it is set and not empty.
    pub fn text(&mut self, key: &str) -> Option<String> {
        self.reader.text(&self.name(key))
    }

    /// The setting as text, left for whoever reads it.
    pub fn peek(&self, key: &str) -> Option<String> {
        self.reader.peek(&self.name(key))
    }

    /// The setting as text; it is a mistake if it is not set.
    pub fn required(&mut self, key: &str) -> Option<String> {
        let text = self.text(key);
        if text.is_none() {
            self.mistake(key, "is missing");
        }
        text
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &str, default: bool) -> bool {
        self.reader.flag(&self.name(key)).unwrap_or(default)
    }

    /// Whole seconds between the two.
    pub fn seconds(&mut self, key: &str, default: u64, least: u64, most: u64) -> Duration {
        self.reader.seconds(&self.name(key), Duration::from_secs(default), least, most)
    }

    /// Words with spaces or commas between them.
    pub fn words(&mut self, key: &str) -> Vec<String> {
        self.text(key).map(|text| words(&text)).unwrap_or_default()
    }

    /// `name=value&name=value`, encoded as a form is. A name that stands there twice is a mistake.
    pub fn pairs(&mut self, key: &str) -> Vec<(String, String)> {
        self.optional(key, parse_pairs).unwrap_or_default()
    }

    /// Notes a mistake.
    pub fn mistake(&mut self, key: &str, why: &str) {
        let name = self.name(key);
        self.reader.mistake(&name, why);
    }
}

pub(super) fn words(text: &str) -> Vec<String> {
    text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn parse_pairs(text: &str) -> Result<Vec<(String, String)>, &'static str> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
    let repeated = pairs.iter().enumerate().any(|(index, (name, _))| pairs[..index].iter().any(|(n, _)| n == name));
    if repeated || pairs.iter().any(|(name, _)| name.is_empty()) {
        return Err("is name=value pairs with & between them, each name once");
    }
    Ok(pairs)
}
