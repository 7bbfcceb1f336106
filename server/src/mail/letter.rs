use std::{fmt, time::Duration};

use url::Url;

use crate::clock::Timestamp;

/// Everything that Gatepost writes to people.
///
/// Links come ready, made from the configured public address. Text that somebody chose, such as a
/// user name, may be anything: it is made harmless where the letter is written.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    /// To who wants an account: show that the address is yours.
    Activation {
        /// Where to.
        link: Url,
        /// For typing in.
        code: String,
        /// How long both are good.
        valid_for: Duration,
    },
    /// To who has an account, for somebody tried to make one with the address.
    AlreadyRegistered {
        /// Where to sign in.
        sign_in_link: Url,
        /// Where to ask for a new password.
        reset_link: Url,
    },
    /// The account is there.
    Confirmation {
        /// Where to sign in.
        sign_in_link: Url,
    },
    /// The account is there, without a password: several people had registered with the address.
    ChoosePassword {
        /// Where to.
        link: Url,
        /// For typing in.
        code: String,
        /// How long both are good.
        valid_for: Duration,
    },
    /// A new password was asked for.
    PasswordReset {
        /// Where to.
        link: Url,
        /// For typing in.
        code: String,
        /// What the person signs in with, if it is not the address.
        username: Option<String>,
        /// How long link and code are good.
        valid_for: Duration,
    },
    /// A new password was asked for, and the person signs in with a provider alone.
    NoPassword {
        /// The providers' names.
        providers: Vec<String>,
        /// Where to sign in.
        sign_in_link: Url,
    },
    /// Something was asked for that takes an account, and the address has none.
    NoAccount {
        /// Where to make one, where that is possible.
        register_link: Option<Url>,
    },
    /// The password is another one.
    PasswordChanged {
        /// When and from where.
        occasion: Occasion,
        /// Where to ask for a new one.
        reset_link: Url,
    },
    /// To the new address: show that it is yours.
    EmailChange {
        /// Where to.
        link: Url,
        /// For typing in.
        code: String,
        /// How long both are good.
        valid_for: Duration,
    },
    /// To the old address: a new one was asked for.
    EmailChangeNotice {
        /// The new address, masked.
        new_masked: String,
        /// What keeps the old one.
        undo_link: Url,
        /// How long it does.
        valid_for: Duration,
    },
    /// The address is another one.
    EmailChanged {
        /// The new address, masked.
        new_masked: String,
        /// Where the person looks after the account.
        account_link: Url,
    },
    /// The user name was asked for.
    UsernameReset {
        /// Those of the accounts with that address.
        usernames: Vec<String>,
        /// Where to sign in.
        sign_in_link: Url,
    },
    /// Somebody signed in on a device that was not seen before.
    NewDevice {
        /// When and from where.
        occasion: Occasion,
        /// Where the person looks after the account.
        account_link: Url,
    },
    /// A refresh token was used twice: somebody may have a copy. The session was ended.
    RefreshReuse {
        /// When and from where.
        occasion: Occasion,
        /// Where the person looks after the account.
        account_link: Url,
    },
    /// Every session was ended.
    SignedOutEverywhere {
        /// When.
        at: Timestamp,
        /// Where to sign in.
        sign_in_link: Url,
    },
    /// There is one way more to sign in.
    MethodAdded {
        /// The provider's name.
        provider: String,
        /// Where the person looks after the account.
        account_link: Url,
    },
    /// There is one way less to sign in.
    MethodRemoved {
        /// The provider's name.
        provider: String,
        /// Where the person looks after the account.
        account_link: Url,
    },
    /// To who wants the account gone: a code that shows it is them.
    DeletionCode {
        /// For typing in.
        code: String,
        /// How long it is good.
        valid_for: Duration,
    },
    /// The account is gone.
    AccountDeleted {
        /// When.
        at: Timestamp,
    },
}

/// When something happened, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// When.
    pub at: Timestamp,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// The address it came from.
    pub ip: String,
}

impl Letter {
    /// Its name in the outbox.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Activation { .. } => "activation",
            Self::AlreadyRegistered { .. } => "already_registered",
            Self::Confirmation { .. } => "confirmation",
            Self::ChoosePassword { .. } => "choose_password",
            Self::PasswordReset { .. } => "password_reset",
            Self::NoPassword { .. } => "no_password",
            Self::NoAccount { .. } => "no_account",
            Self::PasswordChanged { .. } => "password_changed",
            Self::EmailChange { .. } => "email_change",
            Self::EmailChangeNotice { .. } => "email_change_notice",
            Self::EmailChanged { .. } => "email_changed",
            Self::UsernameReset { .. } => "username_reset",
            Self::NewDevice { .. } => "new_device",
            Self::RefreshReuse { .. } => "refresh_reuse",
            Self::SignedOutEverywhere { .. } => "signed_out_everywhere",
            Self::MethodAdded { .. } => "method_added",
            Self::MethodRemoved { .. } => "method_removed",
            Self::DeletionCode { .. } => "deletion_code",
            Self::AccountDeleted { .. } => "account_deleted",
        }
    }

    /// How long its link or code is good; `None` for one that has neither.
    pub const fn valid_for(&self) -> Option<Duration> {
        match self {
            Self::Activation { valid_for, .. }
            | Self::ChoosePassword { valid_for, .. }
            | Self::PasswordReset { valid_for, .. }
            | Self::EmailChange { valid_for, .. }
            | Self::EmailChangeNotice { valid_for, .. }
            | Self::DeletionCode { valid_for, .. } => Some(*valid_for),
            _ => None,
        }
    }
}

/// Links and codes are secrets: nothing that prints a letter tells them.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}
