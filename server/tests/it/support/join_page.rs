use url::Url;

use super::{Answer, Browser};

/// The page that asks whose an account is, as a person without script uses it.
pub struct JoinPage {
    browser: Browser,
    /// Its address.
    pub url: Url,
}

impl JoinPage {
    /// The page that an answer leads to.
    #[track_caller]
    pub fn behind(browser: &Browser, answer: &Answer) -> Self {
        let url = answer.location();
        assert_eq!(url.path(), "/auth/join", "{answer:?}");
        assert_eq!(answer.session_cookie(), None, "nobody is signed in yet");
        Self { browser: browser.clone(), url }
    }

    /// The page, opened.
    pub async fn open(&self) -> Answer {
        self.browser.click(&self.path()).await
    }

    /// One of its forms, sent.
    pub async fn send(&self, step: &str, fields: &[(&str, &str)]) -> Answer {
        let txn = self.txn();
        let all = [&[("txn", txn.as_str()), ("step", step)], fields].concat();
        self.browser.submit(&self.path(), "/auth/join", &all).await
    }

    /// The password, typed.
    pub async fn type_password(&self, password: &str) -> Answer {
        self.send("password", &[("password", password)]).await
    }

    /// The link to another provider, clicked: the address at that provider.
    pub async fn leave_for(&self, provider: &str) -> Url {
        self.browser.click(&format!("/auth/join/with/{provider}?txn={}", self.txn())).await.location()
    }

    /// Which join it is.
    pub fn txn(&self) -> String {
        self.url.query_pairs().find(|(name, _)| name == "txn").unwrap().1.into_owned()
    }

    fn path(&self) -> String {
        format!("{}?{}", self.url.path(), self.url.query().unwrap())
    }
}
