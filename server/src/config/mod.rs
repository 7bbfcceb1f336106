//! Configuration: one TOML file, `.env` and the environment, read once, before a socket opens.
//!
//! A setting has one name, `section.key`; the environment writes it `GATEPOST__SECTION__KEY`.
//! Every mistake is collected and told at once, by that name.

mod accounts;
mod database;
mod demo;
mod foreign_tokens;
mod import;
mod joining;
mod keys;
mod limits;
mod mail;
mod old_names;
mod passwords;
mod providers;
mod reader;
mod registration;
mod server;
mod session;
mod shop;
mod source;
mod ui;

use std::collections::BTreeMap;

pub use accounts::{AccountsConfig, LinkTemplate, LinkTemplates, Login, MailLives, UsernamePolicy};
pub use database::DatabaseConfig;
pub use demo::DemoConfig;
pub use foreign_tokens::{ForeignTokenConfig, SubjectClaim};
pub use import::ImportConfig;
pub use joining::AutoJoin;
pub use keys::{KeyConfig, VaultKey};
pub use limits::LimitsConfig;
pub use mail::{Delivery, MailConfig, SmtpConfig, SmtpLogin, SmtpTls};
pub use passwords::PasswordConfig;
pub use providers::{
    AdmissionConfig, ClientAuthentication, ClientKey, EmailVerified, EndpointsConfig, ExemptPath, Field, FreshProof,
    IdTokenRules, MappingConfig, NetworkConfig, NotAdmitted, OAuth2Config, OidcConfig, Preset, ProviderConfig,
    ProviderKind, RequestConfig, ResponseMode, RoleMapping, Section, SignOutAt, Tenants, UpstreamConfig, UserinfoUse,
    is_symmetric,
};
pub use reader::Reader;
pub use registration::RegistrationConfig;
pub use server::ServerConfig;
pub use session::SessionConfig;
pub use shop::ShopConfig;
pub use source::{SourceError, Sources};
pub use ui::UiConfig;

/// Everything that can be set.
#[derive(Debug)]
pub struct Config {
    /// Where Gatepost listens and what it is called.
    pub server: ServerConfig,
    /// The store.
    pub database: DatabaseConfig,
    /// Local accounts.
    pub accounts: AccountsConfig,
    /// How often things may be done.
    pub limits: LimitsConfig,
    /// Keys at rest and in use.
    pub keys: KeyConfig,
    /// Lives of sessions.
    pub session: SessionConfig,
    /// How passwords are hashed, and how long they must be.
    pub passwords: PasswordConfig,
    /// Mail.
    pub mail: MailConfig,
    /// The demo provider; `None` when it is off.
    pub demo: Option<DemoConfig>,
    /// The demo shop.
    pub shop: ShopConfig,
    /// What pages look like.
    pub ui: UiConfig,
    /// What is taken over from another system while people still hold its tokens.
    pub import: ImportConfig,
    /// Which applications may register themselves.
    pub registration: RegistrationConfig,
    /// The ways to sign in, in the order of the buttons.
    pub providers: Vec<ProviderConfig>,
    /// Which of them join accounts without asking, by id.
    pub auto_join: BTreeMap<String, AutoJoin>,
}

/// Every mistake in the configuration, each by the name of its setting.
#[derive(Debug, thiserror::Error)]
#[error("the configuration has mistakes:\n{}", .0.join("\n"))]
pub struct ConfigErrors(pub Vec<String>);

