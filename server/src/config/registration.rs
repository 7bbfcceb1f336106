use secrecy::{ExposeSecret, SecretString};

use super::Reader;
use crate::digest;

/// Characters of a token that can be guessed.
const SHORTEST: usize = 32;

/// Which applications may register themselves (RFC 7591).
#[derive(Clone, Debug)]
pub enum RegistrationConfig {
    /// None: staff write every client.
    Off,
    /// Those that bring the token that staff give out.
    Token(SecretString),
    /// All.
    Open,
}

impl RegistrationConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        const MODE: &str = "provider.dynamic_registration";
        const TOKEN: &str = "provider.registration_token";
        let token = reader.optional(TOKEN, |text| match text.len() {
            SHORTEST.. => Ok(SecretString::from(text)),
            _ => Err(format!("is a secret of {SHORTEST} characters or more")),
        });
        let mode = reader.get(MODE, "off".to_owned(), |text| match text {
            "off" | "token" | "open" => Ok(text.to_owned()),
            _ => Err("is off, token or open"),
        });
        match (mode.as_str(), token) {
            ("token", Some(token)) => Self::Token(token),
            ("token", None) => {
                reader.mistake(TOKEN, "is needed for provider.dynamic_registration = token");
                Self::Off
            }
            ("open", None) => Self::Open,
            ("open", Some(_)) => {
                reader.mistake(TOKEN, "is nothing for provider.dynamic_registration = open, which asks for none");
                Self::Off
            }
            _ => Self::Off,
        }
    }

    /// Whether that is the token that staff give out.
    pub fn admits(&self, shown: &str) -> bool {
        match self {
            Self::Token(token) => digest::equal(&digest::sha256(token.expose_secret()), &digest::sha256(shown)),
            Self::Off | Self::Open => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, ConfigErrors, Sources};

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn read(pairs: &[(&str, &str)]) -> Result<RegistrationConfig, ConfigErrors> {
        Config::read(Sources::from_pairs(pairs)).map(|config| config.registration)
    }

    #[test]
    fn nobody_registers_unless_it_is_said_so() {
        assert!(matches!(read(&[]), Ok(RegistrationConfig::Off)));
        assert!(matches!(read(&[("provider.dynamic_registration", "open")]), Ok(RegistrationConfig::Open)));
        let settings = [("provider.dynamic_registration", "token"), ("provider.registration_token", TOKEN)];
        let with_token = read(&settings).unwrap();
        assert!(with_token.admits(TOKEN) && !with_token.admits("") && !RegistrationConfig::Open.admits(""));
        assert!(!format!("{with_token:?}").contains(TOKEN));
    }

    #[test]
    fn what_contradicts_itself_is_refused() {
        for pairs in [
            &[("provider.dynamic_registration", "token")][..],
            &[("provider.dynamic_registration", "token"), ("provider.registration_token", "short")],
            &[("provider.dynamic_registration", "open"), ("provider.registration_token", TOKEN)],
            &[("provider.dynamic_registration", "perhaps")],
        ] {
            let ConfigErrors(mistakes) = read(pairs).unwrap_err();
            assert!(mistakes.iter().all(|mistake| mistake.starts_with("provider.")), "{mistakes:?}");
            assert!(!mistakes.concat().contains(TOKEN));
        }
    }
}
