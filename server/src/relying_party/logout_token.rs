//! A provider's word that somebody is signed out there (OpenID Connect Back-Channel Logout §2.4, §2.6).

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{FinishError, RelyingParty, directory::DirectoryError, id_token};
use crate::{
    clock::Timestamp,
    config::{OidcConfig, ProviderKind},
};

/// A longer one is refused before anything of it is decoded.
const LONGEST: usize = 8 * 1024;
/// One made longer ago tells nothing new.
const OLDEST: Duration = Duration::from_secs(10 * 60);
/// What says that it is one.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A provider's word that somebody is signed out there, after every check but that of its being new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// The provider's issuer.
    pub issuer: String,
    /// Whom; `None` only where the session is told.
    pub subject: Option<String>,
    /// Which of their sessions; `None`: all.
    pub sid: Option<String>,
    /// What it is called: it counts once.
    pub id: String,
    /// From when on it would be refused as too old.
    pub lapses_at: Timestamp,
}

/// Why such a word does not count.
#[derive(Debug, thiserror::Error)]
pub enum LogoutTokenError {
    /// There is no such provider, or it speaks another protocol.
    #[error("there is no such OpenID provider")]
    UnknownProvider,
    /// A check failed.
    #[error("{0}")]
    Refused(String),
    /// Its keys are not known now.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: i64,
    jti: String,
    events: Map<String, Value>,
    sub: Option<String>,
    sid: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    /// Whether it is for that client and for nobody else.
    fn is(&self, client_id: &str) -> bool {
        match self {
            Self::One(one) => one == client_id,
            Self::Several(several) => matches!(&several[..], [one] if one == client_id),
        }
    }
}

/// What a token is checked against.
struct Expected<'a> {
    provider: &'a OidcConfig,
    client_id: &'a str,
    now: Timestamp,
}

impl RelyingParty {
    /// Checks a logout token in full, but for its being new: whoever acts on it uses up its id.
    pub async fn check_logout_token(&self, provider: &str, token: &str) -> Result<LogoutToken, LogoutTokenError> {
        let (config, way) = self.find(provider).ok_or(LogoutTokenError::UnknownProvider)?;
        let (ProviderKind::Oidc(oidc), Some(directory)) = (&config.kind, &way.directory) else {
            return Err(LogoutTokenError::UnknownProvider);
        };
        if token.len() > LONGEST {
            return Err(LogoutTokenError::Refused("it is too long".to_owned()));
        }
        let now = self.parts.clock.moment();
        let signed = self.oidc((config, way), oidc, directory, &way.redirect_uri).signed(token, &now).await.map_err(
            |error| match error {
                FinishError::Directory(error) => LogoutTokenError::Directory(error),
                FinishError::Refused(why) => LogoutTokenError::Refused(why),
                other => LogoutTokenError::Refused(other.to_string()),
            },
        )?;
        let expected = Expected { provider: oidc, client_id: &config.client_id, now: now.at };
        let checked = check_type(signed.typ.as_deref()).and_then(|()| check(signed.claims, &expected));
        checked.map_err(|why| LogoutTokenError::Refused(why.to_owned()))
    }
}

/// §2.4 recommends the type; providers from before that write `JWT`, or nothing.
fn check_type(typ: Option<&str>) -> Result<(), &'static str> {
    let kind = typ.map(|typ| typ.strip_prefix("application/").unwrap_or(typ).to_ascii_lowercase());
    match kind.as_deref() {
        None | Some("logout+jwt" | "jwt") => Ok(()),
        Some(_) => Err("its typ is that of another kind of token"),
    }
}