impl Config {
    /// Reads and checks everything.
    pub fn read(sources: Sources) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(sources);
        let server = ServerConfig::read(&mut reader);
        let database = DatabaseConfig::read(&mut reader);
        let limits = LimitsConfig::read(&mut reader);
        let keys = KeyConfig::read(&mut reader);
        let session = SessionConfig::read(&mut reader);
        let passwords = PasswordConfig::read(&mut reader);
        let mail = MailConfig::read(&mut reader);
        let shop = ShopConfig::read(&mut reader);
        let ui = UiConfig::read(&mut reader);
        let import = ImportConfig::read(&mut reader);
        let registration = RegistrationConfig::read(&mut reader);
        old_names::refuse(&mut reader);
        let auto_join = joining::read(&mut reader);
        let configured = providers::read_configured(&mut reader, &server);
        let demo = DemoConfig::read(&mut reader, &server, configured.is_empty());
        let providers = providers::with_stand_ins(configured, demo.as_ref());
        joining::check(&mut reader, &auto_join, &providers);
        let mails = demo.is_some() || matches!(mail.delivery, Delivery::Smtp(_));
        let accounts = AccountsConfig::read(&mut reader, &server, mails);
        reader.finish()?;
        Ok(Self {
            server,
            database,
            accounts,
            limits,
            keys,
            session,
            passwords,
            mail,
            demo,
            shop,
            ui,
            import,
            registration,
            providers,
            auto_join,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigErrors> {
        Config::read(Sources::from_pairs(pairs))
    }

    #[test]
    fn with_nothing_configured_there_is_a_whole_demo() {
        let config = read(&[]).unwrap();
        assert_eq!(config.server.bind.to_string(), "127.0.0.1:3000");
        assert_eq!(config.server.origin(), "http://localhost:3000");
        assert_eq!(config.demo.unwrap().bind.to_string(), "127.0.0.1:3100");
        let ids: Vec<_> = config.providers.iter().map(|provider| provider.id.as_str()).collect();
        assert_eq!(ids, ["okta", "google", "facebook"]);
    }

    #[test]
    fn every_mistake_is_told_at_once_and_by_name() {
        let Err(ConfigErrors(mistakes)) = read(&[
            ("server.bind", "nowhere"),
            ("session.access_ttl", "-1"),
            ("server.colour", "red"),
            ("providers.okta.client_id", "x"),
        ]) else {
            panic!("such a configuration must be refused")
        };
        for name in ["server.bind", "session.access_ttl", "server.colour", "providers.okta.client_secret"] {
            assert!(mistakes.iter().any(|mistake| mistake.starts_with(name)), "{name} in {mistakes:?}");
        }
    }

    #[test]
    fn a_real_okta_tenant_takes_its_domain_id_and_secret_alone() {
        let config = read(&[
            ("providers.okta.domain", "dev-1.okta.com"),
            ("providers.okta.client_id", "id"),
            ("providers.okta.client_secret", "secret"),
        ])
        .unwrap();
        let okta = &config.providers[0];
        assert_eq!(okta.kind.issuer(), "https://dev-1.okta.com/oauth2/default");
        assert_eq!(okta.callback_path, "/auth/okta/callback");
        assert_eq!(okta.label, "Okta");
    }

    #[test]
    fn the_variables_of_the_fastapi_system_work_as_they_stand() {
        let config = Config::read(Sources::from_env([
            ("OKTA_CLIENT_ID", "id"),
            ("OKTA_CLIENT_SECRET", "secret"),
            ("OKTA_ISSUER_URL", "https://dev-1.okta.com/oauth2/default"),
            ("BACKEND_URL", "http://localhost:7156"),
            ("FRONTEND_URL", "http://localhost:5173"),
        ]))
        .unwrap();
        assert_eq!(config.server.origin(), "http://localhost:7156");
        assert_eq!(config.server.front_ends, ["http://localhost:5173"]);
        assert_eq!(config.providers[0].kind.issuer(), "https://dev-1.okta.com/oauth2/default");
    }

    #[test]
    fn the_demo_does_not_stand_beside_a_production_setting() {
        let Err(ConfigErrors(mistakes)) =
            read(&[("server.public_url", "https://id.example"), ("demo.enabled", "true")])
        else {
            panic!("such a configuration must be refused")
        };
        assert!(mistakes[0].starts_with("demo.enabled"), "{mistakes:?}");
        assert!(read(&[("server.public_url", "https://id.example")]).unwrap_err().0[0].starts_with("providers"));
    }

    #[test]
    fn a_callback_path_is_nobody_elses() {
        let mistaken = |path: &str| {
            let settings = [
                ("providers.okta.domain", "dev-1.okta.com"),
                ("providers.okta.client_id", "id"),
                ("providers.okta.client_secret", "secret"),
                ("providers.okta.callback_path", path),
                ("providers.google.client_id", "id"),
                ("providers.google.client_secret", "secret"),
                ("providers.google.callback_path", "/old/callback"),
            ];
            read(&settings).is_err()
        };
        for path in [
            "/old/callback",
            "/",
            "/shop",
            "/shop/x",
            "/healthz",
            "/auth/okta/start",
            "/a/:b",
            "/a/{b}",
            "x",
            "/auth/facebook/callback",
        ] {
            assert!(mistaken(path), "{path}");
        }
        for path in ["/signin-oidc", "/auth/okta/callback", "/auth/callback", "/oidc/callback/"] {
            assert!(!mistaken(path), "{path}");
        }
    }

    #[test]
    fn what_cannot_start_is_told_before() {
        let first = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().0.swap_remove(0);
        assert!(first(&[("keys.encryption_key", "short")]).starts_with("keys.encryption_key"));
        let ahead = [("keys.rotate_every", "60"), ("keys.publish_ahead", "61")];
        assert!(first(&ahead).starts_with("keys.publish_ahead"));
        assert!(first(&[("demo.public_url", "http://localhost:3000")]).starts_with("demo.public_url"));
    }

    #[test]
    fn a_provider_joins_without_asking_where_its_section_says_so_and_nowhere_else() {
        let auto_join = read(&[("providers.okta.auto_join", "example.com")]).unwrap().auto_join;
        assert!(auto_join["okta"].covers("ada@example.com") && auto_join.len() == 1);
        assert!(read(&[]).unwrap().auto_join.is_empty());
        let mistakes = |name: &str, value: &str| read(&[(name, value)]).unwrap_err().0;
        assert!(mistakes("providers.okta.auto_join", "sometimes")[0].starts_with("providers.okta.auto_join"));
        assert!(mistakes("providers.nobody.auto_join", "true")[0].starts_with("providers.nobody"));
    }

    #[test]
    fn old_tokens_need_a_key_of_their_algorithm() {
        assert!(read(&[]).unwrap().import.simplejwt.is_none());
        let settings = read(&[("import.simplejwt_key", "secret")]).unwrap().import.simplejwt.unwrap();
        assert_eq!(settings.user_id_claim, "user_id");
        let mistakes =
            read(&[("import.simplejwt_key", "secret"), ("import.simplejwt_algorithm", "RS256")]).unwrap_err().0;
        assert!(mistakes[0].starts_with("import.simplejwt_key") && !mistakes[0].contains("secret"), "{mistakes:?}");
        assert!(
            read(&[("import.simplejwt_algorithm", "none")]).unwrap_err().0[0].starts_with("import.simplejwt_algorithm")
        );
    }

    #[test]
    fn a_next_key_stands_for_an_hour_or_for_as_long_as_there_is() {
        let times = |pairs: &[(&str, &str)]| {
            let keys = read(pairs).unwrap().keys;
            (keys.publish_ahead.as_secs(), keys.look_every().as_millis())
        };
        assert_eq!(times(&[]), (3600, 5000));
        assert_eq!(times(&[("keys.rotate_every", "2")]), (2, 500));
        assert_eq!(times(&[("keys.rotate_every", "60"), ("keys.publish_ahead", "10")]), (10, 2500));
    }

    #[test]
    fn plain_http_is_for_loopback_only() {
        let mistakes = read(&[("server.public_url", "http://id.example")]).unwrap_err().0;
        assert!(mistakes[0].starts_with("server.public_url"), "{mistakes:?}");
    }
}
