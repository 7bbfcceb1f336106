use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;
use server::provider::{ClientDraft, ClientField};

use super::ClientCommandError;

/// What can be said of a client.
#[derive(Args)]
pub struct Fields {
    /// What people know it by.
    #[arg(long)]
    name: Option<String>,
    /// Where answers may be sent, exactly.
    #[arg(long, value_name = "URI", num_args = 1..)]
    redirect_uri: Vec<String>,
    /// Where people may be sent after signing out, exactly.
    #[arg(long, value_name = "URI", num_args = 1..)]
    post_logout_redirect_uri: Vec<String>,
    /// Whose scripts may ask its endpoints.
    #[arg(long, num_args = 1..)]
    origin: Vec<String>,
    /// It can keep no secret, as a single-page app: `--auth-method none`.
    #[arg(long, conflicts_with = "auth_method")]
    public: bool,
    /// It is ours: nobody is asked for consent.
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    first_party: Option<String>,
    /// How it proves itself.
    #[arg(long, value_name = "METHOD")]
    auth_method: Option<String>,
    /// A file with its public keys, a JWK Set.
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// What it may bring to the token endpoint.
    #[arg(long, value_name = "GRANT", num_args = 1..)]
    grant: Vec<String>,
    /// What it may ask for, such as `code` or `code id_token`.
    #[arg(long, value_name = "TYPE", num_args = 1..)]
    response_type: Vec<String>,
    /// The most it may be granted, with spaces between.
    #[arg(long)]
    scope: Option<String>,
    /// APIs that its access tokens are for, too.
    #[arg(long, num_args = 1..)]
    audience: Vec<String>,
    /// What signs its ID tokens.
    #[arg(long, value_name = "ALG")]
    id_token_alg: Option<String>,
    /// What signs its userinfo.
    #[arg(long, value_name = "ALG")]
    userinfo_alg: Option<String>,
    /// `public`, or `pairwise`: another name for each person.
    #[arg(long, value_name = "TYPE")]
    subject_type: Option<String>,
    /// Whether codes need PKCE.
    #[arg(long, value_name = "BOOL")]
    require_pkce: Option<String>,
    /// Whether requests must be pushed.
    #[arg(long, value_name = "BOOL")]
    require_par: Option<String>,
    /// Whether access tokens are bound to a key of its own (RFC 9449).
    #[arg(long, value_name = "BOOL")]
    dpop: Option<String>,
    /// Oldest proof of identity, seconds.
    #[arg(long, value_name = "SECONDS")]
    default_max_age: Option<String>,
    /// Where the server tells it that somebody signed out.
    #[arg(long, value_name = "URI")]
    backchannel_logout_uri: Option<String>,
    /// Where a frame tells it that somebody signed out.
    #[arg(long, value_name = "URI")]
    frontchannel_logout_uri: Option<String>,
    /// Life of an access token, seconds.
    #[arg(long, value_name = "SECONDS")]
    access_token_life: Option<String>,
    /// Life of an ID token, seconds.
    #[arg(long, value_name = "SECONDS")]
    id_token_life: Option<String>,
    /// Life of a refresh token that is not used, seconds.
    #[arg(long, value_name = "SECONDS")]
    refresh_idle: Option<String>,
    /// Life of all that comes of one sign-in, seconds.
    #[arg(long, value_name = "SECONDS")]
    refresh_absolute: Option<String>,
    /// How often one sign-in may be renewed.
    #[arg(long, value_name = "TIMES")]
    max_refresh: Option<String>,
    /// Who may sign in: addresses and `@domains`.
    #[arg(long, value_name = "WHO", num_args = 1..)]
    people: Vec<String>,
    /// A claim of its own: `NAME=FIELD` or `NAME=FIELD:SCOPE`.
    #[arg(long, value_name = "NAME=FIELD[:SCOPE]", num_args = 1..)]
    claim: Vec<String>,
    /// Its logo.
    #[arg(long, value_name = "URL")]
    logo: Option<String>,
    /// Its pages.
    #[arg(long)]
    url: Option<String>,
    /// Its privacy policy.
    #[arg(long, value_name = "URL")]
    policy: Option<String>,
    /// Its terms.
    #[arg(long, value_name = "URL")]
    terms: Option<String>,
}

impl Fields {
    /// As a draft: what no flag says anything of is left as it is.
    pub(super) fn draft(self) -> Result<ClientDraft, ClientCommandError> {
        use ClientField as F;
        let jwks = self.jwks.map(|path| {
            let read = std::fs::read_to_string(&path);
            read.map_err(|source| ClientCommandError::Keys { path: path.display().to_string(), source })
        });
        let method = if self.public { Some("none".to_owned()) } else { self.auth_method };
        let lists = [
            (F::RedirectUris, self.redirect_uri),
            (F::PostLogoutRedirectUris, self.post_logout_redirect_uri),
            (F::Origins, self.origin),
            (F::GrantTypes, self.grant),
            (F::ResponseTypes, self.response_type),
            (F::Audiences, self.audience),
            (F::People, self.people),
            (F::Claims, self.claim),
        ];
        let texts = [
            (F::ClientName, self.name),
            (F::TokenEndpointAuthMethod, method),
            (F::FirstParty, self.first_party),
            (F::Jwks, jwks.transpose()?),
            (F::Scope, self.scope),
            (F::IdTokenAlg, self.id_token_alg),
            (F::UserinfoAlg, self.userinfo_alg),
            (F::SubjectType, self.subject_type),
            (F::RequirePkce, self.require_pkce),
            (F::RequirePushed, self.require_par),
            (F::DpopBound, self.dpop),
            (F::DefaultMaxAge, self.default_max_age),
            (F::BackchannelLogoutUri, self.backchannel_logout_uri),
            (F::FrontchannelLogoutUri, self.frontchannel_logout_uri),
            (F::AccessTokenLife, self.access_token_life),
            (F::IdTokenLife, self.id_token_life),
            (F::RefreshIdle, self.refresh_idle),
            (F::RefreshAbsolute, self.refresh_absolute),
            (F::MaxRefresh, self.max_refresh),
            (F::LogoUri, self.logo),
            (F::ClientUri, self.url),
            (F::PolicyUri, self.policy),
            (F::TosUri, self.terms),
        ];
        let texts = texts.into_iter().filter_map(|(field, text)| Some((field, vec![text?])));
        let said: BTreeMap<_, _> = lists.into_iter().filter(|(_, list)| !list.is_empty()).chain(texts).collect();
        let mut draft = ClientDraft::default();
        for (field, texts) in said {
            draft.set(field, texts);
        }
        Ok(draft)
    }
}
