use super::{Preset, Section, section};

/// What an authorization request says beside what every one of ours does.
#[derive(Clone, Debug)]
pub struct RequestConfig {
    /// What is asked for.
    pub scopes: Vec<String>,
    /// Parameters with a fixed value: `prompt`, `acr_values`, what a provider has of its own.
    pub fixed: Vec<(String, String)>,
    /// Parameters that whoever begins a sign-in may choose.
    pub chosen: Vec<String>,
    /// How old the proof of identity may be at any sign-in, seconds.
    pub max_age: Option<u32>,
    /// How the answer comes.
    pub response_mode: ResponseMode,
    /// Whether the page's language goes along.
    pub ui_locales: bool,
}

/// How a provider's answer comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the address.
    Query,
    /// As a cross-site POST (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

/// What only Gatepost writes.
const OURS: [&str; 15] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "id_token_hint",
    "code",
    "dpop_jkt",
];
/// What has a setting of its own.
const SETTINGS: [&str; 10] = [
    "scope",
    "response_mode",
    "prompt",
    "display",
    "max_age",
    "ui_locales",
    "claims_locales",
    "acr_values",
    "claims",
    "login_hint",
];
const PROMPTS: [&str; 5] = ["none", "login", "consent", "select_account", "create"];
const DISPLAYS: [&str; 4] = ["page", "popup", "touch", "wap"];

impl RequestConfig {
    /// What whoever begins a sign-in may be allowed to choose.
    pub const CHOICES: [&str; 6] = ["login_hint", "domain_hint", "ui_locales", "prompt", "acr_values", "organization"];

    pub(super) fn read(section: &mut Section<'_>, preset: Preset) -> Self {
        let scopes =
            section.text("scopes").map_or_else(|| section::words(preset.scopes()), |text| section::words(&text));
        let mut fixed = Vec::new();
        let mut max_age = None;
        let mut ui_locales = false;
        if preset.is_open_id() {
            if !scopes.iter().any(|scope| scope == "openid") {
                section.mistake("scopes", "hold openid: without it there is no ID token");
            }
            fixed.extend(one_of(section, "display", &DISPLAYS));
            fixed.extend(read_prompt(section));
            for name in ["ui_locales", "claims_locales", "acr_values"] {
                fixed.extend(section.text(name).map(|text| (name.to_owned(), section::words(&text).join(" "))));
            }
            fixed.extend(section.optional("claims", parse_claims).map(|claims| ("claims".to_owned(), claims)));
            max_age = section.optional("max_age", |text| match text.parse() {
                Ok(seconds @ 0..=2_592_000) => Ok(seconds),
                _ => Err("is a number of seconds from 0 to 2592000"),
            });
            ui_locales = !fixed.iter().any(|(name, _)| name == "ui_locales");
        }
        fixed.extend(section.text("login_hint").map(|hint| ("login_hint".to_owned(), hint)));
        fixed.extend(read_extra(section));
        let chosen = section.words("request_params");
        if let Some(unfit) = chosen.iter().find(|name| !Self::CHOICES.contains(&name.as_str())) {
            section.mistake("request_params", &format!("holds {unfit}; allowed are {}", Self::CHOICES.join(", ")));
        }
        let response_mode = if preset == Preset::Facebook || preset == Preset::GitHub {
            ResponseMode::Query
        } else {
            section.get("response_mode", preset.response_mode(), |text| match text {
                "query" => Ok(ResponseMode::Query),
                "form_post" => Ok(ResponseMode::FormPost),
                _ => Err("is query or form_post"),
            })
        };
        Self { scopes, fixed, chosen, max_age, response_mode, ui_locales }
    }

    /// What stands in for a provider asks for.
    pub(super) fn of_stand_in(preset: Preset) -> Self {
        Self {
            scopes: section::words(preset.scopes()),
            fixed: Vec::new(),
            chosen: Vec::new(),
            max_age: None,
            response_mode: preset.response_mode(),
            ui_locales: preset.is_open_id(),
        }
    }

    /// The value of a parameter that is the same for everybody.
    pub fn fixed(&self, name: &str) -> Option<&str> {
        self.fixed.iter().find(|(fixed, _)| fixed == name).map(|(_, value)| value.as_str())
    }
}

fn one_of(section: &mut Section<'_>, key: &str, allowed: &[&str]) -> Option<(String, String)> {
    section.optional(key, |text| {
        if allowed.contains(&text) {
            Ok((key.to_owned(), text.to_owned()))
        } else {
            Err(format!("is one of {}", allowed.join(", ")))
        }
    })
}

fn read_prompt(section: &mut Section<'_>) -> Option<(String, String)> {
    section.optional("prompt", |text| {
        let words = section::words(text);
        if words.iter().any(|word| !PROMPTS.contains(&word.as_str())) {
            return Err(format!("is made of {}", PROMPTS.join(", ")));
        }
        if words.len() > 1 && words.iter().any(|word| word == "none") {
            return Err("has none beside another value (OpenID Connect Core §3.1.2.1)".to_owned());
        }
        Ok(("prompt".to_owned(), words.join(" ")))
    })
}

/// A provider's own parameters. None of them may take the place of what the protocol's safety
/// rests on.
fn read_extra(section: &mut Section<'_>) -> Vec<(String, String)> {
    let pairs = section.pairs("extra_params");
    for (name, _) in &pairs {
        if OURS.contains(&name.as_str()) {
            section.mistake("extra_params", &format!("holds {name}, which Gatepost writes itself"));
        } else if SETTINGS.contains(&name.as_str()) {
            section.mistake("extra_params", &format!("holds {name}, which is a setting of its own"));
        }
    }
    pairs
}

/// OpenID Connect Core §5.5.
fn parse_claims(text: &str) -> Result<String, &'static str> {
    const FORM: &str = r#"is JSON such as {"id_token":{"groups":null}}"#;
    let value: serde_json::Value = serde_json::from_str(text).map_err(|_| FORM)?;
    let object = value.as_object().ok_or(FORM)?;
    let known = object.iter().all(|(name, members)| {
        matches!(name.as_str(), "id_token" | "userinfo") && (members.is_object() || members.is_null())
    });
    if known && !object.is_empty() { Ok(value.to_string()) } else { Err(FORM) }
}
