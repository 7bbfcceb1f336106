//! What to write where, for libraries that people use.

use crate::provider::{AuthMethod, Client, GrantType, RedirectUri};

/// What a library is told of us and of the client.
pub(super) struct Setup<'a> {
    issuer: &'a str,
    client: &'a Client,
    id: &'a str,
    /// The first address that answers go to; none for a client that signs nobody in.
    redirect_uri: Option<&'a str>,
    scope: String,
    method: &'static str,
}

impl<'a> Setup<'a> {
    pub(super) fn of(issuer: &'a str, client: &'a Client) -> Self {
        let metadata = &client.metadata;
        let method = match metadata.token_endpoint_auth_method {
            AuthMethod::ClientSecretBasic => "client_secret_basic",
            AuthMethod::ClientSecretPost => "client_secret_post",
            AuthMethod::PrivateKeyJwt => "private_key_jwt",
            AuthMethod::None => "none",
        };
        let signs_in = !metadata.response_types.is_empty();
        Self {
            issuer,
            client,
            id: client.id.as_str(),
            redirect_uri: metadata.redirect_uris.first().filter(|_| signs_in).map(RedirectUri::as_str),
            scope: metadata.scope.to_string(),
            method,
        }
    }

    /// Library and lines, those that fit this client.
    pub(super) fn all(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        if let Some(redirect_uri) = self.redirect_uri {
            all.push(("openid-client (npm)", self.openid_client(redirect_uri)));
            if self.client.is_public() {
                all.push(("oidc-client-ts (npm)", self.oidc_client_ts(redirect_uri)));
            }
            all.push(("Authlib (Python)", self.authlib(redirect_uri)));
            all.push(("mod_auth_openidc (Apache)", self.mod_auth_openidc(redirect_uri)));
            all.push(("Spring Security", self.spring(redirect_uri)));
        }
        all.push(("curl", self.curl()));
        all
    }

    fn openid_client(&self, redirect_uri: &str) -> String {
        let authentication = match self.client.metadata.token_endpoint_auth_method {
            AuthMethod::ClientSecretBasic => "client.ClientSecretBasic(process.env.CLIENT_SECRET)",
            AuthMethod::ClientSecretPost => "client.ClientSecretPost(process.env.CLIENT_SECRET)",
            AuthMethod::PrivateKeyJwt => "client.PrivateKeyJwt(privateKey)",
            AuthMethod::None => "client.None()",
        };
        // It speaks https alone unless it is told otherwise.
        let plain = if self.issuer.starts_with("http:") { ", { execute: [client.allowInsecureRequests] }" } else { "" };
        format!(
            r#"import * as client from "openid-client";

const config = await client.discovery(new URL({issuer}), {id}, undefined, {authentication}{plain});
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const url = client.buildAuthorizationUrl(config, {{
    redirect_uri: {redirect_uri},
    scope: {scope},
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
}});
// Send the browser to url. Where it comes back:
const tokens = await client.authorizationCodeGrant(config, currentUrl, {{
    pkceCodeVerifier: verifier,
    expectedState: state,
}});"#,
            issuer = quoted(self.issuer),
            id = quoted(self.id),
            redirect_uri = quoted(redirect_uri),
            scope = quoted(&self.scope),
        )
    }

    fn oidc_client_ts(&self, redirect_uri: &str) -> String {
        format!(
            r#"import {{ UserManager }} from "oidc-client-ts";

const users = new UserManager({{
    authority: {issuer},
    client_id: {id},
    redirect_uri: {redirect_uri},
    scope: {scope},
    response_type: "code",
}});
// At a click; and await users.signinPopupCallback() at the redirect URI.
const user = await users.signinPopup();"#,
            issuer = quoted(self.issuer),
            id = quoted(self.id),
            redirect_uri = quoted(redirect_uri),
            scope = quoted(&self.scope),
        )
    }

