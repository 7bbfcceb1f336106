use secrecy::SecretString;

use super::{ClientKey, Preset, Section};

/// How we prove to a provider that we are its client (OpenID Connect Core §9).
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    /// By a secret, in the way that the provider's metadata offers: the header where it takes it
    /// or does not say, the body otherwise.
    Secret(SecretString),
    /// By a secret in the `Authorization` header.
    SecretBasic(SecretString),
    /// By a secret in the body.
    SecretPost(SecretString),
    /// By an assertion that a key of ours signs (RFC 7523).
    PrivateKeyJwt(ClientKey),
    /// By a secret that a key of ours signs, as Apple wants it.
    AppleSecret {
        /// The team, as Apple calls it.
        team_id: String,
        /// The key.
        key: ClientKey,
    },
    /// Not at all: a public client, whom PKCE alone protects.
    None,
}

impl ClientAuthentication {
    pub(super) fn read(section: &mut Section<'_>, preset: Preset) -> Option<Self> {
        if preset == Preset::Apple {
            return read_apple(section);
        }
        let method = section.optional("client_authentication", |name| match name {
            "client_secret_basic" => Ok(Method::Basic),
            "client_secret_post" => Ok(Method::Post),
            "private_key_jwt" => Ok(Method::PrivateKey),
            "none" => Ok(Method::None),
            _ => Err("is client_secret_basic, client_secret_post, private_key_jwt or none"),
        });
        let key = ClientKey::read(section);
        let secret = section.text("client_secret").map(SecretString::from);
        match (method, secret, key) {
            (None, Some(secret), None) if matches!(preset, Preset::Facebook | Preset::GitHub) => {
                Some(Self::SecretPost(secret))
            }
            (None, Some(secret), None) => Some(Self::Secret(secret)),
            (Some(Method::Basic), Some(secret), None) => Some(Self::SecretBasic(secret)),
            (Some(Method::Post), Some(secret), None) => Some(Self::SecretPost(secret)),
            // The secret beside the key is for ID tokens by HS256, or left over.
            (None | Some(Method::PrivateKey), _, Some(key)) => Some(Self::PrivateKeyJwt(key)),
            (Some(Method::None), None, None) => Some(Self::None),
            (Some(Method::PrivateKey), _, None) => {
                section.mistake("private_key", "is missing");
                None
            }
            (Some(Method::None), _, _) => {
                section.mistake("client_authentication", "is none, beside a client_secret or private_key");
                None
            }
            (Some(Method::Basic | Method::Post), Some(_), Some(_)) => {
                section.mistake("client_authentication", "is by the secret, beside a private_key");
                None
            }
            (None | Some(Method::Basic | Method::Post), None, _) => {
                section.mistake("client_secret", "is missing");
                None
            }
        }
    }

    /// The secret that we share with the provider, where there is one.
    pub fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Secret(secret) | Self::SecretBasic(secret) | Self::SecretPost(secret) => Some(secret),
            Self::PrivateKeyJwt(_) | Self::AppleSecret { .. } | Self::None => None,
        }
    }

    /// The key of ours that the provider knows the public half of, by itself: Apple makes its keys.
    pub fn published_key(&self) -> Option<&ClientKey> {
        match self {
            Self::PrivateKeyJwt(key) => Some(key),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Method {
    Basic,
    Post,
    PrivateKey,
    None,
}

fn read_apple(section: &mut Section<'_>) -> Option<ClientAuthentication> {
    let team_id = section.required("team_id");
    let key = ClientKey::read(section);
    match &key {
        None => section.mistake("private_key", "is missing: the .p8 file that Apple hands out once"),
        Some(key) if key.id.is_none() => section.mistake("private_key_id", "is missing: Apple's id of the key"),
        Some(key) if key.algorithm != jsonwebtoken::Algorithm::ES256 => {
            section.mistake("private_key", "is an EC key at Apple");
        }
        Some(_) => {}
    }
    Some(ClientAuthentication::AppleSecret { team_id: team_id?, key: key? })
}
