use url::Url;

use super::{
    Display, Errand, Metadata, ReturnPath, StartRequest, authorization_url::AuthorizationUrl, facebook,
    flow::Transaction,
};
use crate::{
    config::{ProviderConfig, ProviderKind},
    random::Random,
};

/// An authorization request as a sign-in would make it, that nobody waits for an answer to. `None` of an
/// OpenID provider without its metadata.
pub fn trial_request(
    config: &ProviderConfig,
    redirect_uri: &Url,
    metadata: Option<&Metadata>,
    random: &dyn Random,
) -> Option<Url> {
    let transaction = Transaction::new(random);
    let request = StartRequest::new(Display::Page, ReturnPath::home(), Errand::SignIn);
    let url = AuthorizationUrl { config, redirect_uri, transaction: &transaction, request: &request };
    Some(match &config.kind {
        ProviderKind::Oidc(oidc) => url.for_open_id(oidc, &metadata?.authorization_endpoint),
        ProviderKind::OAuth2(oauth2) => url.with_parameters(url.basic(&oauth2.authorization, " ")),
        ProviderKind::Facebook { dialog, .. } => facebook::authorization_url(dialog, &url),
    })
}
