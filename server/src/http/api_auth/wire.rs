//! What these endpoints answer with. The document describes these very types.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{account::Registered, clock::Timestamp, http::Places, store, user_agent};

/// Somebody's account, as the API shows it.
#[derive(Serialize, ToSchema)]
pub(super) struct Account {
    #[schema(format = "uuid")]
    pub(super) id: String,
    #[schema(required = true, examples("ada@example.com"))]
    pub(super) email: Option<String>,
    #[schema(required = true, examples("ada"))]
    pub(super) username: Option<String>,
}

impl From<&store::AccountRow> for Account {
    fn from(account: &store::AccountRow) -> Self {
        let store::AccountRow { id, email, username, .. } = account.clone();
        Self { id, email, username }
    }
}

impl From<Registered> for Account {
    fn from(made: Registered) -> Self {
        Self { id: made.id, email: Some(made.email), username: made.username }
    }
}

/// A page of people.
#[derive(Serialize, ToSchema)]
pub(super) struct AccountPage {
    /// How many there are in all.
    #[schema(minimum = 0)]
    pub(super) count: i64,
    /// Address of the page after this.
    #[schema(required = true)]
    pub(super) next: Option<String>,
    /// Address of the page before this.
    #[schema(required = true)]
    pub(super) previous: Option<String>,
    pub(super) results: Vec<Account>,
}

/// Tokens for a front end that keeps them itself.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenPair {
    /// For `Authorization: Bearer`.
    pub(super) access: String,
    /// For `jwt/refresh`, once.
    pub(super) refresh: String,
}

/// Where somebody signs in.
#[derive(Serialize, ToSchema)]
pub(super) struct AuthorizationAddress {
    /// The provider's page.
    #[schema(format = "uri")]
    pub(super) authorization_url: String,
    /// For whoever sends it back with the code: it shows who began the sign-in. Keep it in the tab.
    pub(super) binding: String,
}

/// Tokens, and whose they are.
#[derive(Serialize, ToSchema)]
pub(super) struct SocialTokens {
    /// For `Authorization: Bearer`.
    pub(super) access: String,
    /// For `jwt/refresh`, once.
    pub(super) refresh: String,
    /// What the person signs in with.
    #[schema(examples("ada@example.com"))]
    pub(super) user: String,
}

/// Done, and nothing to say: `{}`.
#[derive(Serialize, ToSchema)]
pub(super) struct Done {}

/// One of a person's sessions.
#[derive(Serialize, ToSchema)]
pub(super) struct OwnSession {
    #[schema(format = "uuid")]
    id: String,
    /// Whether it is the one that asks.
    current: bool,
    /// What it was begun with, such as `password` or `okta`.
    provider: String,
    /// Browser and system, as far as they are known.
    #[schema(examples("Firefox, Linux"))]
    device: String,
    ip: String,
    /// Where that address is, as far as it is known.
    #[schema(required = true, examples("Berlin, DE"))]
    place: Option<String>,
    /// Seconds since 1970.
    created_at: i64,
    /// Seconds since 1970.
    last_seen_at: i64,
    /// Seconds since 1970.
    expires_at: i64,
}

impl OwnSession {
    pub(super) fn of(row: store::FamilyRow, current: &str, places: &Places) -> Self {
        Self {
            current: row.id == current,
            device: user_agent::name(&row.user_agent),
            place: places.of(&row.ip),
            created_at: row.created_at.seconds(),
            last_seen_at: row.handed_at.seconds(),
            expires_at: row.idle_expires_at.min(row.absolute_expires_at).seconds(),
            id: row.id,
            provider: row.provider,
            ip: row.ip,
        }
    }
}

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
pub(super) struct Ended {
    pub(super) ended: usize,
}

/// How a person can sign in.
#[derive(Serialize, ToSchema)]
pub(super) struct SignInMethods {
    /// Whether they have a password.
    password: bool,
    /// Seconds since 1970.
    #[schema(required = true)]
    password_set_at: Option<i64>,
    providers: Vec<SignInProvider>,
}

/// A provider that a person signs in with.
#[derive(Serialize, ToSchema)]
pub(super) struct SignInProvider {
    /// What names it when it is parted.
    id: String,
    #[schema(examples("okta"))]
    provider: String,
    /// What the provider says their address is.
    #[schema(required = true)]
    email: Option<String>,
    /// Seconds since 1970.
    created_at: i64,
    /// Seconds since 1970.
    last_used_at: i64,
}

impl SignInMethods {
    pub(super) fn of(account: &store::AccountRow, identities: Vec<store::IdentityRow>) -> Self {
        let provider = |row: store::IdentityRow| SignInProvider {
            id: row.handle(),
            provider: row.provider,
            email: row.email,
            created_at: row.created_at.seconds(),
            last_used_at: row.last_used_at.seconds(),
        };
        Self {
            password: account.password_hash.is_some(),
            password_set_at: account.password_set_at.map(Timestamp::seconds),
            providers: identities.into_iter().map(provider).collect(),
        }
    }
}

/// A join that has begun.
#[derive(Serialize, ToSchema)]
pub(super) struct JoinBegun {
    /// Where the browser goes on.
    #[schema(format = "uri")]
    pub(super) authorization_url: String,
}

/// How long a password would stand.
#[derive(Serialize, ToSchema)]
pub(super) struct PasswordStrength {
    /// From 0, guessed at once, to 4.
    #[schema(maximum = 4)]
    pub(super) score: u8,
    /// What keeps it from being taken.
    pub(super) problems: Vec<String>,
}