/// Back-Channel Logout §2.6.
fn check(claims: Map<String, Value>, expected: &Expected<'_>) -> Result<LogoutToken, &'static str> {
    if claims.contains_key("nonce") {
        return Err("it has a nonce, as ID tokens do");
    }
    let claims: Claims = Claims::deserialize(Value::Object(claims)).map_err(|_| "a claim is missing or malformed")?;
    let is_the_provider = match &expected.provider.tenants {
        None => claims.iss == expected.provider.issuer,
        Some(tenants) => tenants.covers(&claims.iss),
    };
    if !is_the_provider {
        return Err("iss is another issuer");
    }
    if !claims.aud.is(expected.client_id) {
        return Err("aud is another client");
    }
    let leeway = expected.provider.id_token.leeway;
    let (iat, exp) = (Timestamp::from_seconds(claims.iat), Timestamp::from_seconds(claims.exp));
    if iat > expected.now + leeway {
        return Err("iat is in the future");
    }
    if expected.now > iat + OLDEST {
        return Err("iat is too long ago");
    }
    if expected.now >= exp + leeway {
        return Err("it has expired");
    }
    if !claims.events.get(EVENT).is_some_and(Value::is_object) {
        return Err("events does not say that it is a logout");
    }
    if claims.sub.is_none() && claims.sid.is_none() {
        return Err("it names neither a person nor a session");
    }
    let texts = [Some(&claims.jti), claims.sub.as_ref(), claims.sid.as_ref()];
    if !texts.into_iter().flatten().all(|text| id_token::is_subject(text)) {
        return Err("jti, sub or sid is empty, too long or not printable");
    }
    Ok(LogoutToken {
        issuer: claims.iss,
        subject: claims.sub,
        sid: claims.sid,
        id: claims.jti,
        lapses_at: iat + OLDEST + leeway,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::{EndpointsConfig, FreshProof, IdTokenRules};

    const NOW: Timestamp = Timestamp::from_seconds(1_800_000_000);

    fn good() -> Value {
        json!({
            "iss": "https://id.example", "aud": "gatepost", "iat": NOW.seconds(), "exp": NOW.seconds() + 120,
            "jti": "j-1", "events": { EVENT: {} }, "sub": "ada", "sid": "s-1",
        })
    }

    fn checked(claims: &Value) -> Result<LogoutToken, &'static str> {
        let provider = OidcConfig {
            issuer: "https://id.example".to_owned(),
            tenants: None,
            endpoints: EndpointsConfig::default(),
            fresh_proof: FreshProof::AuthTime,
            id_token: IdTokenRules::default(),
            name_in_form: false,
        };
        let expected = Expected { provider: &provider, client_id: "gatepost", now: NOW };
        check(claims.as_object().unwrap().clone(), &expected)
    }

    #[test]
    fn a_good_one_says_whom_and_until_when_it_is_remembered() {
        let token = checked(&good()).unwrap();
        assert_eq!((token.subject.as_deref(), token.sid.as_deref(), &*token.id), (Some("ada"), Some("s-1"), "j-1"));
        assert!(token.lapses_at >= NOW + OLDEST);
        let mut one = good();
        one["aud"] = json!(["gatepost"]);
        one.as_object_mut().unwrap().remove("sid");
        assert_eq!(checked(&one).unwrap().sid, None);
    }

    #[test]
    fn each_claim_counts() {
        let without = |name: &str| {
            let mut claims = good();
            claims.as_object_mut().unwrap().remove(name);
            claims
        };
        let with = |name: &str, value: Value| {
            let mut claims = good();
            claims[name] = value;
            claims
        };
        let nobody = json!({ "sid": null, "sub": null });
        let mut neither = good();
        neither.as_object_mut().unwrap().extend(nobody.as_object().unwrap().clone());
        let seconds = NOW.seconds();
        let wrong = [
            without("iss"),
            without("aud"),
            without("iat"),
            without("exp"),
            without("jti"),
            without("events"),
            neither,
            with("iss", json!("https://id.example/")),
            with("aud", json!("another")),
            with("aud", json!(["gatepost", "another"])),
            with("aud", json!([])),
            with("iat", json!(seconds + 61)),
            with("iat", json!(seconds - 601)),
            with("exp", json!(seconds - 60)),
            with("jti", json!("")),
            with("jti", json!(1)),
            with("sid", json!("x".repeat(256))),
            with("sub", json!("a\u{0}da")),
            with("events", json!({})),
            with("events", json!({ EVENT: true })),
            with("events", json!([EVENT])),
            with("nonce", json!("n")),
            with("nonce", json!(null)),
        ];
        for claims in wrong {
            assert!(checked(&claims).is_err(), "{claims}");
        }
    }

    #[test]
    fn the_type_says_what_it_is() {
        for typ in [None, Some("logout+jwt"), Some("application/logout+jwt"), Some("JWT")] {
            assert!(check_type(typ).is_ok(), "{typ:?}");
        }
        for typ in ["at+jwt", "secevent+jwt", "application/jwt+x", ""] {
            assert!(check_type(Some(typ)).is_err(), "{typ}");
        }
    }
}
