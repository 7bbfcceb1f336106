use openidconnect::{
    AccessToken, AuthType, AuthenticationFlow, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, Nonce, OAuth2TokenResponse,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreResponseType, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType, CoreUserInfoClaims,
    },
};
use secrecy::ExposeSecret;
use url::Url;

use super::{
    FinishError,
    directory::{Directory, Metadata},
    fetch::{FetchError, Fetcher},
    flow::Transaction,
    id_token::{self, Claims, Expected, IdTokenError, MoreClaims, SignedIdToken},
    service::Vouched,
};
use crate::{
    account::ExternalIdentity,
    clock::{Moment, Timestamp},
    config::{FreshProof, ProviderConfig},
    store::SignInRow,
};

type Fields = IdTokenFields<
    MoreClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Answer = StandardTokenResponse<Fields, CoreTokenType>;
type OidcClient = Client<
    MoreClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Answer,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// One provider that speaks OpenID Connect.
pub(super) struct Oidc<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) issuer: &'a str,
    pub(super) form_post: bool,
    pub(super) fresh_proof: FreshProof,
    pub(super) redirect_uri: RedirectUrl,
    pub(super) directory: &'a Directory,
    pub(super) fetcher: &'a Fetcher,
}

impl Oidc<'_> {
    /// Where the browser goes to sign in.
    pub(super) fn authorization_url(
        &self,
        metadata: &Metadata,
        transaction: &Transaction,
        max_age: Option<u32>,
    ) -> Url {
        let (state, nonce) = (transaction.state.clone(), transaction.nonce.clone());
        let verifier = PkceCodeVerifier::new(transaction.pkce_verifier.clone());
        let client = self.client(metadata);
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.config.request.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new));
        if let Some(seconds) = max_age {
            request = request.set_max_age(std::time::Duration::from_secs(u64::from(seconds))).add_prompt(
                match self.fresh_proof {
                    FreshProof::AuthTime => CoreAuthPrompt::Login,
                    FreshProof::Answer => CoreAuthPrompt::SelectAccount,
                },
            );
        }
        if self.form_post {
            request = request.add_extra_param("response_mode", "form_post");
        }
        request.url().0
    }

    /// Exchanges the code and checks whom the provider vouches for.
    pub(super) async fn redeem(&self, code: String, row: &SignInRow, now: &Moment) -> Result<Vouched, FinishError> {
        let metadata = self.directory.metadata(self.issuer, now).await?;
        let client = self.client(&metadata);
        let answer: Answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| FinishError::Exchange(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(row.pkce_verifier.clone()))
            .request_async(self.fetcher)
            .await
            .map_err(classify)?;
        let token = answer.id_token().ok_or_else(|| FinishError::Refused("there is no ID token".to_owned()))?;
        let claims = self.checked_claims(token, answer.access_token(), row, (&metadata, now)).await?;
        let mut vouched = self.vouched(claims, now.at);
        if vouched.identity.email.is_none() || vouched.identity.name.is_none() {
            self.ask_userinfo(&client, answer.access_token(), claims, &mut vouched.identity).await?;
        }
        Ok(vouched)
    }

    /// A key that is not known yet is looked for once.
    async fn checked_claims<'t>(
        &self,
        token: &'t SignedIdToken,
        access_token: &AccessToken,
        row: &SignInRow,
        (metadata, now): (&Metadata, &Moment),
    ) -> Result<&'t Claims, FinishError> {
        let (client_id, client_secret) = self.credentials();
        let nonce = Nonce::new(row.nonce.clone());
        let expected = Expected {
            client_id: &client_id,
            client_secret: &client_secret,
            nonce: &nonce,
            access_token,
            max_age: row.max_age,
            fresh_proof: self.fresh_proof,
            now: now.at,
        };
        let mut result = id_token::check(token, metadata, &expected);
        if matches!(result, Err(IdTokenError::UnknownKey))
            && let Some(renewed) = self.directory.with_new_keys(self.issuer, now).await?
        {
            result = id_token::check(token, &renewed, &expected);
        }
        result.map_err(|error| match error {
            IdTokenError::UnknownKey => FinishError::Refused("the ID token is signed with an unknown key".to_owned()),
            IdTokenError::Refused(why) => FinishError::Refused(why),
        })
    }

    fn vouched(&self, claims: &Claims, now: Timestamp) -> Vouched {
        let auth_time = match (claims.auth_time(), self.fresh_proof) {
            (Some(time), _) => Timestamp::from_seconds(time.timestamp()).min(now),
            (None, FreshProof::Answer) => now,
            // Nothing is known of its age: it is older than any that is asked for.
            (None, FreshProof::AuthTime) => Timestamp::from_millis(0),
        };
        Vouched {
            identity: ExternalIdentity {
                issuer: self.issuer.to_owned(),
                subject: claims.subject().as_str().to_owned(),
                provider: self.config.id.clone(),
                name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
                email: claims.email().map(|email| email.as_str().to_owned()),
                email_verified: claims.email_verified() == Some(true),
            },
            auth_time,
            amr: claims.auth_method_refs().into_iter().flatten().map(|method| method.as_str().to_owned()).collect(),
        }
    }

    /// What a thin ID token leaves out (OpenID Connect Core §5.3). The answer must be about the
    /// same subject.
    async fn ask_userinfo(
        &self,
        client: &OidcClient,
        access_token: &AccessToken,
        claims: &Claims,
        identity: &mut ExternalIdentity,
    ) -> Result<(), FinishError> {
        let Ok(request) = client.user_info(access_token.clone(), Some(claims.subject().clone())) else {
            return Ok(());
        };
        let told: CoreUserInfoClaims = request
            .request_async(self.fetcher)
            .await
            .map_err(|error| FinishError::Refused(format!("userinfo: {error}")))?;
        if identity.email.is_none() {
            identity.email = told.email().map(|email| email.as_str().to_owned());
            identity.email_verified = told.email_verified() == Some(true);
        }
        if identity.name.is_none() {
            identity.name = told.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
        }
        Ok(())
    }

    fn client(&self, metadata: &Metadata) -> OidcClient {
        let (client_id, client_secret) = self.credentials();
        OidcClient::from_provider_metadata(metadata.clone(), client_id, Some(client_secret))
            .set_redirect_uri(self.redirect_uri.clone())
            .set_auth_type(auth_type(metadata))
    }

    fn credentials(&self) -> (ClientId, ClientSecret) {
        let secret =
            self.config.authentication.secret().map_or_else(String::new, |secret| secret.expose_secret().to_owned());
        (ClientId::new(self.config.client_id.clone()), ClientSecret::new(secret))
    }
}

/// Basic where the provider takes it or does not say, in the body otherwise.
fn auth_type(metadata: &Metadata) -> AuthType {
    match metadata.token_endpoint_auth_methods_supported() {
        Some(methods) if !methods.contains(&CoreClientAuthMethod::ClientSecretBasic) => AuthType::RequestBody,
        _ => AuthType::BasicAuth,
    }
}

fn classify(error: RequestTokenError<FetchError, StandardErrorResponse<CoreErrorResponseType>>) -> FinishError {
    match error {
        RequestTokenError::Request(error) => error.into(),
        RequestTokenError::ServerResponse(answer) => FinishError::Exchange(answer.to_string()),
        RequestTokenError::Parse(error, _) => FinishError::Refused(format!("the token answer: {error}")),
        RequestTokenError::Other(why) => FinishError::Exchange(why),
    }
}
