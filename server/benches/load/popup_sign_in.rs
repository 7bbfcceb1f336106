//! Whole sign-ins by popup: from the click to the access token in the page that opened it.

use std::time::Duration;

use app::wire::{StartMode, start_path};
use http::{StatusCode, header};
use serde_json::{Value, json};
use server::{
    digest,
    random::{SystemRandom, token},
};
use tokio::task::JoinSet;
use url::{Url, form_urlencoded};

use super::{
    bench::Bench,
    client::{Answer, Client, expect, get, post, set_cookie},
    error::BenchError,
    process::Gatepost,
    provider::Provider,
    start_up::EMBEDDED,
};

/// Sign-ins before any is measured: the accounts are there then, and so is all that is cached.
const WARM_UP: usize = 50;
/// Sign-ins that are measured, each by itself.
const MEASURED: usize = 501;
/// People who take turns.
const PEOPLE: usize = 25;
/// Sign-ins at once.
const AT_ONCE: usize = 500;
/// How long the provider takes over each of those.
const SLOW: Duration = Duration::from_secs(2);
/// Before memory is looked at: what is done in the background after a start is done by then.
const SETTLE: Duration = Duration::from_secs(2);

const START: &str = "/auth/acme/start";
const HAND_OFF: &str = "/api/session/handoff";

/// A person whose page opens a popup.
struct Person {
    client: Client,
    origin: String,
    number: usize,
}

/// A popup that stands at the provider.
struct AtProvider {
    /// Binds the answer to this browser.
    cookie: String,
    /// Where the provider sends the popup.
    callback: String,
    /// What the page redeems the popup's code with.
    verifier: String,
}

impl Person {
    fn new(gatepost: &Gatepost, number: usize) -> Self {
        Self { client: Client::new(gatepost.app), origin: gatepost.origin(), number }
    }

    async fn sign_in(&mut self) -> Result<(), BenchError> {
        let popup = self.leave().await?;
        self.come_back(&popup).await
    }

    async fn leave(&mut self) -> Result<AtProvider, BenchError> {
        let (txn, verifier) = (token(&SystemRandom), token(&SystemRandom));
        let challenge = digest::sha256(&verifier);
        let start = start_path("acme", StartMode::Popup { txn: &txn, challenge: &challenge }, "/", None);
        let started = expect(self.client.send(get(&start, &[])?).await?, StatusCode::SEE_OTHER, START)?;
        let cookie = set_cookie(&started, "gatepost-sign-in-").ok_or_else(|| lacking(START, "its cookie"))?;
        let location = started.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
        let authorize = Url::parse(location.ok_or_else(|| lacking(START, "a Location"))?)?;
        let parameter = |name: &str| authorize.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value);
        let asked = |name: &'static str| parameter(name).ok_or_else(|| lacking(START, name));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &asked("state")?)
            .append_pair("code", &Provider::code(self.number, &asked("nonce")?))
            .finish();
        let callback = format!("{}?{query}", Url::parse(&asked("redirect_uri")?)?.path());
        Ok(AtProvider { cookie, callback, verifier })
    }

    async fn come_back(&mut self, popup: &AtProvider) -> Result<(), BenchError> {
        let request = get(&popup.callback, &[(header::COOKIE, &popup.cookie)])?;
        let page = expect(self.client.send(request).await?, StatusCode::OK, "the callback")?;
        let cookie = set_cookie(&page, "gatepost=").ok_or_else(|| lacking("the callback", "the session's cookie"))?;
        let code = handoff_code(&page).ok_or_else(|| lacking("the callback", "a code"))?;
        let headers = [
            (header::ORIGIN, self.origin.as_str()),
            (header::COOKIE, cookie.as_str()),
            (header::CONTENT_TYPE, "application/json"),
        ];
        let body = json!({ "code": code, "verifier": popup.verifier }).to_string();
        expect(self.client.send(post(HAND_OFF, &headers, body)?).await?, StatusCode::OK, HAND_OFF).map(drop)
    }
}

