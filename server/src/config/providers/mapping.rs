use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Preset, Section};

/// Which of a provider's claims say what of an account.
#[derive(Clone, Debug)]
pub struct MappingConfig {
    /// What names the person for ever.
    pub subject: String,
    /// Their address.
    pub email: String,
    /// Whether it is theirs.
    pub email_verified: EmailVerified,
    /// A name to show.
    pub name: String,
    /// What is taken over into the account at every sign-in, from which claim.
    pub fields: Vec<(Field, String)>,
    /// What the account begins with where the provider says nothing.
    pub defaults: Vec<(Field, String)>,
    /// What is left alone once the account has it.
    pub protected: Vec<Field>,
    /// Who is staff by membership in a group.
    pub roles: Option<RoleMapping>,
    /// The claims that somebody asked for by name: userinfo is asked where the ID token lacks one.
    pub wanted: Vec<String>,
    /// Whether userinfo is asked at all, or always.
    pub userinfo: UserinfoUse,
}

/// What shows that an address is the person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailVerified {
    /// A claim, which must be `true`.
    Claim(String),
    /// The same, where the provider is known to write a text or a number instead.
    LooseClaim(String),
    /// That the provider tells it: somebody has decided that it does so of addresses it knows.
    Always,
}

/// What an account can take over from a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name that is shown.
    Name,
    /// First name.
    FirstName,
    /// Last name.
    LastName,
    /// User name: given once, never changed by a provider.
    Username,
    /// Language of mail.
    Language,
}

impl Field {
    /// As settings and the store write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Username => "username",
            Self::Language => "language",
        }
    }
}

impl FromStr for Field {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        [Self::Name, Self::FirstName, Self::LastName, Self::Username, Self::Language]
            .into_iter()
            .find(|field| field.name() == name)
            .ok_or(())
    }
}

/// Which groups at the provider make somebody staff here. Applied at every sign-in, both ways.
#[derive(Clone, Debug)]
pub struct RoleMapping {
    /// The claim with the groups.
    pub claim: String,
    /// The groups whose members are staff.
    pub staff: Vec<String>,
}

/// When userinfo is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserinfoUse {
    /// Where the ID token lacks something that is wanted.
    Missing,
    /// At every sign-in.
    Always,
    /// Never.
    Never,
}

const FIELDS: &str = "are made of name, first_name, last_name, username and language";

impl MappingConfig {
    pub(super) fn of_preset(preset: Preset) -> Self {
        let verified = preset.email_verified_claim().to_owned();
        let claim = |field, name: &str| (field, name.to_owned());
        let fields = match preset {
            Preset::Facebook | Preset::GitHub | Preset::OAuth2 => vec![claim(Field::Name, "name")],
            _ => vec![
                claim(Field::Name, "name"),
                claim(Field::FirstName, "given_name"),
                claim(Field::LastName, "family_name"),
            ],
        };
        Self {
            subject: if preset.is_open_id() || preset == Preset::OAuth2 { "sub" } else { "id" }.to_owned(),
            email: "email".to_owned(),
            email_verified: if preset.loose_email_verified() {
                EmailVerified::LooseClaim(verified)
            } else {
                EmailVerified::Claim(verified)
            },
            name: "name".to_owned(),
            fields,
            defaults: Vec::new(),
            protected: Vec::new(),
            roles: None,
            wanted: vec!["email".to_owned(), "name".to_owned()],
            userinfo: UserinfoUse::Missing,
        }
    }

    pub(super) fn read(section: &mut Section<'_>, preset: Preset) -> Self {
        let mut mapping = Self::of_preset(preset);
        mapping.email = section.text("email_claim").unwrap_or(mapping.email);
        mapping.name = section.text("name_claim").unwrap_or(mapping.name);
        if preset == Preset::OAuth2 {
            mapping.subject = section.text("subject_claim").unwrap_or(mapping.subject);
        }
        if let Some(claim) = section.text("email_verified_claim") {
            mapping.email_verified = EmailVerified::Claim(claim);
        }
        if section.flag("assume_email_verified", false) {
            mapping.email_verified = EmailVerified::Always;
        }
        let told: Vec<(Field, String)> = named(section, "fields");
        mapping.wanted = vec![mapping.email.clone(), mapping.name.clone()];
        mapping.wanted.extend(told.iter().map(|(_, claim)| claim.clone()));
        for (_, claim) in mapping.fields.iter_mut().filter(|(field, _)| *field == Field::Name) {
            claim.clone_from(&mapping.name);
        }
        mapping.fields.retain(|(field, _)| told.iter().all(|(other, _)| other != field));
        mapping.fields.extend(told);
        mapping.defaults = named(section, "defaults");
        let protected = section.words("protected_fields");
        mapping.protected = protected.iter().filter_map(|name| name.parse().ok()).collect();
        if mapping.protected.len() < protected.len() {
            section.mistake("protected_fields", FIELDS);
        }
        let staff = section.words("staff_groups");
        let claim = section.text("groups_claim");
        if staff.is_empty() && claim.is_some() {
            section.mistake("groups_claim", "is of no use without staff_groups");
        }
        if !staff.is_empty() {
            let claim = claim.unwrap_or_else(|| "groups".to_owned());
            mapping.wanted.push(claim.clone());
            mapping.roles = Some(RoleMapping { claim, staff });
        }
        if preset.is_open_id() {
            mapping.userinfo = section.get("userinfo", UserinfoUse::Missing, |text| match text {
                "missing" => Ok(UserinfoUse::Missing),
                "always" => Ok(UserinfoUse::Always),
                "never" => Ok(UserinfoUse::Never),
                _ => Err("is missing, always or never"),
            });
        }
        mapping
    }
}

/// `field=value` pairs whose names are fields.
fn named(section: &mut Section<'_>, key: &str) -> Vec<(Field, String)> {
    let pairs = section.pairs(key);
    let fields: Vec<_> = pairs.iter().map(|(name, value)| (name.parse::<Field>(), value)).collect();
    if fields.iter().any(|(field, value)| field.is_err() || value.is_empty()) {
        section.mistake(key, FIELDS);
    }
    fields.into_iter().filter_map(|(field, value)| Some((field.ok()?, value.clone()))).collect()
}
