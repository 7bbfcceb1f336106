//! What these endpoints are asked with, for the document alone: [`super::fields::Fields`] reads a body
//! field by field, so that everything that is wrong with it can be told at once.
#![expect(dead_code, reason = "nothing is made of these: they describe")]

use utoipa::ToSchema;

use super::kinds::{Address, Code, Login, Name, Secret, Text, Token, Username};

/// Who wants an account.
#[derive(ToSchema)]
pub(super) struct NewAccount {
    email: Address,
    password: Secret,
    /// The password once more, where the settings ask for it.
    #[schema(required = false)]
    re_password: Secret,
    /// Where accounts have one.
    #[schema(required = false)]
    username: Username,
    #[schema(required = false)]
    first_name: Name,
    #[schema(required = false)]
    last_name: Name,
}

/// What a mail's link carries.
#[derive(ToSchema)]
pub(super) struct MailLink {
    /// Whose it is.
    uid: Token,
    /// Its secret.
    token: Token,
}

/// What shows that a mail arrived.
#[derive(ToSchema)]
#[schema(description = "The link's `uid` and `token`, or the mail's `code` beside the `email` it went to.")]
pub(super) struct MailShown {
    #[schema(required = false)]
    uid: Token,
    #[schema(required = false)]
    token: Token,
    #[schema(required = false)]
    email: Address,
    #[schema(required = false)]
    code: Code,
}

/// A mailbox to write to.
#[derive(ToSchema)]
pub(super) struct Mailbox {
    email: Address,
}

/// A new password, and what shows that its owner asks for it.
#[derive(ToSchema)]
#[schema(description = "The link's `uid` and `token`, or the mail's `code` beside the `email` it went to.")]
pub(super) struct PasswordReset {
    #[schema(required = false)]
    uid: Token,
    #[schema(required = false)]
    token: Token,
    #[schema(required = false)]
    email: Address,
    #[schema(required = false)]
    code: Code,
    new_password: Secret,
    /// The password once more, where the settings ask for it.
    #[schema(required = false)]
    re_new_password: Secret,
}

/// Who somebody is, shown once more.
#[derive(ToSchema)]
#[schema(description = "Whoever has a password shows it. Others show the `code` of a mail from `mail_code`, or have \
                        signed in in the last five minutes.")]
pub(super) struct Reproof {
    #[schema(required = false)]
    current_password: Secret,
    #[schema(required = false)]
    code: Code,
}

/// A provider to join, and who asks, shown once more.
#[derive(ToSchema)]
pub(super) struct MethodToJoin {
    /// Its id, as in `/auth/{id}/start`.
    provider: Text,
    /// A path of this site to come back to.
    #[schema(required = false)]
    return_to: Text,
    /// Whoever has a password shows it.
    #[schema(required = false)]
    current_password: Secret,
    /// Of a mail from `mail_code`, for whoever has none.
    #[schema(required = false)]
    code: Code,
}

/// A new password.
#[derive(ToSchema)]
pub(super) struct PasswordChange {
    new_password: Secret,
    /// The password once more, where the settings ask for it.
    #[schema(required = false)]
    re_new_password: Secret,
    /// Whoever has a password shows it.
    #[schema(required = false)]
    current_password: Secret,
    /// Of a mail from `mail_code`, for whoever has none.
    #[schema(required = false)]
    code: Code,
}

/// A new address.
#[derive(ToSchema)]
pub(super) struct AddressChange {
    new_email: Address,
    /// The address once more, where the settings ask for it.
    #[schema(required = false)]
    re_new_email: Address,
    /// Whoever has a password shows it.
    #[schema(required = false)]
    current_password: Secret,
    /// Of a mail from `mail_code`, for whoever has none.
    #[schema(required = false)]
    code: Code,
}

/// A new user name.
#[derive(ToSchema)]
pub(super) struct UsernameChange {
    new_username: Username,
    /// The name once more, where the settings ask for it.
    #[schema(required = false)]
    re_new_username: Username,
    /// Whoever has a password shows it.
    #[schema(required = false)]
    current_password: Secret,
    /// Of a mail from `mail_code`, for whoever has none.
    #[schema(required = false)]
    code: Code,
}

/// What people may change about themselves. The address changes through `set_email`.
#[derive(ToSchema)]
pub(super) struct WholeAccountChange {
    /// Where accounts have one.
    #[schema(required = false)]
    username: Username,
    #[schema(required = false)]
    first_name: Name,
    #[schema(required = false)]
    last_name: Name,
}

/// The same, any part of it.
#[derive(ToSchema)]
pub(super) struct AccountChange {
    /// Where accounts have one.
    #[schema(required = false)]
    username: Username,
    #[schema(required = false)]
    first_name: Name,
    #[schema(required = false)]
    last_name: Name,
}

/// A login and its password.
#[derive(ToSchema)]
pub(super) struct PasswordLogin {
    /// Where people sign in with their address.
    email: Login,
    /// Where people sign in with their user name.
    #[schema(required = false)]
    username: Login,
    password: Secret,
}

/// A refresh token.
#[derive(ToSchema)]
pub(super) struct RefreshToken {
    refresh: Token,
}

/// A token of either kind.
#[derive(ToSchema)]
pub(super) struct AnyToken {
    token: Token,
}

/// What a provider sent somebody back with.
#[derive(ToSchema)]
pub(super) struct SocialAnswer {
    state: Text,
    code: Text,
    /// The provider's name for itself, where it sent one along (RFC 9207).
    #[schema(required = false)]
    iss: Text,
    /// What the sign-in began with. Without, it is finished from the network and with the browser that it
    /// was begun from.
    #[schema(required = false)]
    binding: Text,
}

/// Which sessions to end.
#[derive(ToSchema)]
pub(super) struct SessionsToEnd {
    /// Whether the one that asks goes on.
    #[schema(required = false)]
    keep_current: bool,
}

/// A password that somebody thinks of, and what they are called.
#[derive(ToSchema)]
pub(super) struct PasswordIdea {
    password: Secret,
    #[schema(required = false)]
    email: Text,
    #[schema(required = false)]
    username: Text,
}
