use app::words::Language;

use super::Reader;

/// What pages look like.
#[derive(Debug, Clone, Copy)]
pub struct UiConfig {
    /// Where neither the person nor the browser asks for one we have.
    pub language: Language,
}

impl UiConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self { language: reader.get("ui.language", Language::default(), str::parse) }
    }
}
