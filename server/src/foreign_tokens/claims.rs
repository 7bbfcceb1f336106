use std::time::Duration;

use serde::{Deserialize, de::IgnoredAny};

use super::WhyInvalid;
use crate::{
    clock::Timestamp,
    config::{ForeignTokenConfig, SubjectClaim},
};

/// How far an issuer's clock may be from ours.
pub(super) const LEEWAY: Duration = Duration::from_secs(30);
/// OpenID Connect Core §2.
const LONGEST_SUBJECT: usize = 255;
/// `typ` of an access token (RFC 9068 §2.1), with and without the prefix that may be left out.
const ACCESS_TOKEN_TYPES: [&str; 2] = ["at+jwt", "application/at+jwt"];

/// Claims of an access token, as the servers of the field write them.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Claims {
    iss: Option<String>,
    sub: Option<String>,
    #[serde(default)]
    aud: Words,
    exp: Option<i64>,
    nbf: Option<i64>,
    iat: Option<i64>,
    jti: Option<String>,
    /// The `sub` of Okta's ID tokens.
    uid: Option<String>,
    /// The application: by Okta's name, that of RFC 9068, and that of whoever writes an ID token's.
    cid: Option<String>,
    client_id: Option<String>,
    azp: Option<String>,
    /// What it allows: Okta writes an array, Microsoft a text of the same name, RFC 9068 `scope`.
    scp: Option<Words>,
    scope: Option<Words>,
    /// What only ID tokens and logout tokens have.
    nonce: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    c_hash: Option<IgnoredAny>,
    events: Option<IgnoredAny>,
    /// Keycloak's, Cognito's, Auth0's and Microsoft's word for what it is, and RFC 7662's.
    typ: Option<String>,
    token_use: Option<String>,
    gty: Option<String>,
    idtyp: Option<String>,
    token_type: Option<String>,
    cnf: Option<IgnoredAny>,
    name: Option<String>,
    email: Option<String>,
    email_verified: Option<serde_json::Value>,
}

/// One text, of words with spaces between, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Several(Vec<String>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Words {
    /// Whether one of them is that, the whole text or item.
    fn holds(&self, wanted: &str) -> bool {
        match self {
            Self::One(one) => one == wanted,
            Self::Several(several) => several.iter().any(|one| one == wanted),
        }
    }

    fn split(&self) -> impl Iterator<Item = &str> {
        let items = match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several.as_slice(),
        };
        items.iter().flat_map(|item| item.split_ascii_whitespace())
    }
}

/// What is kept of a token that counts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) subject: String,
    pub(super) client_id: String,
    pub(super) scope: String,
    pub(super) jti: String,
    pub(super) issued_at: i64,
    pub(super) expires_at: Timestamp,
    pub(super) name: Option<String>,
    /// Only where the issuer vouches for it.
    pub(super) verified_email: Option<String>,
}

/// Who the tokens of an issuer are for, and from whom.
pub(super) struct Expected<'a> {
    pub(super) config: &'a ForeignTokenConfig,
    /// What we are called there as a relying party: ID tokens are for that.
    pub(super) own_client_id: &'a str,
    pub(super) now: Timestamp,
}

impl Claims {
    /// What the token is good for, if every check passes. Its scopes are another matter.
    pub(super) fn accept(self, expected: &Expected<'_>) -> Result<Accepted, WhyInvalid> {
        if self.iss.as_ref().is_some_and(|issuer| *issuer != expected.config.issuer) {
            return Err(WhyInvalid::WrongIssuer);
        }
        let expires_at = self.check_life(expected.now)?;
        if !expected.config.audiences.iter().any(|audience| self.aud.holds(audience)) {
            return Err(WhyInvalid::WrongAudience);
        }
        if self.aud.holds(expected.own_client_id) {
            return Err(WhyInvalid::NoAccessToken("it is for the relying party"));
        }
        self.check_kind()?;
        let clients = [self.cid.as_deref(), self.client_id.as_deref(), self.azp.as_deref()];
        check_client(&clients, &expected.config.client_ids)?;
        let subject = self.subject(expected.config.subject, &clients)?;
        Ok(Accepted {
            subject,
            client_id: clients.into_iter().flatten().next().unwrap_or_default().to_owned(),
            scope: self.scopes().collect::<Vec<_>>().join(" "),
            issued_at: self.iat.unwrap_or_default(),
            expires_at,
            verified_email: self.email.filter(|_| self.email_verified == Some(serde_json::Value::Bool(true))),
            jti: self.jti.unwrap_or_default(),
            name: self.name,
        })
    }

