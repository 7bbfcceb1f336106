//! An outcome that a redirect carries to the next page, in a cookie that is shown once.

use app::wire::Notice;
use axum::http::HeaderMap;
use cookie::{Cookie, time::Duration};

use super::cookies::{self, CookieNames};

const NAME: &str = "gatepost-notice";

/// Carries `notice` to the next page.
pub(super) fn carry(names: &CookieNames, notice: Notice, support_code: Option<&str>) -> Cookie<'static> {
    let name = serde_json::to_string(&notice).unwrap_or_default();
    let value = format!("{}.{}", name.trim_matches('"'), support_code.unwrap_or_default());
    names.preference(NAME, value, Duration::minutes(1))
}

/// What was carried here, if it is something we carry.
pub(super) fn read(headers: &HeaderMap) -> Option<(Notice, Option<String>)> {
    let (name, code) = cookies::value(headers, NAME)?.split_once('.')?;
    let notice = serde_json::from_value(name.into()).ok()?;
    let code = Some(code).filter(|code| {
        !code.is_empty() && code.len() < 16 && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    Some((notice, code.map(str::to_owned)))
}

/// Shown: takes it away.
pub(super) fn clear(names: &CookieNames) -> Cookie<'static> {
    names.preference(NAME, String::new(), Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};

    #[test]
    fn what_is_carried_arrives_and_nothing_else_does() {
        let cookie = carry(&CookieNames::new(false), Notice::AddressInUse, Some("ABCD-2345"));
        let with = |cookie: &str| HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(cookie).unwrap())]);
        let read_back = read(&with(&format!("{}={}", cookie.name(), cookie.value())));
        assert_eq!(read_back, Some((Notice::AddressInUse, Some("ABCD-2345".to_owned()))));
        assert_eq!(read(&with("gatepost-notice=signed_in.")), Some((Notice::SignedIn, None)));
        assert_eq!(read(&with("gatepost-notice=<script>.x")), None);
        assert_eq!(read(&with("gatepost-notice=signed_in.<b>")), Some((Notice::SignedIn, None)));
    }
}
