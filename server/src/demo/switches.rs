use std::{collections::BTreeSet, time::Duration};

use cookie::{Cookie, SameSite};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use crate::provider::Parameters;

/// The cookie that keeps one browser's switches, so that browsers side by side do not disturb
/// each other.
const COOKIE: &str = "gatepost_demo_switches";
/// The four names, as addresses write them.
pub(super) const NAMES: [&str; 4] = ["coop", "coop_on", "delay_ms", "fault"];
/// What precedes them in the address of an authorization request, where they hold for that one.
pub(super) const ONCE: &str = "demo_";
/// The values of the `Cross-Origin-Opener-Policy` header.
pub(super) const COOP: [&str; 4] = ["unsafe-none", "same-origin-allow-popups", "same-origin", "noopener-allow-popups"];
const MAX_DELAY_MS: u32 = 60_000;

/// How the demo provider is to behave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Switches {
    /// The `Cross-Origin-Opener-Policy` header to send.
    pub(super) coop: Option<&'static str>,
    /// On which answers.
    pub(super) coop_on: CoopOn,
    /// How late the token endpoint answers, milliseconds. The page itself is not delayed.
    pub(super) delay_ms: u32,
    /// What goes wrong.
    pub(super) fault: BTreeSet<Fault>,
}

/// Which answers carry the COOP header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CoopOn {
    /// The page.
    #[default]
    Page,
    /// Only a bare redirect before the page.
    Redirect,
}

/// A switch that does not exist, or not with that value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} is not understood; allowed: {allowed}")]
pub(super) struct UnknownSwitch {
    name: String,
    allowed: String,
}

impl Switches {
    /// These, changed by what the parameters say under that prefix.
    pub(super) fn changed_by(mut self, parameters: &Parameters, prefix: &str) -> Result<Self, UnknownSwitch> {
        let get = |name: &str| parameters.get(&format!("{prefix}{name}"));
        let unknown = |name: &str, allowed: String| UnknownSwitch { name: format!("{prefix}{name}"), allowed };
        if let Some(text) = get("coop") {
            let value = COOP.into_iter().find(|value| *value == text);
            self.coop = Some(value.ok_or_else(|| unknown("coop", COOP.join(", ")))?);
        }
        if let Some(text) = get("coop_on") {
            self.coop_on = match text {
                "page" => CoopOn::Page,
                "redirect" => CoopOn::Redirect,
                _ => return Err(unknown("coop_on", "page, redirect".into())),
            };
        }
        if let Some(text) = get("delay_ms") {
            let value = text.parse().ok().filter(|value| *value <= MAX_DELAY_MS);
            self.delay_ms = value.ok_or_else(|| unknown("delay_ms", format!("0 to {MAX_DELAY_MS}")))?;
        }
        if let Some(text) = get("fault") {
            let faults: Result<_, _> = text.split(',').map(str::parse).collect();
            self.fault = faults.map_err(|()| unknown("fault", Fault::ALL.map(Fault::name).join(", ")))?;
        }
        Ok(self)
    }

    /// What the address of the switches sets: everything that it does not name is off.
    pub(super) fn from_address(parameters: &Parameters) -> Result<Self, UnknownSwitch> {
        if let Some(name) = parameters.pairs().map(|(name, _)| name).find(|name| !NAMES.contains(name)) {
            return Err(UnknownSwitch { name: name.to_owned(), allowed: NAMES.join(", ") });
        }
        Self::default().changed_by(parameters, "")
    }

    /// What this browser has set. A cookie that nothing here wrote counts for nothing.
    pub(super) fn from_cookie(headers: &HeaderMap) -> Self {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == COOKIE)
            .and_then(|cookie| Parameters::parse(cookie.value()).ok())
            .and_then(|parameters| Self::from_address(&parameters).ok())
            .unwrap_or_default()
    }

    /// The cookie that keeps them, or removes what was kept.
    pub(super) fn to_cookie(&self) -> Cookie<'static> {
        let mut cookie = Cookie::build((COOKIE, self.to_parameters().encode()))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .build();
        if *self == Self::default() {
            cookie.make_removal();
        }
        cookie
    }

    /// Those that are set, by name.
    pub(super) fn to_parameters(&self) -> Parameters {
        let mut parameters = Parameters::default();
        if let Some(coop) = self.coop {
            parameters = parameters.with("coop", coop);
        }
        if self.coop_on == CoopOn::Redirect {
            parameters = parameters.with("coop_on", "redirect");
        }
        if self.delay_ms > 0 {
            parameters = parameters.with("delay_ms", &self.delay_ms.to_string());
        }
        if !self.fault.is_empty() {
            let names: Vec<_> = self.fault.iter().map(|fault| fault.name()).collect();
            parameters = parameters.with("fault", &names.join(","));
        }
        parameters
    }

    /// Those that are set, as a person reads them; empty if none is.
    pub(super) fn in_words(&self) -> String {
        let set: Vec<_> = self.to_parameters().pairs().map(|(name, value)| format!("{name}={value}")).collect();
        set.join(", ")
    }

    /// Whether that goes wrong.
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.fault.contains(&fault)
    }
}

