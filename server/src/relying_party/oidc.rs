use secrecy::ExposeSecret;
use serde_json::{Value, json};
use url::Url;

use super::{
    FinishError, TokenAnswer, Vouched,
    authorization_url::AuthorizationUrl,
    claims::Claims,
    client_request::ClientRequests,
    directory::Directory,
    fetch::Fetcher,
    id_token::{self, Checked, Expected, ExpectedNonce},
    key_set::KeySet,
    metadata::Metadata,
    signed_token::{self, SignatureError, SignedToken, Trust},
    userinfo::{self, Signer},
    vouched::{Proven, vouch},
};
use crate::{
    clock::{Moment, Timestamp},
    config::{FreshProof, OidcConfig, ProviderConfig, UserinfoUse},
    random::Random,
    store::SignInRow,
};

/// One provider that speaks OpenID Connect.
#[expect(clippy::struct_field_names, reason = "the settings are called what the protocol is")]
pub(super) struct Oidc<'a> {
    pub(super) config: &'a ProviderConfig,
    pub(super) oidc: &'a OidcConfig,
    pub(super) redirect_uri: &'a Url,
    pub(super) directory: &'a Directory,
    pub(super) fetcher: &'a Fetcher,
    pub(super) random: &'a dyn Random,
}

/// What came back beside the state.
pub(super) struct CodeAnswer<'a> {
    pub(super) code: &'a str,
    /// Apple: JSON with the person's name, at the first sign-in alone, signed by nobody.
    pub(super) user: Option<&'a str>,
}

