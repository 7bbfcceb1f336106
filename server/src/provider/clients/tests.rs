//! Every rule of what a client may be, broken once.

use app::words::Language;
use serde_json::{Value, json};
use url::Url;

use super::{Author, ClientDraft, ClientField, ClientMistakes, ClientWarning, Fault, FieldKind};
use crate::provider::{ClientMetadata, GrantType, ResponseType, SubjectType};

use ClientField as F;

const SITE: &str = "https://app.example.com/callback";

fn draft(fields: &[(ClientField, &[&str])]) -> ClientDraft {
    let mut draft = ClientDraft::default();
    draft.set(F::ClientName, vec!["Shop".to_owned()]);
    draft.set(F::RedirectUris, vec![SITE.to_owned()]);
    for (field, texts) in fields {
        draft.set(*field, texts.iter().map(|text| (*text).to_owned()).collect());
    }
    draft
}

fn read_as(author: Author, fields: &[(ClientField, &[&str])]) -> Result<ClientMetadata, ClientMistakes> {
    draft(fields).sound(&Url::parse("https://id.example.com").unwrap(), author)
}

fn read(fields: &[(ClientField, &[&str])]) -> Result<ClientMetadata, ClientMistakes> {
    read_as(Author::Staff, fields)
}

#[track_caller]
fn faults(fields: &[(ClientField, &[&str])]) -> Vec<(ClientField, Fault)> {
    let mistakes = read(fields).expect_err("such a client must be refused");
    mistakes.0.into_iter().map(|mistake| (mistake.field, mistake.fault)).collect()
}

#[track_caller]
fn refused(field: ClientField, texts: &[&str], fault: Fault) {
    for text in texts {
        assert_eq!(faults(&[(field, &[text])]), [(field, fault.clone())], "{text}");
    }
}

#[test]
fn what_is_usual_needs_a_name_and_an_address() {
    let metadata = read(&[]).unwrap();
    let usual = ClientMetadata::default();
    assert_eq!(
        (metadata.client_name.as_str(), &metadata.grant_types, &metadata.response_types, &metadata.lives),
        ("Shop", &usual.grant_types, &usual.response_types, &usual.lives)
    );
    assert!(metadata.require_pkce && !metadata.first_party);
    assert_eq!(faults(&[(F::ClientName, &[])]), [(F::ClientName, Fault::Required)]);
    assert_eq!(faults(&[(F::RedirectUris, &[])]), [(F::RedirectUris, Fault::Required)]);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let told = faults(&[
        (F::ClientName, &["a\u{202e}b"]),
        (F::RedirectUris, &["https://a.example/#x", "https://*.example/", SITE]),
        (F::Scope, &["é"]),
        (F::FirstParty, &["perhaps"]),
        (F::AccessTokenLife, &["1"]),
    ]);
    let fields: Vec<_> = told.iter().map(|(field, _)| *field).collect();
    for field in [F::ClientName, F::RedirectUris, F::Scope, F::FirstParty, F::AccessTokenLife] {
        assert!(fields.contains(&field), "{field:?} in {told:?}");
    }
    assert_eq!(told.len(), 6, "{told:?}");
}

#[test]
fn addresses_are_exact() {
    for field in [F::RedirectUris, F::PostLogoutRedirectUris] {
        refused(
            field,
            &["http://app.example.com/cb", "https://app.example.com/#x", "javascript:alert(1)", "/cb"],
            Fault::NotRedirectUri,
        );
        refused(field, &["https://*.example.com/", "https://app.example.com/*"], Fault::Wildcard);
        refused(field, &["com.example.app:/cb"], Fault::AppsAddress);
    }
    let public = read(&[(F::TokenEndpointAuthMethod, &["none"]), (F::RedirectUris, &["com.example.app:/cb"])]);
    assert!(public.is_ok());
    assert_eq!(read(&[(F::RedirectUris, &[SITE, SITE])]).unwrap().redirect_uris.len(), 1);
    refused(F::Origins, &["https://app.example.com/", "null", "http://app.example.com"], Fault::NotOrigin);
    refused(F::Origins, &["*", "https://*.example.com"], Fault::Wildcard);
    for field in [F::ClientUri, F::LogoUri, F::PolicyUri, F::TosUri] {
        refused(field, &["http://cdn.example/logo", "data:image/png,x", "https://u:p@cdn.example/"], Fault::NotAddress);
        assert!(read(&[(field, &["https://cdn.example/x"])]).is_ok());
    }
    let many = vec![SITE; 101];
    assert_eq!(faults(&[(F::PostLogoutRedirectUris, &many)]), [(F::PostLogoutRedirectUris, Fault::TooMany(100))]);
}