/// The code in the popup's last page.
fn handoff_code(page: &Answer) -> Option<String> {
    let page = std::str::from_utf8(page.body()).ok()?;
    let (_, rest) = page.split_once("id=\"report\">")?;
    let data: Value = serde_json::from_str(rest.split_once("</script>")?.0).ok()?;
    Some(data["report"]["code"].as_str()?.to_owned())
}

fn lacking(path: &str, what: &'static str) -> BenchError {
    BenchError::Lacking { path: path.to_owned(), what }
}

/// What one costs inside Gatepost: the processor time of its process, one sign-in after the other.
pub async fn one_by_one(bench: &mut Bench) -> Result<(), BenchError> {
    eprintln!("bench: measuring popup_sign_in…");
    let provider = Provider::start(Duration::ZERO)?;
    let folder = bench.installation.empty_folder("popup")?;
    let mut gatepost = bench.installation.start_with(&folder, EMBEDDED, &provider.settings())?;
    gatepost.first_ok("/healthz").await?;
    let mut people: Vec<_> = (0..PEOPLE).map(|number| Person::new(&gatepost, number)).collect();
    for turn in 0..WARM_UP {
        people[turn % PEOPLE].sign_in().await?;
    }
    let mut costs = Vec::with_capacity(MEASURED);
    let mut before = gatepost.processor_time()?;
    for turn in 0..MEASURED {
        people[turn % PEOPLE].sign_in().await?;
        let after = gatepost.processor_time()?;
        costs.push(after.saturating_sub(before));
        before = after;
    }
    let whole: Duration = costs.iter().sum();
    costs.sort_unstable();
    let (median, mean) = (costs[MEASURED / 2], whole.div_f64(f64::from(u32::try_from(MEASURED).unwrap_or(1))));
    for (name, cost) in [("popup_sign_in_cpu", median), ("popup_sign_in_cpu_mean", mean)] {
        bench.report.amount(name, cost.as_secs_f64() * 1e6, "µs")?;
    }
    gatepost.stop().await
}

/// Whether very many wait for a slow provider at once, and what that takes.
#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
pub async fn all_at_once(bench: &mut Bench) -> Result<(), BenchError> {
    eprintln!("bench: measuring sign_ins_in_flight…");
    let provider = Provider::start(SLOW)?;
    let folder = bench.installation.empty_folder("in-flight")?;
    let mut gatepost = bench.installation.start_with(&folder, EMBEDDED, &provider.settings())?;
    gatepost.first_ok("/").await?;
    tokio::time::sleep(SETTLE).await;
    let idle = gatepost.resident_megabytes()?;
    gatepost.forget_peak()?;
    let mut leaving = JoinSet::new();
    for number in 0..AT_ONCE {
        let mut person = Person::new(&gatepost, number);
        leaving.spawn(async move { Ok::<_, BenchError>((person.leave().await?, person)) });
    }
    let mut failures = Vec::new();
    let mut coming_back = JoinSet::new();
    for left in leaving.join_all().await {
        match left {
            Ok((popup, mut person)) => drop(coming_back.spawn(async move { person.come_back(&popup).await })),
            Err(error) => failures.push(error),
        }
    }
    failures.extend(coming_back.join_all().await.into_iter().filter_map(Result::err));
    if let Some(first) = failures.first() {
        eprintln!("bench: {} sign-ins failed, one of them: {first}", failures.len());
    }
    bench.report.amount("sign_ins_in_flight", provider.most_at_once().await?, "at once")?;
    bench.report.amount("sign_ins_in_flight_failed", failures.len() as f64, "sign-ins")?;
    bench.report.amount("sign_ins_in_flight_memory", gatepost.peak_megabytes()? - idle, "MB over idle")?;
    gatepost.stop().await
}
