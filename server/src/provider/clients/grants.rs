use std::collections::BTreeSet;

use super::{
    Author, ClientField, Fault,
    reading::{Reading, choice},
};
use crate::provider::{GrantType, ResponseType, Scope};

/// Scopes of a client that signs people in, where it does not say.
const USUAL: [&str; 3] = ["openid", "profile", "email"];

/// What a client may come to the token endpoint with, and ask the authorization endpoint for.
pub(super) struct Flows {
    pub(super) grant_types: BTreeSet<GrantType>,
    pub(super) response_types: BTreeSet<ResponseType>,
}

impl Flows {
    /// Each response type brings the grant types that it needs (RFC 7591 §2.1). Tokens go through the browser
    /// only where that was asked for by name.
    pub(super) fn read(reading: &mut Reading<'_>, public: bool, author: Author) -> Self {
        let mut grant_types: BTreeSet<GrantType> =
            reading.each(ClientField::GrantTypes, choice(ClientField::GrantTypes)).into_iter().collect();
        let mut response_types: BTreeSet<ResponseType> =
            reading.each(ClientField::ResponseTypes, choice(ClientField::ResponseTypes)).into_iter().collect();
        if !reading.says(ClientField::GrantTypes) && response_types.is_empty() {
            grant_types.insert(GrantType::AuthorizationCode);
        }
        for response_type in &response_types {
            grant_types.extend(response_type.has_code().then_some(GrantType::AuthorizationCode));
            grant_types.extend(response_type.has_id_token().then_some(GrantType::Implicit));
        }
        let has = |grant_type| grant_types.contains(&grant_type);
        let is_code = |response_type: &ResponseType| response_type.has_code();
        if has(GrantType::AuthorizationCode) && !response_types.iter().any(is_code) {
            response_types.insert(ResponseType::Code);
        }
        if has(GrantType::Implicit) && !response_types.iter().any(|response_type| response_type.has_id_token()) {
            reading.fault(ClientField::ResponseTypes, Fault::ImplicitOfNothing);
        }
        if has(GrantType::RefreshToken) && !has(GrantType::AuthorizationCode) && !has(GrantType::DeviceCode) {
            reading.fault(ClientField::GrantTypes, Fault::RefreshOfNothing);
        }
        if has(GrantType::ClientCredentials) {
            if public {
                reading.fault(ClientField::GrantTypes, Fault::ClientCredentialsOfPublic);
            } else if author == Author::Stranger {
                reading.fault(ClientField::GrantTypes, Fault::StaffAlone);
            }
        }
        if grant_types.is_empty() && reading.has_none(ClientField::GrantTypes) {
            reading.fault(ClientField::GrantTypes, Fault::Required);
        }
        Self { grant_types, response_types }
    }

    /// Whether people sign in to it in a browser.
    pub(super) fn use_browser(&self) -> bool {
        !self.response_types.is_empty()
    }

    /// The most that it may be granted.
    pub(super) fn scope(&self, reading: &mut Reading<'_>, author: Author) -> Scope {
        let of_people = self.use_browser() || self.grant_types.contains(&GrantType::DeviceCode);
        let scope = reading.one(ClientField::Scope, |text| match Scope::parse(text) {
            Ok(scope) if text.len() <= 1000 => Ok(scope),
            _ => Err(Fault::NotScope),
        });
        let scope = match author {
            // What a scope of an API's is worth is nobody's to take.
            Author::Stranger => scope.map(|scope| scope.shared_with(&Scope::of(&OF_STRANGERS))),
            Author::Staff => scope,
        };
        let scope = scope.unwrap_or_else(|| if of_people { Scope::of(&USUAL) } else { Scope::default() });
        let id_token_alone = self.response_types.iter().any(|response_type| response_type.has_id_token());
        if id_token_alone && !scope.contains("openid") {
            reading.fault(ClientField::Scope, Fault::WithoutOpenid);
        }
        scope
    }
}

/// What somebody may ask for of whom nobody here knows anything: people are asked each time.
const OF_STRANGERS: [&str; 6] = ["openid", "profile", "email", "address", "phone", "offline_access"];
