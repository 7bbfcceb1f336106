use crate::provider::clients::{ClientField as F, ClientWarning, Fault, FieldGroup};

pub(super) const fn group(group: FieldGroup) -> &'static str {
    match group {
        FieldGroup::Basics => "The application",
        FieldGroup::Protocol => "Protocol",
        FieldGroup::Logout => "Sign-out",
        FieldGroup::Lives => "Lifetimes",
        FieldGroup::People => "People and APIs",
        FieldGroup::Appearance => "What people see",
    }
}

pub(super) const fn label(field: F) -> &'static str {
    match field {
        F::ClientName => "Name",
        F::ClientId => "Client ID",
        F::TokenEndpointAuthMethod => "How it proves itself",
        F::RedirectUris => "Redirect URIs",
        F::PostLogoutRedirectUris => "Redirect URIs after sign-out",
        F::Origins => "Origins",
        F::Scope => "Scopes",
        F::FirstParty => "It is ours: people are not asked for consent",
        F::GrantTypes => "Grant types",
        F::ResponseTypes => "Response types",
        F::IdTokenAlg => "Signature of ID tokens",
        F::UserinfoAlg => "Signature of userinfo",
        F::SubjectType => "Names of people",
        F::DefaultMaxAge => "Oldest proof of identity, seconds",
        F::RequirePkce => "PKCE is required",
        F::RequirePushed => "Requests must be pushed",
        F::DpopBound => "Access tokens are bound to a key (DPoP)",
        F::Jwks => "Public keys",
        F::BackchannelLogoutUri => "Back-channel logout URI",
        F::BackchannelSession => "Its logout tokens must name the session",
        F::FrontchannelLogoutUri => "Front-channel logout URI",
        F::FrontchannelSession => "Its front-channel logout must name the session",
        F::AccessTokenLife => "Access token, seconds",
        F::IdTokenLife => "ID token, seconds",
        F::RefreshIdle => "Refresh token that is not used, seconds",
        F::RefreshAbsolute => "All that comes of one sign-in, seconds",
        F::MaxRefresh => "Renewals of one sign-in",
        F::Audiences => "APIs",
        F::Claims => "Extra claims",
        F::People => "Who may sign in",
        F::ClientUri => "Its pages",
        F::LogoUri => "Its logo",
        F::PolicyUri => "Its privacy policy",
        F::TosUri => "Its terms",
    }
}

pub(super) const fn hint(field: F) -> &'static str {
    match field {
        F::ClientName => "People read it where they are asked for consent.",
        F::ClientId => "Random; or that of the system it comes from.",
        F::TokenEndpointAuthMethod => "none: a public client, such as a single-page app, that can keep no secret.",
        F::RedirectUris => "One a line, https, or http on localhost. Compared letter by letter: no wildcards.",
        F::PostLogoutRedirectUris => "One a line.",
        F::Origins => {
            "One a line, such as https://app.example.com: whose scripts may ask this client's endpoints and be told by message."
        }
        F::Scope => "The most it may be granted, with spaces between.",
        F::GrantTypes => "Each response type brings the grant types that it needs.",
        F::ResponseTypes => {
            "Those with id_token send ID tokens through the browser: only for clients that cannot do without."
        }
        F::UserinfoAlg => "Without one, userinfo is plain JSON.",
        F::SubjectType => "pairwise: another name for each person on each host; all redirect URIs are on one host.",
        F::DefaultMaxAge => "Whoever proved who they are longer ago is asked again. Empty: however long ago.",
        F::Jwks => "A JWK Set with public keys, for private_key_jwt.",
        F::BackchannelLogoutUri => "Told by the server when somebody signs out. On a host of a redirect URI.",
        F::FrontchannelLogoutUri => "Told in a frame of the sign-out page. On the origin of a redirect URI.",
        F::MaxRefresh => "Empty: without limit.",
        F::Audiences => "One a line: access tokens are for them, too.",
        F::Claims => {
            "One a line, claim=field or claim=field:scope. Fields: id, name, first_name, last_name, username, email, language, is_staff."
        }
        F::People => "One a line: addresses, or @example.com for everybody there. Empty: everybody.",
        F::FirstParty
        | F::IdTokenAlg
        | F::RequirePkce
        | F::RequirePushed
        | F::DpopBound
        | F::BackchannelSession
        | F::FrontchannelSession
        | F::AccessTokenLife
        | F::IdTokenLife
        | F::RefreshIdle
        | F::RefreshAbsolute
        | F::ClientUri
        | F::LogoUri
        | F::PolicyUri
        | F::TosUri => "",
    }
}

