use super::is_small;
use crate::doctor::{Check, finding::Said};

pub(super) const fn check(check: Check) -> &'static str {
    match check {
        Check::Discovery => "Metadata",
        Check::Keys => "Keys",
        Check::Clock => "Clock",
        Check::Algorithms => "Signatures",
        Check::RedirectUri => "Redirect URI",
        Check::Scopes => "Scopes",
        Check::EmailVerified => "Verified addresses",
        Check::Pkce => "PKCE",
        Check::OpenerPolicy => "Popup",
        Check::Client => "Client",
        Check::AccessTokens => "Access tokens",
        Check::Mail => "Mail server",
    }
}

pub(super) fn sentence(said: &Said) -> String {
    match said {
        Said::Reached => "The provider answers, and names the issuer that is set.".into(),
        Said::Unreachable(why) => format!("The provider cannot be reached ({why}). Look at the address, the network and the proxy."),
        Said::Unusable(why) => format!("What the provider says cannot be used: {why}. The issuer is set exactly as the provider spells it."),
        Said::KeysThere(1) => "One key that signatures can be checked with.".into(),
        Said::KeysThere(many) => format!("{many} keys that signatures can be checked with."),
        Said::ClockAgrees => "The clocks agree.".into(),
        Said::ClockDiffers(seconds) if is_small(*seconds) => format!("The provider's clock is {} of ours. That is still let pass.", ahead(*seconds)),
        Said::ClockDiffers(seconds) => format!("The provider's clock is {} of ours: its tokens are refused. Set this computer's clock by NTP.", ahead(*seconds)),
        Said::ClockUntold => "The provider does not say what time it is.".into(),
        Said::AlgorithmsFit => "It signs with an algorithm that is allowed.".into(),
        Said::NoAlgorithmFits(told) => format!("It signs with {told}, and none of these is allowed."),
        Said::RedirectTaken(uri) => format!("The provider sends people back to {uri}."),
        Said::RedirectRefused(uri) => format!("The provider does not send people back to {uri}. Register exactly this address there, or set the path that is registered."),
        Said::RedirectUndecided => "Only somebody who signs in sees whether the redirect URI is registered: this provider shows its sign-in page first.".into(),
        Said::RequestRefused(error) => format!("The provider knows the redirect URI, and refuses the request: {error}."),
        Said::ScopesKnown => "Every scope that is asked for is known there.".into(),
        Said::ScopesUnknown(scopes) => format!("The provider does not list these scopes: {scopes}."),
        Said::Untold => "The provider says nothing of it.".into(),
        Said::EmailVerifiedTold => "The provider says which addresses are verified.".into(),
        Said::EmailVerifiedUntold => "The provider does not list email_verified. Without it every address counts as unverified, and nobody is offered to join accounts by it.".into(),
        Said::PkceKnown => "The provider checks PKCE (S256).".into(),
        Said::PkceUntold => "The provider does not list PKCE. It is sent all the same; whether it is checked is not known.".into(),
        Said::OpenerCutOff(policy) => format!("Its pages send Cross-Origin-Opener-Policy: {policy}. A popup then looks closed while it is open; Gatepost waits for the answer in other ways."),
        Said::OpenerKept => "Its pages leave the popup and the page that opened it together.".into(),
        Said::ClientTaken(method) => format!("The provider knows the client ({method})."),
        Said::ClientRefused(error) => format!("The provider does not take client id and secret ({error}). The secret may be another's, or over."),
        Said::ClientMethodUnknown(method, known) => format!("{method} is set, and the provider lists {known}."),
        Said::ClientUndecided(told) => format!("Whether the provider takes client id and secret is not to be seen from its answer ({told})."),
        Said::AccessTokensCheckable => "The issuer of the access tokens that count at the API publishes its keys.".into(),
        Said::NoIntrospection => "Opaque access tokens are to count, and their issuer names no introspection endpoint.".into(),
        Said::MailTaken(server) => format!("{server} answers and takes us for who we are."),
        Said::MailRefused(why) => format!("No mail gets to anybody: {why}."),
        Said::MailInDemo => "Mail stays on this computer; the demo shows it at /inbox.".into(),
        Said::NoMail => "No mail server is set: nobody can register or reset a password.".into(),
    }
}

fn ahead(seconds: i64) -> String {
    format!("{} s {}", seconds.abs(), if seconds > 0 { "ahead" } else { "behind" })
}