/// What travels with a grant to the answers that the application's server fetches, which carry
/// no cookie.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Notes {
    faults: BTreeSet<Fault>,
    delay_ms: u32,
    /// SHA-256 of the `appsecret_proof` that belongs to the token, for Facebook's API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) proof_hash: Option<String>,
}

impl Notes {
    /// What to note of these switches.
    pub(super) fn of(switches: &Switches) -> Self {
        Self { faults: switches.fault.clone(), delay_ms: switches.delay_ms, proof_hash: None }
    }

    /// From what was kept with a grant.
    pub(super) fn read(annotations: Option<&str>) -> Self {
        annotations.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// As it is kept.
    pub(super) fn write(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// How late to answer.
    pub(super) fn delay(&self) -> Duration {
        Duration::from_millis(self.delay_ms.into())
    }

    /// Whether that goes wrong.
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// What goes wrong.
    pub(super) fn faults(&self) -> impl Iterator<Item = Fault> {
        self.faults.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Switches, UnknownSwitch> {
        Switches::from_address(&Parameters::parse(query).unwrap())
    }

    fn through_a_cookie(switches: &Switches) -> Switches {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("other=1; {}", switches.to_cookie().stripped()).parse().unwrap());
        Switches::from_cookie(&headers)
    }

    #[test]
    fn every_switch_survives_its_cookie() {
        let switches = read("coop=same-origin&coop_on=redirect&delay_ms=60000&fault=wrong_nonce,form_post").unwrap();
        assert!(switches.has(Fault::WrongNonce) && switches.has(Fault::FormPost));
        assert_eq!(through_a_cookie(&switches), switches);
        for fault in Fault::ALL {
            let switches = read(&format!("fault={}", fault.name())).unwrap();
            assert_eq!(through_a_cookie(&switches), switches);
            assert_eq!(Notes::read(Some(&Notes::of(&switches).write())).faults().collect::<Vec<_>>(), [fault]);
        }
        for coop in COOP {
            assert_eq!(read(&format!("coop={coop}")).unwrap().coop, Some(coop));
        }
    }

    #[test]
    fn what_is_not_understood_names_what_would_be() {
        for (query, allowed) in [
            ("coop=maybe", "same-origin-allow-popups"),
            ("coop_on=image", "page, redirect"),
            ("delay_ms=60001", "0 to 60000"),
            ("delay_ms=-1", "0 to 60000"),
            ("fault=wrong_weather", "wrong_at_hash"),
            ("fault=wrong_nonce,", "wrong_at_hash"),
            ("faults=wrong_nonce", "coop, coop_on, delay_ms, fault"),
        ] {
            assert!(read(query).unwrap_err().to_string().contains(allowed), "{query}");
        }
    }

    #[test]
    fn nothing_resets_and_a_strange_cookie_counts_for_nothing() {
        assert_eq!(read("").unwrap(), Switches::default());
        assert_eq!(Switches::default().to_cookie().max_age(), Some(cookie::time::Duration::ZERO));
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("{COOKIE}=fault=everything").parse().unwrap());
        assert_eq!(Switches::from_cookie(&headers), Switches::default());
    }

    #[test]
    fn one_request_overrides_what_the_browser_has_set() {
        let set = read("fault=wrong_nonce&delay_ms=5").unwrap();
        let once = Parameters::parse("demo_fault=no_email&fault=alg_none").unwrap();
        let changed = set.changed_by(&once, ONCE).unwrap();
        assert!(changed.has(Fault::NoEmail) && !changed.has(Fault::WrongNonce) && !changed.has(Fault::AlgNone));
        assert_eq!(changed.delay_ms, 5);
    }
}