    fn check_life(&self, now: Timestamp) -> Result<Timestamp, WhyInvalid> {
        let expires_at = Timestamp::from_seconds(self.exp.ok_or(WhyInvalid::Malformed)?);
        if now >= expires_at + LEEWAY {
            return Err(WhyInvalid::Expired);
        }
        let in_future = |at: Option<i64>| at.is_some_and(|at| Timestamp::from_seconds(at) > now + LEEWAY);
        if in_future(self.nbf) || in_future(self.iat) { Err(WhyInvalid::NotYet) } else { Ok(expires_at) }
    }

    /// What tells an access token from everything else that an issuer signs, by its claims.
    fn check_kind(&self) -> Result<(), WhyInvalid> {
        if self.cnf.is_some() {
            return Err(WhyInvalid::Bound);
        }
        if self.nonce.is_some() || self.at_hash.is_some() || self.c_hash.is_some() {
            return Err(WhyInvalid::NoAccessToken("it has an ID token's claims"));
        }
        if self.events.is_some() {
            return Err(WhyInvalid::NoAccessToken("it tells of events"));
        }
        let is =
            |told: &Option<String>, wanted: &str| told.as_ref().is_none_or(|told| told.eq_ignore_ascii_case(wanted));
        if is(&self.typ, "Bearer") && is(&self.token_use, "access") && is(&self.token_type, "Bearer") {
            Ok(())
        } else {
            Err(WhyInvalid::NoAccessToken("it says so"))
        }
    }

    /// Who the person is. A program's own token names none, whatever it is called (RFC 9068 §5).
    fn subject(&self, claim: SubjectClaim, clients: &[Option<&str>]) -> Result<String, WhyInvalid> {
        let is_program = self.gty.as_deref() == Some("client-credentials") || self.idtyp.as_deref() == Some("app");
        let told = match claim {
            SubjectClaim::Sub => &self.sub,
            SubjectClaim::Uid => &self.uid,
        };
        let subject = told.as_deref().ok_or(WhyInvalid::NoPerson)?;
        if is_program
            || clients.contains(&Some(subject))
            || clients.contains(&self.sub.as_deref()) && self.sub.is_some()
        {
            return Err(WhyInvalid::NoPerson);
        }
        if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
            return Err(WhyInvalid::Malformed);
        }
        Ok(subject.to_owned())
    }

    fn scopes(&self) -> impl Iterator<Item = &str> {
        [&self.scp, &self.scope].into_iter().flatten().flat_map(Words::split)
    }

    /// Whether it says what it allows, or for which application: an ID token never does.
    pub(super) const fn is_for_an_api(&self) -> bool {
        self.scp.is_some() || self.scope.is_some() || self.cid.is_some() || self.client_id.is_some()
    }
}

/// By the header's `typ`: `at+jwt` says it. Okta, Auth0 and Microsoft write none or `JWT`, as they do for
/// ID tokens; those are told apart by what only an access token says.
pub(super) fn check_type(typ: Option<&str>, claims: &Claims) -> Result<(), WhyInvalid> {
    match typ {
        Some(typ) if ACCESS_TOKEN_TYPES.iter().any(|wanted| typ.eq_ignore_ascii_case(wanted)) => Ok(()),
        Some(typ) if !typ.eq_ignore_ascii_case("JWT") => Err(WhyInvalid::NoAccessToken("its type is another")),
        _ if claims.is_for_an_api() => Ok(()),
        _ => Err(WhyInvalid::NoAccessToken("nothing says that it is one")),
    }
}

/// Every name that it gives the application must be allowed, and there must be one.
fn check_client(told: &[Option<&str>], allowed: &[String]) -> Result<(), WhyInvalid> {
    if allowed.is_empty() {
        return Ok(());
    }
    let mut told = told.iter().flatten().peekable();
    if told.peek().is_some() && told.all(|client| allowed.iter().any(|allowed| allowed == client)) {
        Ok(())
    } else {
        Err(WhyInvalid::WrongClient)
    }
}
