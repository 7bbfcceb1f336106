//! From what somebody typed or sent to what a client is: everything that is wrong is told at once.

use url::Url;

use super::{
    ClientDraft, ClientField, ClientMistakes, Fault,
    addresses::{self, Home, addresses},
    audiences::audience,
    claims::extra_claim,
    grants::Flows,
    keys::public_keys,
    lives::lives,
    people::people,
    reading::{Reading, choice, printable},
};
use crate::provider::{AuthMethod, ClientMetadata, ResponseType, SubjectType};

/// Characters of a client's name: it stands in a sentence.
const LONGEST_NAME: usize = 100;
/// A year: whoever proved who they are before is as good as unknown.
const OLDEST_PROOF: u32 = 366 * 24 * 60 * 60;

/// Who says what a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Author {
    /// Staff, or whoever runs the program.
    Staff,
    /// Anybody, by registration.
    Stranger,
}

/// What may be worth a second thought, and is allowed all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientWarning {
    /// ID tokens go through the browser (RFC 9700 §2.1.2).
    TokensInBrowser,
    /// A stolen code can be put into somebody else's sign-in (RFC 9700 §2.1.1).
    WithoutPkce,
}

impl ClientWarning {
    /// What there is to say of that client.
    pub fn of(metadata: &ClientMetadata) -> Vec<Self> {
        let in_browser =
            metadata.response_types.iter().any(|response_type: &ResponseType| response_type.has_id_token());
        let of_them = [(in_browser, Self::TokensInBrowser), (!metadata.require_pkce, Self::WithoutPkce)];
        of_them.into_iter().filter(|(is, _)| *is).map(|(_, warning)| warning).collect()
    }
}

impl ClientDraft {
    /// What the client is to be, if nothing is wrong with it.
    pub(super) fn sound(&self, issuer: &Url, author: Author) -> Result<ClientMetadata, ClientMistakes> {
        let mut reading = Reading::of(self);
        let metadata = read(&mut reading, issuer, author);
        reading.end().map(|()| metadata)
    }
}

fn read(reading: &mut Reading<'_>, issuer: &Url, author: Author) -> ClientMetadata {
    use ClientField as F;
    let method: AuthMethod =
        reading.one(F::TokenEndpointAuthMethod, choice(F::TokenEndpointAuthMethod)).unwrap_or_default();
    let public = method == AuthMethod::None;
    let flows = Flows::read(reading, public, author);
    let redirect_uris = addresses(reading, F::RedirectUris, public);
    if flows.use_browser() && redirect_uris.is_empty() && reading.has_none(F::RedirectUris) {
        reading.fault(F::RedirectUris, Fault::Required);
    }
    let home = Home::of(&redirect_uris);
    let scope = flows.scope(reading, author);
    let jwks = reading.one(F::Jwks, public_keys);
    if method == AuthMethod::PrivateKeyJwt && reading.has_none(F::Jwks) {
        reading.fault(F::Jwks, Fault::KeysNeeded);
    }
    let require_pkce = reading.flag(F::RequirePkce, true);
    if public && !require_pkce {
        reading.fault(F::RequirePkce, Fault::PkceOfPublic);
    }
    let subject_type = reading.one(F::SubjectType, choice(F::SubjectType)).unwrap_or_default();
    if subject_type == SubjectType::Pairwise && home.hosts() != 1 {
        reading.fault(F::SubjectType, Fault::SeveralHosts);
    }
    let of_people = |reading: &mut Reading<'_>, field| match author {
        Author::Staff => reading.one(field, addresses::address),
        Author::Stranger => reading.one(field, |text| home.own_address(text)),
    };
    let usual = ClientMetadata::default();
    ClientMetadata {
        client_name: name(reading, &home, author),
        post_logout_redirect_uris: addresses(reading, F::PostLogoutRedirectUris, public),
        origins: match author {
            Author::Staff => reading.each(F::Origins, addresses::origin),
            Author::Stranger => reading.each(F::Origins, |text| home.own_origin(text)),
        }
        .into_iter()
        .collect(),
        token_endpoint_auth_method: method,
        jwks,
        id_token_signed_response_alg: reading
            .one(F::IdTokenAlg, choice(F::IdTokenAlg))
            .unwrap_or(usual.id_token_signed_response_alg),
        userinfo_signed_response_alg: reading.one(F::UserinfoAlg, choice(F::UserinfoAlg)),
        subject_type,
        default_max_age: reading.number(F::DefaultMaxAge, 0, OLDEST_PROOF),
        backchannel_logout_uri: reading.one(F::BackchannelLogoutUri, |text| home.own_address(text)),
        backchannel_logout_session_required: reading.flag(F::BackchannelSession, false),
        frontchannel_logout_uri: reading.one(F::FrontchannelLogoutUri, |text| home.own_page(text)),
        frontchannel_logout_session_required: reading.flag(F::FrontchannelSession, false),
        dpop_bound_access_tokens: reading.flag(F::DpopBound, false),
        require_pushed_authorization_requests: reading.flag(F::RequirePushed, false),
        client_uri: of_people(reading, F::ClientUri),
        logo_uri: of_people(reading, F::LogoUri),
        policy_uri: of_people(reading, F::PolicyUri),
        tos_uri: of_people(reading, F::TosUri),
        first_party: reading.flag(F::FirstParty, false),
        require_pkce,
        lives: lives(reading),
        audiences: reading.each(F::Audiences, audience(issuer)).into_iter().collect(),
        claims: reading.each(F::Claims, extra_claim(&scope)).into_iter().collect(),
        people: reading.each(F::People, people).into_iter().collect(),
        redirect_uris,
        grant_types: flows.grant_types,
        response_types: flows.response_types,
        scope,
    }
}

/// As people read it. Who registers without a name is known by where it lives.
fn name(reading: &mut Reading<'_>, home: &Home, author: Author) -> String {
    let field = ClientField::ClientName;
    match reading.one(field, |text| printable(text, LONGEST_NAME)) {
        Some(name) => name,
        None if !reading.has_none(field) => String::new(),
        None => match home.first_host().filter(|_| author == Author::Stranger) {
            Some(host) => host,
            None => {
                reading.fault(field, Fault::Required);
                String::new()
            }
        },
    }
}
