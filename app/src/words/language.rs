use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language with a complete catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// German.
    De,
}

impl Language {
    /// All of them, in the order of the language menu.
    pub const ALL: [Self; 2] = [Self::En, Self::De];

    /// BCP 47 tag, for `lang` and the cookie.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The best match of an `Accept-Language` header (RFC 9110 §12.5.4): highest weight first,
    /// region ignored. `None` where it asks for nothing we have.
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for range in accept_language.split(',').take(32) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>).unwrap_or(0.0);
            let primary = tag.trim().split('-').next().unwrap_or_default();
            if let Ok(language) = primary.parse::<Self>()
                && weight > 0.0
                && best.is_none_or(|(other, _)| weight > other)
            {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl FromStr for Language {
    type Err = &'static str;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag)).ok_or("no such language")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_weight_wins_and_regions_do_not_matter() {
        assert_eq!(Language::negotiate("fr, de-AT;q=0.8, en;q=0.5"), Some(Language::De));
        assert_eq!(Language::negotiate("en-GB,de;q=0.9"), Some(Language::En));
        assert_eq!(Language::negotiate("de;q=0, fr"), None);
        assert_eq!(Language::negotiate(";;q=,,,"), None);
    }
}
