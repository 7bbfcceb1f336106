use url::Url;

use super::Fault;

/// Characters of an API's name.
const LONGEST: usize = 255;

/// An API that access tokens may be for: an address (RFC 8707 §2) or another name (row F29). None of ours: a
/// token for one of them alone would count there without what we ask of tokens of our own.
pub(super) fn audience(issuer: &Url) -> impl Fn(&str) -> Result<String, Fault> {
    move |text| {
        let plain = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain || text.contains(['#', '*', '"', '\\']) {
            return Err(Fault::NotAudience);
        }
        match Url::parse(text) {
            Ok(url) if url.origin() == issuer.origin() => Err(Fault::OwnAudience),
            _ => Ok(text.to_owned()),
        }
    }
}
