use serde_json::from_value;

use super::{Fault, reading::printable};
use crate::provider::{ExtraClaim, Scope};

/// Characters of a claim's name.
const LONGEST: usize = 100;

/// Claims that say what a token is, whose, and how it came about (RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect
/// Core §2, OpenID Connect Session and Logout, RFC 7800, RFC 8693 §4): row F28 let a client redefine `sub`.
const OF_TOKENS: [&str; 29] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "typ",
    "alg",
    "kid",
    "nonce",
    "at_hash",
    "c_hash",
    "s_hash",
    "rt_hash",
    "acr",
    "amr",
    "azp",
    "auth_time",
    "sid",
    "client_id",
    "scope",
    "scp",
    "cnf",
    "act",
    "may_act",
    "events",
    "sub_id",
    "sub_jwk",
];

/// Claims that we say of people ourselves, and what others join accounts by.
const OF_PEOPLE: [&str; 8] = [
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "locale",
    "email",
    "email_verified",
    "phone_number_verified",
];

/// A claim of a client's own, written `name=field` or `name=field:scope`.
pub(super) fn extra_claim(scope: &Scope) -> impl Fn(&str) -> Result<(String, ExtraClaim), Fault> {
    move |text| {
        let (name, rest) = text.split_once('=').ok_or(Fault::NotClaim)?;
        let (from, said_with) = match rest.split_once(':') {
            Some((from, said_with)) => (from, Some(said_with)),
            None => (rest, None),
        };
        let name = printable(name.trim(), LONGEST)?;
        let from = from_value(from.trim().into()).map_err(|_| Fault::NotClaim)?;
        if name.is_empty() {
            return Err(Fault::NotClaim);
        }
        if OF_TOKENS.contains(&name.as_str()) || OF_PEOPLE.contains(&name.as_str()) {
            return Err(Fault::ReservedClaim);
        }
        match said_with.map(str::trim) {
            Some(said_with) if !scope.contains(said_with) => Err(Fault::ClaimOfForeignScope),
            said_with => Ok((name, ExtraClaim { from, scope: said_with.map(str::to_owned) })),
        }
    }
}
