use serde_json::Value;

use super::{FinishError, TokenAnswer, claims::Claims};
use crate::{
    account::{ExternalIdentity, ProviderProfile},
    clock::Timestamp,
    config::{EmailVerified, ProviderConfig},
};

/// Whom a provider vouches for, after every check.
#[derive(Clone, Debug)]
pub struct Vouched {
    /// Who.
    pub identity: ExternalIdentity,
    /// When they last proved it.
    pub auth_time: Timestamp,
    /// How (RFC 8176).
    pub amr: Vec<String>,
    /// What is taken over into the account.
    pub profile: ProviderProfile,
    /// Whether they get an account if they have none.
    pub may_register: bool,
    /// What the code was exchanged for.
    pub tokens: TokenAnswer,
}

/// Who it is, when they proved it and how.
pub(super) struct Proven {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) auth_time: Timestamp,
    pub(super) amr: Vec<String>,
}

/// What the claims say of a person, read by the provider's mapping; refused where its word does not
/// let them in.
pub(super) fn vouch(
    config: &ProviderConfig,
    proven: Proven,
    claims: &Claims,
    tokens: TokenAnswer,
) -> Result<Vouched, FinishError> {
    let mapping = &config.mapping;
    let email = claims.text(&mapping.email).filter(|email| email.contains('@'));
    let email_verified = email.is_some() && is_verified(&mapping.email_verified, claims);
    config.admission.judge(email.as_deref(), email_verified).map_err(FinishError::NotAdmitted)?;
    let told = mapping.fields.iter().filter_map(|(field, claim)| Some((*field, claims.text(claim)?))).collect();
    let profile = ProviderProfile {
        told,
        defaults: mapping.defaults.clone(),
        protected: mapping.protected.clone(),
        is_staff: mapping
            .roles
            .as_ref()
            .map(|roles| claims.texts(&roles.claim).iter().any(|group| roles.staff.contains(group))),
    };
    let identity = ExternalIdentity {
        issuer: proven.issuer,
        subject: proven.subject,
        provider: config.id.clone(),
        name: claims.text(&mapping.name),
        email,
        email_verified,
    };
    let may_register = config.admission.create;
    Ok(Vouched { identity, auth_time: proven.auth_time, amr: proven.amr, profile, may_register, tokens })
}

/// Only `true` counts: an absent claim, a text or a number does not, but for those who are known to
/// write it so.
fn is_verified(rule: &EmailVerified, claims: &Claims) -> bool {
    match rule {
        EmailVerified::Claim(name) => claims.get(name) == Some(&Value::Bool(true)),
        EmailVerified::LooseClaim(name) => match claims.get(name) {
            Some(Value::Bool(verified)) => *verified,
            Some(Value::String(text)) => text == "true" || text == "1",
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        },
        EmailVerified::Always => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_counts_as_verified_only_where_it_is_said_to_be() {
        let claim = EmailVerified::Claim("email_verified".into());
        let loose = EmailVerified::LooseClaim("email_verified".into());
        for (value, strict_says, loose_says) in [
            (json!(true), true, true),
            (json!("true"), false, true),
            (json!(1), false, true),
            (json!("1"), false, true),
            (json!(false), false, false),
            (json!("false"), false, false),
            (json!("yes"), false, false),
            (json!(0), false, false),
            (json!(null), false, false),
            (json!([true]), false, false),
        ] {
            let mut claims = Claims::default();
            claims.put("email_verified", value.clone());
            assert_eq!(is_verified(&claim, &claims), strict_says, "{value}");
            assert_eq!(is_verified(&loose, &claims), loose_says, "{value}");
        }
        assert!(!is_verified(&claim, &Claims::default()) && !is_verified(&loose, &Claims::default()));
    }
}
