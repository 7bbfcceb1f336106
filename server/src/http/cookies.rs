use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};

use crate::clock::Timestamp;

/// Sign-ins that one browser may have under way; the oldest is forgotten beyond that.
const MOST_SIGN_INS: usize = 20;
/// The cookie of a sign-in, or of a sign-out at a provider, lives as long as that.
const SIGN_IN_LIFE: Duration = Duration::minutes(10);

/// Which of the two session cookies. A sign-in over a session takes the other one, so that an
/// answer to the old session that is still on its way cannot overwrite the new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    First,
    Second,
}

impl Slot {
    const BOTH: [Self; 2] = [Self::First, Self::Second];

    pub(super) const fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// What our cookies are called. Over TLS the `__Host-` prefix keeps other hosts and plain http
/// from setting them (RFC 6265bis §4.1.3.2); on a plain-http loopback origin they go without.
pub(super) struct CookieNames {
    secure: bool,
    prefix: &'static str,
    sign_in_prefix: String,
}

impl CookieNames {
    pub(super) fn new(secure: bool) -> Self {
        let prefix = if secure { "__Host-" } else { "" };
        Self { secure, prefix, sign_in_prefix: format!("{prefix}gatepost-sign-in-") }
    }

    /// The name of the cookie that holds a refresh token, of the two the one that comes first.
    pub(super) fn first_session(&self) -> String {
        self.session(Slot::First)
    }

    /// The refresh tokens of this browser, one but in rare cases. Two cookies of one name are none:
    /// somebody has tossed one in.
    pub(super) fn sessions(&self, headers: &HeaderMap) -> Vec<(Slot, String)> {
        let token = |slot| {
            let name = self.session(slot);
            let mut found = all(headers).filter(|(found, _)| *found == name);
            match (found.next(), found.next()) {
                (Some((_, token)), None) => Some((slot, token.to_owned())),
                _ => None,
            }
        };
        Slot::BOTH.into_iter().filter_map(token).collect()
    }

    /// Sets a refresh token.
    pub(super) fn set_session(
        &self,
        slot: Slot,
        token: &str,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Cookie<'static> {
        let life = i64::try_from(expires_at.since(now).as_secs()).unwrap_or(i64::MAX);
        self.base(self.session(slot), token.to_owned()).max_age(Duration::seconds(life)).build()
    }

    /// Takes a refresh token away.
    pub(super) fn clear_session(&self, slot: Slot) -> Cookie<'static> {
        self.gone(self.session(slot))
    }

    /// Takes all of them away, tossed ones too.
    pub(super) fn clear_sessions(&self) -> impl Iterator<Item = Cookie<'static>> {
        Slot::BOTH.into_iter().map(|slot| self.clear_session(slot))
    }

    fn session(&self, slot: Slot) -> String {
        let suffix = match slot {
            Slot::First => "",
            Slot::Second => "-2",
        };
        format!("{}gatepost{suffix}", self.prefix)
    }

    /// The secret of the sign-in of that id.
    pub(super) fn sign_in(&self, headers: &HeaderMap, id: &str) -> Option<String> {
        let name = format!("{}{id}", self.sign_in_prefix);
        let value = all(headers).find(|(found, _)| *found == name)?.1;
        value.split_once('.').map(|(_, secret)| secret.to_owned())
    }

    /// Binds a sign-in to this browser: one cookie a sign-in, so that parallel ones do not disturb
    /// each other. `Strict` would not come back from an interactive provider, and only `None`
    /// comes with a cross-site POST.
    pub(super) fn set_sign_in(&self, id: &str, secret: &str, now: Timestamp, cross_site_post: bool) -> Cookie<'static> {
        let value = format!("{}.{secret}", now.seconds());
        let cookie = self.base(format!("{}{id}", self.sign_in_prefix), value).max_age(SIGN_IN_LIFE);
        if cross_site_post { cookie.same_site(SameSite::None).secure(true) } else { cookie }.build()
    }

    /// Takes a sign-in's cookie away.
    pub(super) fn clear_sign_in(&self, id: &str) -> Cookie<'static> {
        self.gone(format!("{}{id}", self.sign_in_prefix))
    }

    /// Binds a sign-out that goes on at the provider to this browser.
    pub(super) fn set_sign_out(&self, state: &str) -> Cookie<'static> {
        self.base(self.sign_out_name(), state.to_owned()).max_age(SIGN_IN_LIFE).build()
    }

    /// The state of the sign-out that this browser has under way.
    pub(super) fn sign_out(&self, headers: &HeaderMap) -> Option<String> {
        value(headers, &self.sign_out_name()).map(str::to_owned)
    }

    /// Takes a sign-out's cookie away.
    pub(super) fn clear_sign_out(&self) -> Cookie<'static> {
        self.gone(self.sign_out_name())
    }

    fn sign_out_name(&self) -> String {
        format!("{}gatepost-sign-out", self.prefix)
    }

    /// Takes away the oldest sign-ins of a browser that has too many.
    pub(super) fn clear_excess_sign_ins(&self, headers: &HeaderMap) -> Vec<Cookie<'static>> {
        let mut pending: Vec<(i64, String)> = all(headers)
            .filter(|(name, _)| name.starts_with(&self.sign_in_prefix))
            .map(|(name, value)| {
                let begun = value.split_once('.').and_then(|(begun, _)| begun.parse().ok()).unwrap_or(0);
                (begun, name.to_owned())
            })
            .collect();
        pending.sort_unstable();
        let excess = (pending.len() + 1).saturating_sub(MOST_SIGN_INS);
        pending.into_iter().take(excess).map(|(_, name)| self.gone(name)).collect()
    }

    /// What the cookie is called that a browser is known by.
    pub(super) fn device(&self) -> String {
        format!("{}gatepost-device", self.prefix)
    }

    /// Sets what a browser is known by.
    pub(super) fn set_device(&self, secret: String, life: Duration) -> Cookie<'static> {
        self.base(self.device(), secret).max_age(life).build()
    }

    /// A cookie for the pages alone: what is in it is no secret.
    pub(super) fn preference(&self, name: &'static str, value: String, life: Duration) -> Cookie<'static> {
        self.base(name.to_owned(), value).max_age(life).build()
    }

    fn base(&self, name: String, value: String) -> cookie::CookieBuilder<'static> {
        Cookie::build((name, value)).path("/").http_only(true).secure(self.secure).same_site(SameSite::Lax)
    }

    fn gone(&self, name: String) -> Cookie<'static> {
        self.base(name, String::new()).max_age(Duration::ZERO).build()
    }
}