    fn authlib(&self, redirect_uri: &str) -> String {
        let secret = if self.has_secret() { "\n    client_secret=os.environ[\"CLIENT_SECRET\"]," } else { "" };
        format!(
            r#"oauth.register(
    "gatepost",
    server_metadata_url={metadata},
    client_id={id},{secret}
    client_kwargs={{
        "scope": {scope},
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": "{method}",
    }},
)
# In the view that begins: oauth.gatepost.authorize_redirect(request, {redirect_uri})"#,
            metadata = quoted(&self.metadata()),
            id = quoted(self.id),
            scope = quoted(&self.scope),
            method = self.method,
            redirect_uri = quoted(redirect_uri),
        )
    }

    fn mod_auth_openidc(&self, redirect_uri: &str) -> String {
        let secret = if self.has_secret() { "OIDCClientSecret ${CLIENT_SECRET}\n" } else { "" };
        format!(
            "OIDCProviderMetadataURL {metadata}\nOIDCClientID {id}\n{secret}OIDCProviderTokenEndpointAuth {method}\n\
             OIDCRedirectURI {redirect_uri}\nOIDCScope {scope}\nOIDCPKCEMethod S256\n\
             OIDCCryptoPassphrase ${{CRYPTO_PASSPHRASE}}",
            metadata = quoted(&self.metadata()),
            id = quoted(self.id),
            method = self.method,
            redirect_uri = quoted(redirect_uri),
            scope = quoted(&self.scope),
        )
    }

    fn spring(&self, redirect_uri: &str) -> String {
        let secret = if self.has_secret() { "\n            client-secret: ${CLIENT_SECRET}" } else { "" };
        format!(
            "spring:
  security:
    oauth2:
      client:
        registration:
          gatepost:
            client-id: {id}{secret}
            client-authentication-method: {method}
            authorization-grant-type: authorization_code
            redirect-uri: {redirect_uri}
            scope: {scope}
        provider:
          gatepost:
            issuer-uri: {issuer}",
            id = quoted(self.id),
            method = self.method,
            redirect_uri = quoted(redirect_uri),
            scope = quoted(&self.scope.replace(' ', ",")),
            issuer = quoted(self.issuer),
        )
    }

    fn curl(&self) -> String {
        let metadata = shell(&self.metadata());
        let token = shell(&format!("{}/oauth2/token", self.issuer));
        let who = match self.client.metadata.token_endpoint_auth_method {
            AuthMethod::ClientSecretBasic => format!("-u {}:\"$CLIENT_SECRET\"", shell(self.id)),
            AuthMethod::ClientSecretPost => {
                format!("-d client_id={} --data-urlencode client_secret=\"$CLIENT_SECRET\"", shell(self.id))
            }
            AuthMethod::PrivateKeyJwt => "-d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:\
                                          jwt-bearer -d client_assertion=\"$ASSERTION\""
                .to_owned(),
            AuthMethod::None => format!("-d client_id={}", shell(self.id)),
        };
        let mut lines = vec![format!("curl {metadata}")];
        if let Some(redirect_uri) = self.redirect_uri {
            let redirect_uri = shell(redirect_uri);
            lines.push(format!(
                "curl {token} {who} -d grant_type=authorization_code -d code=\"$CODE\" \
                 -d code_verifier=\"$VERIFIER\" --data-urlencode redirect_uri={redirect_uri}"
            ));
        }
        if self.client.may(GrantType::ClientCredentials) {
            lines.push(format!("curl {token} {who} -d grant_type=client_credentials"));
        }
        lines.join("\n")
    }

    fn metadata(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.issuer)
    }

    fn has_secret(&self) -> bool {
        self.client.uses(AuthMethod::ClientSecretBasic) || self.client.uses(AuthMethod::ClientSecretPost)
    }
}

/// As a string of JSON: the same in JavaScript, Python and YAML, and in Apache's files for what a client holds.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// As one word of a shell's.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{ClientId, ClientMetadata, Redirects, Secret};

    fn client(method: AuthMethod) -> Client {
        let metadata = ClientMetadata {
            redirect_uris: vec![RedirectUri::parse("https://app.example.com/o'neil?a=\"b").unwrap()],
            token_endpoint_auth_method: method,
            ..ClientMetadata::default()
        };
        let id = ClientId::parse("sh\"op'").unwrap();
        Client { id, secret: Secret::Without, redirects: Redirects::Registered, metadata }
    }

    fn names(client: &Client) -> Vec<&'static str> {
        Setup::of("https://id.example.com", client).all().into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn what_fits_is_shown() {
        let web = names(&client(AuthMethod::ClientSecretBasic));
        assert_eq!(web.len(), 5);
        assert!(names(&client(AuthMethod::None)).contains(&"oidc-client-ts (npm)"));
        let mut service = client(AuthMethod::ClientSecretBasic);
        service.metadata.response_types.clear();
        service.metadata.grant_types = [GrantType::ClientCredentials].into();
        assert_eq!(names(&service), ["curl"]);
        assert!(Setup::of("https://id.example.com", &service).curl().ends_with("grant_type=client_credentials"));
    }

    #[test]
    fn nothing_breaks_out_of_its_quotes() {
        for (name, snippet) in Setup::of("https://id.example.com", &client(AuthMethod::ClientSecretBasic)).all() {
            if name == "curl" {
                assert!(snippet.contains(r#"-u 'sh"op'\''':"$CLIENT_SECRET""#), "{snippet}");
            } else {
                assert!(snippet.contains(r#""sh\"op'""#), "{name}: {snippet}");
                assert!(snippet.contains(r#""https://app.example.com/o'neil?a=\"b""#), "{name}: {snippet}");
            }
        }
    }
}
