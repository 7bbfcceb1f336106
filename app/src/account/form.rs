/// A field of a form, by what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// An e-mail address, or a user name where one signs in by it.
    Login,
    /// An e-mail address.
    Email,
    /// A new e-mail address.
    NewEmail,
    /// A user name.
    Username,
    /// A first name.
    FirstName,
    /// A last name.
    LastName,
    /// The password, new or old.
    Password,
    /// The password so far.
    CurrentPassword,
    /// The password from now on.
    NewPassword,
    /// The short code of a mail.
    Code,
}

impl Field {
    /// What it is called in the form that is sent.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Email => "email",
            Self::NewEmail => "new_email",
            Self::Username => "username",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Password => "password",
            Self::CurrentPassword => "current_password",
            Self::NewPassword => "new_password",
            Self::Code => "code",
        }
    }
}

/// What is wrong with a field, or with a form as a whole. The words are in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Complaint {
    /// Nothing was written.
    Required,
    /// More than so many characters.
    TooLong(u32),
    /// Not an e-mail address.
    NotAnAddress,
    /// Not what a user name may be made of.
    NotAName,
    /// Somebody else has that user name.
    NameTaken,
    /// The password has fewer than so many characters.
    PasswordTooShort(u32),
    /// The password has more than so many characters.
    PasswordTooLong(u32),
    /// The password is among those that everybody tries first.
    PasswordCommon,
    /// The password is all digits.
    PasswordNumeric,
    /// The password is much like the person's own name or address.
    PasswordSimilar,
    /// The new password is the old one.
    PasswordUnchanged,
    /// That is not the person's password.
    WrongPassword,
    /// No account has this login and this password.
    WrongCredentials,
    /// That is the person's address already.
    SameAddress,
    /// The code is wrong, used or too old.
    WrongCode,
    /// The link is wrong, used or too old.
    WrongLink,
    /// An account has that address.
    AddressTaken,
    /// It is turned off, or not for this person.
    NotAllowed,
    /// Something else happened at the same moment.
    TryAgain,
    /// The last proof of identity is too old for this.
    ProofNeeded,
    /// Too often; try again in so many seconds.
    TooMany(u32),
    /// Too much to do; try again in so many seconds.
    Busy(u32),
    /// The provider opens another account already.
    IdentityInUse,
    /// Without it nothing would open the account.
    LastWayIn,
    /// What was shown is right, and opens another account than it should.
    OtherAccount,
    /// The session that began it is over.
    SessionOver,
    /// The provider did not show it. The code is for support.
    NotShown(String),
    /// It did not work, through no fault of the person. The code is for support.
    Failed(String),
}

/// What a form was told, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(Option<Field>, Complaint)>);

impl Errors {
    /// Nothing is wrong.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One thing is wrong, with the form as a whole.
    pub fn with_form(complaint: Complaint) -> Self {
        Self(vec![(None, complaint)])
    }

    /// One thing is wrong, with one field.
    pub fn with_field(field: Field, complaint: Complaint) -> Self {
        Self(vec![(Some(field), complaint)])
    }

    /// One more thing that is wrong.
    pub fn push(&mut self, field: impl Into<Option<Field>>, complaint: Complaint) {
        self.0.push((field.into(), complaint));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everything that is wrong.
    pub fn all(&self) -> impl Iterator<Item = (Option<Field>, &Complaint)> {
        self.0.iter().map(|(field, complaint)| (*field, complaint))
    }

    /// What is wrong with one field.
    pub fn of(&self, field: Field) -> impl Iterator<Item = &Complaint> {
        self.0.iter().filter(move |(of, _)| *of == Some(field)).map(|(_, complaint)| complaint)
    }
}

/// What people sign in with, beside the password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoginKind {
    /// Their address.
    #[default]
    Email,
    /// Their user name.
    Username,
    /// Either.
    Either,
}

/// Whether something is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// No.
    #[default]
    Never,
    /// It may be left out.
    Optionally,
    /// It must be there.
    Always,
}