pub(super) const fn warning(warning: ClientWarning) -> &'static str {
    match warning {
        ClientWarning::TokensInBrowser => {
            "ID tokens go through the browser, where histories, scripts and logs may see them. Response type code with PKCE does without (RFC 9700 §2.1.2)."
        }
        ClientWarning::WithoutPkce => {
            "Without PKCE a stolen code can be put into somebody else's sign-in (RFC 9700 §2.1.1). Require it as soon as the client can."
        }
    }
}

pub(super) fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Required => "is needed".into(),
        Fault::Several => "there can be only one".into(),
        Fault::WrongKind => "is JSON of another kind than this member has".into(),
        Fault::TooLong(most) => format!("is longer than {most} characters"),
        Fault::TooMany(most) => format!("there are more than {most}"),
        Fault::Unprintable => "holds characters that do not show".into(),
        Fault::NotOneOf(names) => format!("is none of {}", names.join(", ")),
        Fault::NotYesOrNo => "is neither true nor false".into(),
        Fault::NotNumber(least, most) => format!("is no whole number from {least} to {most}"),
        Fault::NotRedirectUri => "is no https address (http on localhost alone) without a fragment".into(),
        Fault::Wildcard => "holds a wildcard: addresses are compared letter by letter".into(),
        Fault::AppsAddress => "is an app's on somebody's device; only a public client may have it".into(),
        Fault::NotOrigin => "is no origin, such as https://app.example.com, without a path or a slash at its end".into(),
        Fault::ForeignOrigin => "is not on the origin of a redirect URI".into(),
        Fault::NotAddress => "is no https address (http on localhost alone)".into(),
        Fault::ForeignHost => "is not on the host of a redirect URI".into(),
        Fault::KeysNeeded => "private_key_jwt needs the client's public keys".into(),
        Fault::NotKeys => "is no JWK Set with a key that signatures can be checked by".into(),
        Fault::PrivateKeys => "holds a private or shared key; make a new one, and send its public half alone".into(),
        Fault::ClientCredentialsOfPublic => "client_credentials is nothing for a public client: anybody would get what it gets".into(),
        Fault::StaffAlone => "client_credentials is given by staff alone".into(),
        Fault::ImplicitOfNothing => "grant type implicit needs a response type with id_token, asked for by name".into(),
        Fault::RefreshOfNothing => "refresh_token needs a grant that it renews: authorization_code or device_code".into(),
        Fault::PkceOfPublic => "a public client always uses PKCE".into(),
        Fault::WithoutOpenid => "needs openid: without it there is no ID token".into(),
        Fault::NotScope => "holds characters that a scope does not have, or is too long".into(),
        Fault::SeveralHosts => "pairwise needs redirect URIs on one host alone; sector_identifier_uri is not supported, as the server would have to fetch an address that a client names".into(),
        Fault::NotClaim => "is not written claim=field or claim=field:scope, with a field that there is".into(),
        Fault::ReservedClaim => "is a claim that the provider says itself, and nobody redefines".into(),
        Fault::ClaimOfForeignScope => "names a scope that the client may not ask for".into(),
        Fault::OwnAudience => "is at this provider: its own endpoints are nobody's API".into(),
        Fault::NotAudience => "is no name of an API: up to 255 printable characters, without spaces, quotes or a fragment".into(),
        Fault::IdleBeyondAbsolute => "is longer than all that comes of one sign-in".into(),
        Fault::NotPeople => "is neither an e-mail address nor a domain such as @example.com".into(),
        Fault::NotId => "is no client id: 1 to 255 printable ASCII characters without spaces".into(),
        Fault::IdTaken => "is taken".into(),
    }
}