impl Oidc<'_> {
    /// Where the browser goes to sign in.
    pub(super) fn authorization_url(&self, metadata: &Metadata, parts: &AuthorizationUrl<'_>) -> Url {
        parts.for_open_id(self.oidc, &metadata.authorization_endpoint)
    }

    /// RFC 9207 §2.4: an answer that names another issuer is from somebody else, and so is one that
    /// names none where the provider always does.
    pub(super) async fn check_response_issuer(&self, told: Option<&str>, now: &Moment) -> Result<(), FinishError> {
        let refused = |why: &str| Err(FinishError::Refused(why.to_owned()));
        match (told, &self.oidc.tenants) {
            (Some(told), None) if told == self.oidc.issuer => Ok(()),
            (Some(told), Some(tenants)) if tenants.covers(told) => Ok(()),
            (Some(_), _) => refused("the answer names another issuer"),
            (None, _) if self.directory.metadata(now).await?.answers_name_issuer => {
                refused("the answer names no issuer")
            }
            (None, _) => Ok(()),
        }
    }

    /// Exchanges the code and checks whom the provider vouches for.
    pub(super) async fn redeem(
        &self,
        answer: &CodeAnswer<'_>,
        row: &SignInRow,
        now: &Moment,
    ) -> Result<Vouched, FinishError> {
        let metadata = self.directory.metadata(now).await?;
        let tokens = self.exchange(&metadata, answer.code, &row.pkce_verifier, now.at).await?;
        let Checked { issuer, subject, mut claims } = self.checked_id_token(&tokens, row, now).await?;
        if self.wants_userinfo(&claims)
            && let Some(endpoint) = &metadata.userinfo_endpoint
        {
            let keys = self.directory.keys(now).await?;
            let signer = Signer { trust: self.trust(&keys), issuer: &issuer, client_id: &self.config.client_id };
            let access_token = tokens.access_token.expose_secret();
            claims.fill_from(userinfo::ask(self.fetcher, endpoint, access_token, &subject, &signer).await?);
        }
        if self.oidc.name_in_form
            && claims.text("name").is_none()
            && let Some(name) = answer.user.and_then(name_in_form)
        {
            claims.put("name", json!(name));
        }
        let proven = Proven { issuer, subject, auth_time: self.auth_time(&claims, now.at), amr: claims.texts("amr") };
        vouch(self.config, proven, &claims, tokens)
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: &str,
        verifier: &str,
        now: Timestamp,
    ) -> Result<TokenAnswer, FinishError> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect_uri.as_str()),
            ("code_verifier", verifier),
        ];
        let methods = metadata.token_endpoint_auth_methods.as_deref();
        let requests = ClientRequests { config: self.config, fetcher: self.fetcher, methods, now, random: self.random };
        TokenAnswer::read(&requests.post(&metadata.token_endpoint, &form).await?)
    }

    async fn checked_id_token(
        &self,
        tokens: &TokenAnswer,
        row: &SignInRow,
        now: &Moment,
    ) -> Result<Checked, FinishError> {
        let refused = |why: &str| FinishError::Refused(format!("the ID token: {why}"));
        let token = tokens.id_token.as_ref().ok_or_else(|| refused("there is none"))?;
        let signed = self.signed(token.expose_secret(), now).await.map_err(|error| match error {
            FinishError::Refused(why) => refused(&why),
            other => other,
        })?;
        let expected = Expected {
            provider: self.oidc,
            client_id: &self.config.client_id,
            nonce: ExpectedNonce::Exactly(&row.nonce),
            access_token: tokens.access_token.expose_secret(),
            max_age: [row.max_age, self.config.request.max_age.map(i64::from)].into_iter().flatten().min(),
            acr_values: self.config.request.fixed("acr_values").unwrap_or_default(),
            now: now.at,
        };
        id_token::check(signed, &expected).map_err(refused)
    }

    /// What the provider has signed. A key that is not known yet is looked for once.
    pub(super) async fn signed(&self, token: &str, now: &Moment) -> Result<SignedToken, FinishError> {
        let keys = self.directory.keys(now).await?;
        let mut signed = signed_token::verify(token, self.trust(&keys));
        if matches!(signed, Err(SignatureError::UnknownKey))
            && let Some(renewed) = self.directory.new_keys(now).await?
        {
            signed = signed_token::verify(token, self.trust(&renewed));
        }
        signed.map_err(|error| FinishError::Refused(error.to_string()))
    }

    fn trust<'k>(&'k self, keys: &'k KeySet) -> Trust<'k> {
        Trust {
            keys,
            algorithms: &self.oidc.id_token.algorithms,
            secret: self.config.authentication.secret().map(ExposeSecret::expose_secret),
        }
    }

    fn wants_userinfo(&self, claims: &Claims) -> bool {
        let mapping = &self.config.mapping;
        match mapping.userinfo {
            UserinfoUse::Always => true,
            UserinfoUse::Never => false,
            UserinfoUse::Missing => mapping.wanted.iter().any(|claim| claims.get(claim).is_none()),
        }
    }

    fn auth_time(&self, claims: &Claims, now: Timestamp) -> Timestamp {
        match (claims.seconds("auth_time"), self.oidc.fresh_proof) {
            (Some(time), _) => Timestamp::from_seconds(time).min(now),
            (None, FreshProof::Answer) => now,
            // Nothing is known of its age: it is older than any that is asked for.
            (None, FreshProof::AuthTime) => Timestamp::from_millis(0),
        }
    }
}

/// Nobody vouches for it: it is a name to show, as somebody might type one, and no more.
fn name_in_form(user: &str) -> Option<String> {
    let user: Value = serde_json::from_str(user).ok()?;
    let part = |name: &str| user.get("name")?.get(name)?.as_str().map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = [part("firstName"), part("lastName")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::name_in_form;

    #[test]
    fn apple_tells_a_name_beside_the_code() {
        let told = r#"{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"ada@example.com"}"#;
        assert_eq!(name_in_form(told).as_deref(), Some("Ada Lovelace"));
        assert_eq!(name_in_form(r#"{"name":{"firstName":"Ada","lastName":" "}}"#).as_deref(), Some("Ada"));
        for nothing in ["", "{}", r#"{"name":"Ada"}"#, r#"{"name":{}}"#, "[]"] {
            assert_eq!(name_in_form(nothing), None, "{nothing}");
        }
    }
}