#[test]
fn a_public_client_keeps_no_secret() {
    let public = |more: (ClientField, &[&str])| faults(&[(F::TokenEndpointAuthMethod, &["none"]), more]);
    assert_eq!(
        public((F::GrantTypes, &["client_credentials", "authorization_code"])),
        [(F::GrantTypes, Fault::ClientCredentialsOfPublic)]
    );
    assert_eq!(public((F::RequirePkce, &["false"])), [(F::RequirePkce, Fault::PkceOfPublic)]);
    let confidential = read(&[(F::RequirePkce, &["false"])]).unwrap();
    assert_eq!(ClientWarning::of(&confidential), [ClientWarning::WithoutPkce]);
}

#[test]
fn keys_are_public() {
    let by_key = |jwks: &str| {
        let told = read(&[(F::TokenEndpointAuthMethod, &["private_key_jwt"]), (F::Jwks, &[jwks])]);
        told.map_err(|mistakes| mistakes.0[0].fault.clone())
    };
    // RFC 7515 appendix A.3.
    let key = json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    assert!(by_key(&json!({ "keys": [key] }).to_string()).is_ok());
    let mut private = key.clone();
    private["d"] = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI".into();
    assert_eq!(by_key(&json!({ "keys": [key, private] }).to_string()), Err(Fault::PrivateKeys));
    assert_eq!(by_key(r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#), Err(Fault::PrivateKeys));
    for jwks in ["{", "[]", r#"{"keys":[]}"#, r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#] {
        assert_eq!(by_key(jwks), Err(Fault::NotKeys), "{jwks}");
    }
    assert_eq!(by_key(""), Err(Fault::KeysNeeded));
}

#[test]
fn response_types_bring_their_grants_and_tokens_in_the_browser_are_asked_for_by_name() {
    let hybrid = read(&[(F::ResponseTypes, &["code id_token"])]).unwrap();
    assert_eq!(hybrid.grant_types, [GrantType::AuthorizationCode, GrantType::Implicit].into());
    assert_eq!(ClientWarning::of(&hybrid), [ClientWarning::TokensInBrowser]);
    let implicit = read(&[(F::ResponseTypes, &["id_token"])]).unwrap();
    assert_eq!(implicit.grant_types, [GrantType::Implicit].into());
    let code = read(&[(F::GrantTypes, &["authorization_code", "refresh_token"])]).unwrap();
    assert_eq!(code.response_types, [ResponseType::Code].into());
    assert!(ClientWarning::of(&code).is_empty());
    refused(F::GrantTypes, &["password", "token"], NOT_A_GRANT);
    assert!(faults(&[(F::GrantTypes, &["implicit"])]).contains(&(F::ResponseTypes, Fault::ImplicitOfNothing)));
    refused(F::ResponseTypes, &["token", "code token", "id_token token"], NOT_A_RESPONSE);
    assert!(faults(&[(F::GrantTypes, &["refresh_token"])]).contains(&(F::GrantTypes, Fault::RefreshOfNothing)));
    assert_eq!(faults(&[(F::GrantTypes, &[])]), [(F::GrantTypes, Fault::Required)]);
    let hybrid_without = faults(&[(F::ResponseTypes, &["id_token"]), (F::Scope, &["profile"])]);
    assert_eq!(hybrid_without, [(F::Scope, Fault::WithoutOpenid)]);
}

const NOT_A_GRANT: Fault = Fault::NotOneOf(match F::GrantTypes.kind() {
    FieldKind::SomeOf(names) => names,
    _ => &[],
});
const NOT_A_RESPONSE: Fault = Fault::NotOneOf(match F::ResponseTypes.kind() {
    FieldKind::SomeOf(names) => names,
    _ => &[],
});

#[test]
fn a_client_of_itself_needs_no_address_and_gets_nothing_of_people() {
    let service = read(&[(F::GrantTypes, &["client_credentials"]), (F::RedirectUris, &[])]).unwrap();
    assert!(service.response_types.is_empty() && service.scope.is_empty());
}

#[test]
fn logout_is_told_to_the_client_alone() {
    let field = F::BackchannelLogoutUri;
    refused(field, &["https://evil.example/logout", "https://app.example.com.evil.example/"], Fault::ForeignHost);
    refused(field, &["http://app.example.com/logout", "https://app.example.com/#x"], Fault::NotAddress);
    assert!(read(&[(field, &["https://app.example.com:8443/logout"])]).is_ok(), "the host is what counts");
    let field = F::FrontchannelLogoutUri;
    refused(field, &["https://app.example.com:8443/logout", "https://evil.example/"], Fault::ForeignOrigin);
    assert!(read(&[(field, &["https://app.example.com/logout"])]).is_ok());
}

#[test]
fn pairwise_names_are_of_one_host() {
    let pairwise = |uris: &[&str]| read(&[(F::SubjectType, &["pairwise"]), (F::RedirectUris, uris)]);
    let one = pairwise(&[SITE, "https://app.example.com/other"]).unwrap();
    assert_eq!(one.subject_type, SubjectType::Pairwise);
    let several = pairwise(&[SITE, "https://other.example.com/"]).unwrap_err();
    assert_eq!(several.0[0].fault, Fault::SeveralHosts);
    assert!(several.to_string().contains("sector_identifier_uri is not supported"), "{several}");
}

#[test]
fn claims_of_the_protocol_are_redefined_by_nobody() {
    for name in ["sub", "iss", "aud", "exp", "iat", "nbf", "jti", "nonce", "at_hash", "c_hash", "acr", "amr", "azp"] {
        refused(F::Claims, &[&format!("{name}=email")], Fault::ReservedClaim);
    }
    for name in ["auth_time", "sid", "client_id", "scope", "cnf", "email", "email_verified", "events"] {
        refused(F::Claims, &[&format!(" {name} =id:openid")], Fault::ReservedClaim);
    }
    refused(F::Claims, &["role", "role=", "=email", "role=password_hash", "role=is_superuser"], Fault::NotClaim);
    refused(F::Claims, &["role=is_staff:admin"], Fault::ClaimOfForeignScope);
    let lines = ["role=is_staff:profile", "https://example.com/login=username"];
    let metadata = read(&[(F::Claims, &lines)]).unwrap();
    assert_eq!(metadata.claims["role"].scope.as_deref(), Some("profile"));
    assert_eq!(metadata.claims["https://example.com/login"].scope, None);
}

#[test]
fn no_audience_is_ours() {
    refused(
        F::Audiences,
        &["https://id.example.com", "https://id.example.com/oauth2/userinfo", "https://ID.example.com:443/"],
        Fault::OwnAudience,
    );
    refused(F::Audiences, &["https://api.example.com/#x", "two words", "*"], Fault::NotAudience);
    assert_eq!(read(&[(F::Audiences, &["https://api.example.com", "reports"])]).unwrap().audiences.len(), 2);
}

#[test]
fn lives_are_within_bounds() {
    refused(F::AccessTokenLife, &["29", "86401", "-1", "x"], Fault::NotNumber(30, 86_400));
    refused(F::MaxRefresh, &["0"], Fault::NotNumber(1, 1_000_000));
    refused(F::DefaultMaxAge, &["31622401"], Fault::NotNumber(0, 31_622_400));
    let idle = faults(&[(F::RefreshIdle, &["7200"]), (F::RefreshAbsolute, &["3600"])]);
    assert_eq!(idle, [(F::RefreshIdle, Fault::IdleBeyondAbsolute)]);
    assert_eq!(read(&[(F::MaxRefresh, &["10"])]).unwrap().lives.max_refresh, Some(10));
    assert_eq!(faults(&[(F::MaxRefresh, &["1", "2"])]), [(F::MaxRefresh, Fault::Several)]);
}

#[test]
fn people_are_addresses_and_domains() {
    refused(F::People, &["example.com", "@", "@a@b.example", "@exa mple.com"], Fault::NotPeople);
    let people = read(&[(F::People, &["Ada@Example.com", "@Example.ORG"])]).unwrap().people;
    assert_eq!(people.into_iter().collect::<Vec<_>>(), ["@example.org", "ada@example.com"]);
}

#[test]
fn a_client_written_down_and_read_again_is_the_same() {
    let metadata = read(&[
        (F::TokenEndpointAuthMethod, &["client_secret_post"]),
        (F::PostLogoutRedirectUris, &["https://app.example.com/"]),
        (F::Origins, &["https://app.example.com"]),
        (F::ResponseTypes, &["code", "code id_token"]),
        (F::FirstParty, &["true"]),
        (F::RequirePkce, &["false"]),
        (F::UserinfoAlg, &["ES256"]),
        (F::BackchannelLogoutUri, &["https://app.example.com/out"]),
        (F::MaxRefresh, &["9"]),
        (F::Claims, &["role=is_staff:profile"]),
        (F::Audiences, &["https://api.example.com/"]),
        (F::People, &["@example.com"]),
    ])
    .unwrap();
    let again = ClientDraft::of(&metadata).sound(&Url::parse("https://id.example.com").unwrap(), Author::Staff);
    assert_eq!(again.unwrap(), metadata);
}

#[test]
fn a_stranger_gets_nothing_that_staff_give_away() {
    let stranger = |fields: &[(ClientField, &[&str])]| read_as(Author::Stranger, fields);
    let fault = |fields: &[(ClientField, &[&str])]| stranger(fields).unwrap_err().0[0].fault.clone();
    assert_eq!(fault(&[(F::GrantTypes, &["client_credentials"])]), Fault::StaffAlone);
    assert_eq!(fault(&[(F::LogoUri, &["https://bank.example/logo.png"])]), Fault::ForeignHost);
    assert_eq!(fault(&[(F::Origins, &["https://evil.example"])]), Fault::ForeignOrigin);
    assert_eq!(stranger(&[(F::Scope, &["openid orders"])]).unwrap().scope.to_string(), "openid");
    assert_eq!(stranger(&[(F::ClientName, &[])]).unwrap().client_name, "app.example.com");
}

#[test]
fn documents_are_read_by_kind() {
    let document =
        json!({ "redirect_uris": SITE, "client_name": 7, "scope": "openid", "unheard_of": {}, "jwks": null });
    let Value::Object(members) = document else { unreachable!() };
    let (draft, wrong) = ClientDraft::from_json(&members, &[F::RedirectUris, F::ClientName, F::Scope, F::Jwks]);
    assert_eq!(wrong, [F::RedirectUris, F::ClientName]);
    assert_eq!(draft.texts(F::Scope), ["openid"]);
}

#[test]
fn every_choice_is_one_and_every_field_has_words() {
    for field in ClientField::all() {
        let names = match field.kind() {
            FieldKind::OneOf(names) | FieldKind::SomeOf(names) => names,
            _ => &[],
        };
        for name in names {
            let told = read(&[(field, &[name])]);
            let unknown = told
                .is_err_and(|mistakes| mistakes.0.iter().any(|mistake| matches!(mistake.fault, Fault::NotOneOf(_))));
            assert!(!unknown, "{name}");
        }
        for language in Language::ALL {
            assert!(!field.label(language).is_empty());
        }
    }
}

#[test]
fn a_text_that_is_told_back_is_harmless() {
    let hostile = format!("https://a.example/{}\u{1b}[2J", "x".repeat(500));
    let told = read(&[(F::RedirectUris, &[&hostile])]).unwrap_err().to_string();
    assert!(told.chars().count() < 250 && !told.contains('\u{1b}'), "{told}");
}
