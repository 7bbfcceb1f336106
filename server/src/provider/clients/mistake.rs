use super::ClientField;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is missing.
    Required,
    /// There are several, where there can be one.
    Several,
    /// It is JSON of another kind.
    WrongKind,
    /// It is longer than so many characters.
    TooLong(usize),
    /// There are more than so many.
    TooMany(usize),
    /// It holds characters that do not show.
    Unprintable,
    /// It is none of these.
    NotOneOf(&'static [&'static str]),
    /// It is neither `true` nor `false`.
    NotYesOrNo,
    /// It is no whole number between these.
    NotNumber(u32, u32),
    /// Answers cannot be sent there.
    NotRedirectUri,
    /// Addresses are compared as they are written.
    Wildcard,
    /// Such an address is an app's on somebody's device, which keeps no secret.
    AppsAddress,
    /// It is no origin.
    NotOrigin,
    /// It is not the origin of a redirect URI.
    ForeignOrigin,
    /// It is no `https` address.
    NotAddress,
    /// Its host is not one of the client's.
    ForeignHost,
    /// `private_key_jwt` is nothing without.
    KeysNeeded,
    /// There is no key in it that signatures can be checked by.
    NotKeys,
    /// A key in it is not public.
    PrivateKeys,
    /// What a public client gets for itself, anybody gets.
    ClientCredentialsOfPublic,
    /// Only staff give that away.
    StaffAlone,
    /// Which tokens the browser is to carry must be said.
    ImplicitOfNothing,
    /// There is no sign-in to renew.
    RefreshOfNothing,
    /// A public client has nothing else.
    PkceOfPublic,
    /// Without that scope there is no ID token.
    WithoutOpenid,
    /// It holds characters that a scope does not have.
    NotScope,
    /// The names of people are made for one host.
    SeveralHosts,
    /// It is not written `name=field` or `name=field:scope`.
    NotClaim,
    /// What that claim says is not for clients to choose.
    ReservedClaim,
    /// The client may not ask for that scope.
    ClaimOfForeignScope,
    /// It is ours.
    OwnAudience,
    /// It is no name of an API.
    NotAudience,
    /// It ends before what it is part of.
    IdleBeyondAbsolute,
    /// It is neither an address nor a domain.
    NotPeople,
    /// It is no name for a client.
    NotId,
    /// Somebody has that name.
    IdTaken,
}

/// What is wrong, where, and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub field: ClientField,
    /// Of several, or of one, the one that is wrong.
    pub text: Option<String>,
    /// What.
    pub fault: Fault,
}

/// Everything that is wrong with a draft: at least one thing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(|mistake| mistake.in_words(app::words::Language::En)).collect::<Vec<_>>().join("\n"))]
pub struct ClientMistakes(pub Vec<Mistake>);

impl ClientMistakes {
    /// That alone.
    pub(super) fn one(field: ClientField, text: &str, fault: Fault) -> Self {
        Self(vec![Mistake { field, text: Some(text.to_owned()), fault }])
    }

    /// What is wrong with that field.
    pub fn of(&self, field: ClientField) -> impl Iterator<Item = &Mistake> {
        self.0.iter().filter(move |mistake| mistake.field == field)
    }
}
