use crate::{
    account::form::{Asked, Errors},
    wire::ProviderLink,
};

/// `/account`: everything about an account, and what can be changed.
#[derive(Clone, Debug, Default)]
pub struct SettingsPage {
    /// Seconds since 1970, for "an hour ago".
    pub now: i64,
    /// What was changed by the form that led here.
    pub saved: Option<SavedChange>,
    /// Who the person is.
    pub profile: ProfileCard,
    /// Their address.
    pub email: EmailCard,
    /// Their password.
    pub password: PasswordCard,
    /// How they can sign in.
    pub methods: MethodsCard,
    /// Where they are signed in, this session first.
    pub sessions: Vec<SessionLine>,
    /// What was wrong with ending sessions.
    pub session_errors: Errors,
    /// The end of the account.
    pub delete: DeleteCard,
    /// How a change of address or a first password is proved to be theirs.
    pub proof: Proof,
}

/// A change that was made. It travels in the address of the page, as its [`SavedChange::key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedChange {
    /// The names.
    Profile,
    /// A mail is on its way to the new address.
    EmailAsked,
    /// The change of address is dropped.
    EmailDropped,
    /// The address is changed.
    Email,
    /// The password.
    Password,
    /// One session has ended.
    Session,
    /// All others have.
    OtherSessions,
    /// There is one way more to sign in.
    MethodJoined,
    /// There is one less.
    MethodParted,
}

impl SavedChange {
    const ALL: [Self; 9] = [
        Self::Profile,
        Self::EmailAsked,
        Self::EmailDropped,
        Self::Email,
        Self::Password,
        Self::Session,
        Self::OtherSessions,
        Self::MethodJoined,
        Self::MethodParted,
    ];

    /// Its value in the address of the page.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::EmailAsked => "email-asked",
            Self::EmailDropped => "email-dropped",
            Self::Email => "email",
            Self::Password => "password",
            Self::Session => "session",
            Self::OtherSessions => "other-sessions",
            Self::MethodJoined => "method-joined",
            Self::MethodParted => "method-parted",
        }
    }

    /// The change of that key, if it is one.
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.key() == key)
    }

    /// Where a form leads that made this change.
    pub fn path(self) -> String {
        format!("/account?saved={}", self.key())
    }
}

/// How somebody proves that a change is theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// With their password.
    #[default]
    Password,
    /// They have proved it a moment ago.
    Fresh,
    /// They have none: through the provider of this session, before the change.
    Provider {
        /// The provider.
        link: ProviderLink,
        /// Seconds that the proof may be old.
        max_age: u32,
    },
}

/// Who the person is.
#[derive(Clone, Debug, Default)]
pub struct ProfileCard {
    /// Whether accounts have user names.
    pub ask_username: Asked,
    /// As it is, or as typed.
    pub username: String,
    /// As it is, or as typed.
    pub first_name: String,
    /// As it is, or as typed.
    pub last_name: String,
    /// Seconds since 1970: when the account was made.
    pub since: i64,
    /// What was wrong with it.
    pub errors: Errors,
}

/// The person's address.
#[derive(Clone, Debug, Default)]
pub struct EmailCard {
    /// The address that counts.
    pub current: Option<String>,
    /// Whether they have shown that it is theirs.
    pub verified: bool,
    /// The address that waits to be confirmed.
    pub pending: Option<String>,
    /// As typed.
    pub new_email: String,
    /// What was wrong with it.
    pub errors: Errors,
}

/// The person's password.
#[derive(Clone, Debug, Default)]
pub struct PasswordCard {
    /// Whether there is one.
    pub is_set: bool,
    /// Seconds since 1970: when it was set, where that is known.
    pub set_at: Option<i64>,
    /// What they sign in with beside it, for password managers.
    pub login: String,
    /// Fewest characters of a new one.
    pub least: u32,
    /// What was wrong with the new one.
    pub errors: Errors,
}

/// How the person can sign in, and could.
#[derive(Clone, Debug, Default)]
pub struct MethodsCard {
    /// How they can.
    pub methods: Vec<Method>,
    /// Providers that could be joined.
    pub others: Vec<ProviderLink>,
    /// What was wrong with joining one.
    pub join_errors: Errors,
    /// What was wrong with parting one.
    pub part_errors: Errors,
}

/// A way to sign in.
#[derive(Clone, Debug, Default)]
pub struct Method {
    /// The provider; `None` is the password.
    pub provider: Option<ProviderLink>,
    /// What names it in the form that parts it; `None` for what is not parted.
    pub handle: Option<String>,
    /// The address by which the provider knows them.
    pub address: Option<String>,
    /// Seconds since 1970: when it was added.
    pub since: Option<i64>,
    /// Seconds since 1970: when it last opened the account.
    pub last_used: Option<i64>,
}

/// A session of the person.
#[derive(Clone, Debug, Default)]
pub struct SessionLine {
    /// What names it in the form that ends it.
    pub id: String,
    /// Such as `Firefox`; `None` where it says nothing that is known.
    pub browser: Option<String>,
    /// Such as `Linux`.
    pub system: Option<String>,
    /// Whether it is held in a hand.
    pub is_mobile: bool,
    /// Where its address is, as far as that is known.
    pub place: Option<String>,
    /// Its address.
    pub ip: String,
    /// The provider's name for people; `None` is the password.
    pub provider: Option<String>,
    /// Seconds since 1970.
    pub signed_in_at: i64,
    /// Seconds since 1970.
    pub last_seen_at: i64,
    /// Whether this very page belongs to it.
    pub is_this: bool,
}

/// The end of an account.
#[derive(Clone, Debug, Default)]
pub struct DeleteCard {
    /// What proves that it is the person's own wish.
    pub by: DeleteProof,
    /// Where a code has just been sent.
    pub code_sent_to: Option<String>,
    /// As typed.
    pub code: String,
    /// What was wrong with it.
    pub errors: Errors,
}

/// What proves that an account is deleted by its own person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeleteProof {
    /// Their password.
    #[default]
    Password,
    /// They have none: a code that is mailed to their address.
    Code,
    /// They have no address either: a fresh sign-in, as [`SettingsPage::proof`] says.
    SignIn,
}
