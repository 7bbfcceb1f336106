use std::str::FromStr;

use jsonwebtoken::Algorithm;

use super::Reader;
use crate::import::simplejwt::{OldTokenSettings, OldTokens};

/// What is taken over from another system.
#[derive(Debug)]
pub struct ImportConfig {
    /// What the Django whose tokens count is called here: `--source` of `gatepost import django`.
    pub source: String,
    /// How its tokens were signed; `None` where they count for nothing.
    pub simplejwt: Option<OldTokenSettings>,
}

impl ImportConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let source = reader.text("import.source").unwrap_or_else(|| "django".to_owned());
        let algorithm = reader.get("import.simplejwt_algorithm", Algorithm::HS256, |text| {
            Algorithm::from_str(text).map_err(|_| "is an algorithm of simplejwt's, such as HS256")
        });
        let user_id_claim = reader.text("import.simplejwt_user_id_claim").unwrap_or_else(|| "user_id".to_owned());
        let simplejwt = reader.text("import.simplejwt_key").map(|key| OldTokenSettings {
            key: key.into(),
            algorithm,
            user_id_claim,
        });
        if simplejwt.as_ref().is_some_and(|settings| OldTokens::new(settings).is_err()) {
            reader.mistake("import.simplejwt_key", "is no key for import.simplejwt_algorithm");
        }
        Self { source, simplejwt }
    }
}
