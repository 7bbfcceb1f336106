use std::{collections::BTreeMap, collections::BTreeSet, time::Duration};

use super::{ConfigErrors, Sources};

/// Takes settings out by name and remembers every mistake, so that all are told at once.
pub struct Reader {
    settings: BTreeMap<String, String>,
    mistakes: Vec<String>,
}

impl Reader {
    /// Over those settings.
    pub fn new(sources: Sources) -> Self {
        Self { settings: sources.0, mistakes: Vec::new() }
    }

    /// The setting as `parse` reads it; `default` if it is not set, or set wrongly.
    pub fn get<T, E: ToString>(&mut self, name: &str, default: T, parse: impl FnOnce(&str) -> Result<T, E>) -> T {
        self.optional(name, parse).unwrap_or(default)
    }

    /// The setting as `parse` reads it, if it is set.
    pub fn optional<T, E: ToString>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.settings.remove(name)?;
        match parse(text.trim()) {
            Ok(value) => Some(value),
            Err(why) => {
                self.mistake(name, &why.to_string());
                None
            }
        }
    }

    /// The setting as text, if it is set and not empty.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.optional(name, |text| Ok::<_, String>(text.to_owned())).filter(|text| !text.is_empty())
    }

    /// The setting as text, left for whoever reads it.
    pub fn peek(&self, name: &str) -> Option<String> {
        self.settings.get(name).map(|text| text.trim().to_owned())
    }

    /// Whole seconds between the two.
    pub fn seconds(&mut self, name: &str, default: Duration, least: u64, most: u64) -> Duration {
        self.get(name, default, |text| match text.parse::<u64>() {
            Ok(seconds) if (least..=most).contains(&seconds) => Ok(Duration::from_secs(seconds)),
            _ => Err(format!("is a number of seconds from {least} to {most}")),
        })
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.optional(name, |text| text.parse::<bool>().map_err(|_| "is true or false"))
    }

    /// The names of the subsections of a section that has any setting.
    pub fn subsections(&self, section: &str) -> BTreeSet<String> {
        let prefix = format!("{section}.");
        self.settings
            .keys()
            .filter_map(|name| name.strip_prefix(&prefix)?.split_once('.'))
            .map(|(subsection, _)| subsection.to_owned())
            .collect()
    }

    /// Notes a mistake.
    pub fn mistake(&mut self, name: &str, why: &str) {
        self.mistakes.push(format!("{name} {why}"));
    }

    /// Every mistake, unknown names among them.
    pub fn finish(mut self) -> Result<(), ConfigErrors> {
        self.mistakes.extend(self.settings.keys().map(|name| format!("{name} is no setting")));
        if self.mistakes.is_empty() { Ok(()) } else { Err(ConfigErrors(self.mistakes)) }
    }
}
