use url::Url;

use super::{Answer, Browser};

/// The page that asks for a password, as a person without script uses it.
impl Browser {
    /// Begins a sign-in by password as a full page; the address of the page that asks for it.
    pub async fn begin_with_password(&self) -> Url {
        self.begin("/auth/password/start?return_to=/profile").await
    }

    /// Types a login and a password into that page.
    pub async fn type_password(&self, page: &Url, login: &str, password: &str) -> Answer {
        let txn = page.query_pairs().find(|(name, _)| name == "txn").unwrap().1.into_owned();
        let from = format!("{}?{}", page.path(), page.query().unwrap());
        self.submit(&from, "/auth/password", &[("txn", &txn), ("login", login), ("password", password)]).await
    }

    /// Signs in by password, whatever comes of it.
    pub async fn sign_in_by_password(&self, login: &str, password: &str) -> Answer {
        let page = self.begin_with_password().await;
        self.type_password(&page, login, password).await
    }
}
