use app::wire::{PopupOutcome, PopupReport, StartMode, start_path};
use serde_json::{Value, json};
use server::{
    digest,
    random::{SystemRandom, token},
};
use url::Url;

use super::{Answer, Browser, Person};

/// A popup that a page has opened, standing at the provider.
pub struct Popup {
    browser: Browser,
    /// The opener's transaction.
    pub txn: String,
    /// The opener's verifier.
    pub verifier: String,
    /// Where the popup is now.
    pub authorize: Url,
}

/// The last page of a popup.
pub struct PopupPage {
    /// As it came.
    pub answer: Answer,
    /// What it reports, to whom and how.
    pub data: Value,
}

impl Popup {
    /// Opens one, with `more` at the end of its address.
    pub async fn open(browser: &Browser, provider: &str, more: &str) -> Self {
        let (txn, verifier) = (token(&SystemRandom), token(&SystemRandom));
        let challenge = digest::sha256(&verifier);
        let mode = StartMode::Popup { txn: &txn, challenge: &challenge };
        let start = start_path(provider, mode, "/shop", None);
        let authorize = browser.begin(&format!("{start}{more}")).await;
        Self { browser: browser.clone(), txn, verifier, authorize }
    }

    /// The person goes through with it.
    pub async fn finish(&self, person: &Person) -> PopupPage {
        let callback = self.browser.prove(&self.authorize, person).await;
        PopupPage::of(self.browser.arrive(&callback).await)
    }

    /// The opener redeems a hand-off code.
    pub async fn redeem(&self, code: &str) -> Answer {
        self.browser.redeem(code, &self.verifier).await
    }
}

impl PopupPage {
    /// From the answer.
    #[track_caller]
    pub fn of(answer: Answer) -> Self {
        let data = serde_json::from_str(&answer.words("script#report")).unwrap();
        Self { answer, data }
    }

    /// What it reports.
    pub fn report(&self) -> PopupReport {
        serde_json::from_value(self.data["report"].clone()).unwrap()
    }

    /// The hand-off code of a sign-in that worked.
    #[track_caller]
    pub fn code(&self) -> String {
        match self.report().outcome {
            PopupOutcome::SignedIn { code } => code,
            PopupOutcome::Failed { notice, .. } => panic!("the sign-in failed: {notice:?}"),
        }
    }
}

impl Browser {
    /// A page's script redeems a hand-off code.
    pub async fn redeem(&self, code: &str, verifier: &str) -> Answer {
        self.post("/api/session/handoff", &json!({ "code": code, "verifier": verifier })).await
    }
}
