use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{Answer, ApiClient, Mail, Site};

/// A password that does, and that nobody has.
pub const PASSWORD: &str = "plover kettle 94 umbra";
/// Another.
pub const OTHER: &str = "quartz meadow 17 syzygy";
/// A third.
pub const THIRD: &str = "gimlet harbour 58 fjord";
/// Ada's address.
pub const ADA: &str = "ada.lovelace@example.com";
/// Grace's.
pub const GRACE: &str = "grace.hopper@example.com";
/// An address that nobody has.
pub const NOBODY: &str = "nobody.at.all@example.com";

/// A React application that keeps the pair of tokens itself.
#[derive(Clone)]
pub struct Front {
    /// For every call.
    pub access: String,
    /// For the next pair.
    pub refresh: String,
    api: ApiClient,
}

impl Front {
    /// With the pair of that answer.
    #[track_caller]
    pub fn of(site: &Site, pair: &Answer) -> Self {
        assert_eq!(pair.status, StatusCode::OK, "{}", pair.text());
        let text = |name: &str| pair.json()[name].as_str().unwrap().to_owned();
        let (access, refresh) = (text("access"), text("refresh"));
        Self { api: site.api(&access), access, refresh }
    }

    /// Whoever holds that access token and nothing else.
    pub fn bearing(site: &Site, access: &str) -> Self {
        Self { api: site.api(access), access: access.to_owned(), refresh: String::new() }
    }

    /// Asks for something.
    pub async fn get(&self, path: &str) -> Answer {
        self.api.get(path).await
    }

    /// Posts JSON to a path below `/api/auth/`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.api.post(&format!("/api/auth/{path}"), body).await
    }

    /// Any other method, with JSON.
    pub async fn call(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.api.call(method, &format!("/api/auth/{path}"), Some(("application/json", body.to_string()))).await
    }

    /// Who is signed in.
    pub async fn me(&self) -> Answer {
        self.get("/api/auth/users/me/").await
    }

    /// Renews the pair.
    pub async fn renew(&self) -> Answer {
        self.post("jwt/refresh/", &json!({ "refresh": self.refresh })).await
    }

    /// Nothing of this session counts any more.
    pub async fn is_over(&self) {
        self.me().await.expect(StatusCode::UNAUTHORIZED);
        self.get("/api/profile").await.expect(StatusCode::UNAUTHORIZED);
        self.renew().await.expect(StatusCode::UNAUTHORIZED);
    }
}

/// Posts JSON to a path below `/api/auth/`, as nobody in particular.
pub async fn post(site: &Site, path: &str, body: &Value) -> Answer {
    site.api("").post(&format!("/api/auth/{path}"), body).await
}

/// Registers, and no more.
pub async fn register(site: &Site, email: &str, password: &str) -> Answer {
    post(site, "users/", &json!({ "email": email, "password": password })).await
}

/// Clicks what that mail says, and presses the button.
pub async fn activate(site: &Site, mail: &Mail) -> Answer {
    let (uid, token) = mail.uid_and_token();
    post(site, "users/activation/", &json!({ "uid": uid, "token": token })).await
}

/// Registers and activates, after a moment: mails of one moment have no order. The person's id.
pub async fn join(site: &Site, email: &str, password: &str) -> String {
    site.wait(1);
    let made = register(site, email, password).await.expect(StatusCode::CREATED).json();
    activate(site, &site.mailbox(email).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    made["id"].as_str().unwrap().to_owned()
}

/// Registers, activates and signs in.
pub async fn member(site: &Site, email: &str, password: &str) -> Front {
    join(site, email, password).await;
    sign_in(site, email, password).await
}

/// Signs in, whatever comes of it.
pub async fn try_sign_in(site: &Site, email: &str, password: &str) -> Answer {
    post(site, "jwt/create/", &json!({ "email": email, "password": password })).await
}

/// Signs in.
pub async fn sign_in(site: &Site, email: &str, password: &str) -> Front {
    Front::of(site, &try_sign_in(site, email, password).await)
}

/// Asks for a reset mail, after a moment, and reads it.
pub async fn ask_reset(site: &Site, email: &str) -> Mail {
    site.wait(1);
    post(site, "users/reset_password/", &json!({ "email": email })).await.expect(StatusCode::NO_CONTENT);
    site.mailbox(email).newest("password_reset").await
}

/// Sets a new password by that mail.
pub async fn reset(site: &Site, mail: &Mail, password: &str) -> Answer {
    let (uid, token) = mail.uid_and_token();
    post(site, "users/reset_password_confirm/", &json!({ "uid": uid, "token": token, "new_password": password })).await
}