/// The value of the first cookie of that name.
pub(super) fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    all(headers).find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

/// Adds `Set-Cookie` headers.
pub(super) fn append(headers: &mut HeaderMap, cookies: impl IntoIterator<Item = Cookie<'static>>) {
    for cookie in cookies {
        if let Ok(value) = HeaderValue::try_from(cookie.to_string()) {
            headers.append(header::SET_COOKIE, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(cookie).unwrap())])
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(seconds)
    }

    #[test]
    fn the_session_cookie_has_every_flag() {
        let cookie = CookieNames::new(true).set_session(Slot::First, "t", at(100), at(40)).to_string();
        assert_eq!(cookie, "__Host-gatepost=t; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=60");
        let plain = CookieNames::new(false).set_session(Slot::Second, "t", at(100), at(40)).to_string();
        assert_eq!(plain, "gatepost-2=t; HttpOnly; SameSite=Lax; Path=/; Max-Age=60");
    }

    #[test]
    fn two_session_cookies_of_one_name_are_none() {
        let names = CookieNames::new(false);
        let found = |cookie| names.sessions(&headers(cookie)).into_iter().map(|(_, token)| token).collect::<Vec<_>>();
        assert_eq!(found("a=1; gatepost=x"), ["x"]);
        assert_eq!(found("gatepost-2=y; gatepost=x"), ["x", "y"]);
        assert_eq!(found("gatepost=x; gatepost=y; gatepost-2=z"), ["z"]);
        assert!(found("gatepost-sign-in-a=x; =;;gatepost").is_empty());
    }

    #[test]
    fn only_a_cross_site_post_gets_same_site_none() {
        let names = CookieNames::new(false);
        assert!(names.set_sign_in("a", "s", at(1), false).to_string().contains("SameSite=Lax"));
        let crossing = names.set_sign_in("a", "s", at(1), true).to_string();
        assert!(crossing.contains("SameSite=None") && crossing.contains("Secure"), "{crossing}");
        assert_eq!(names.sign_in(&headers("gatepost-sign-in-a=1.s"), "a").as_deref(), Some("s"));
    }

    #[test]
    fn the_oldest_sign_ins_make_room() {
        let names = CookieNames::new(false);
        let pending =
            |count| (0..count).map(|n| format!("gatepost-sign-in-{n}={}.s", 1000 - n)).collect::<Vec<_>>().join("; ");
        assert!(names.clear_excess_sign_ins(&headers(&pending(19))).is_empty());
        let gone = names.clear_excess_sign_ins(&headers(&pending(21)));
        assert_eq!(gone.iter().map(Cookie::name).collect::<Vec<_>>(), ["gatepost-sign-in-20", "gatepost-sign-in-19"]);
    }
}
