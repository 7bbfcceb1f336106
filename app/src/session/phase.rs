/// Where the session of this tab stands, as pages show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Not asked yet: the first paint on both sides.
    #[default]
    Unknown,
    /// Nobody is signed in.
    SignedOut,
    /// A popup is open for somebody who was signed out.
    SigningIn {
        /// Id of the provider.
        provider: String,
        /// The popup looks closed. It may still be open: a provider's COOP header makes it look so.
        closed: bool,
    },
    /// Signed in, with a usable access token.
    SignedIn,
    /// Signed in; a token is being fetched. An old one stays usable while it lives.
    Renewing,
    /// Signed in; a popup is open for a fresher proof of identity.
    SteppingUp {
        /// Id of the provider.
        provider: String,
        /// As in [`Phase::SigningIn`].
        closed: bool,
    },
    /// Signed in; the network is gone.
    Offline,
}
