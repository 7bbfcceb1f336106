use std::collections::BTreeMap;

use url::form_urlencoded;

use crate::{
    config::RequestConfig,
    relying_party::{Display, Errand, ReturnPath, StartRequest},
};

/// A longest `max_age` that anybody means, seconds.
const LONGEST_AGE: u32 = 30 * 24 * 60 * 60;

/// Bytes of what is passed on to a provider.
const LONGEST_CHOICE: usize = 300;

/// What `start` is asked for.
pub(super) struct StartQuery {
    pub(super) request: StartRequest,
    /// The page that opened the popup, where it says so.
    pub(super) origin: Option<String>,
}

#[derive(Default)]
struct Fields {
    return_to: Option<String>,
    display: Option<String>,
    txn: Option<String>,
    challenge: Option<String>,
    max_age: Option<String>,
    origin: Option<String>,
    others: BTreeMap<String, String>,
}

impl StartQuery {
    /// From a query. Every parameter at most once.
    pub(super) fn parse(query: &str) -> Result<Self, &'static str> {
        let mut fields = Fields::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match name.as_ref() {
                "return_to" => &mut fields.return_to,
                "display" => &mut fields.display,
                "txn" => &mut fields.txn,
                "challenge" => &mut fields.challenge,
                "max_age" => &mut fields.max_age,
                "origin" => &mut fields.origin,
                // Whether the provider hears of it is for its settings to say.
                choice if RequestConfig::CHOICES.contains(&choice) => {
                    if value.len() > LONGEST_CHOICE || fields.others.contains_key(choice) {
                        return Err("a parameter is repeated or too long");
                    }
                    fields.others.insert(choice.to_owned(), value.into_owned());
                    continue;
                }
                _ => continue,
            };
            if slot.replace(value.into_owned()).is_some() {
                return Err("a parameter is repeated");
            }
        }
        let origin = fields.origin.take();
        Ok(Self { request: fields.into_request()?, origin })
    }
}

impl Fields {
    fn into_request(self) -> Result<StartRequest, &'static str> {
        let display = match self.display.as_deref() {
            None | Some("page") => Display::Page,
            Some("popup") => Display::Popup {
                channel: self.txn.ok_or("txn is missing")?.parse()?,
                challenge: self.challenge.ok_or("challenge is missing")?.parse()?,
            },
            Some(_) => return Err("display is page or popup"),
        };
        let max_age = self
            .max_age
            .map(|text| text.parse().ok().filter(|age| *age <= LONGEST_AGE).ok_or("max_age is a number of seconds"));
        Ok(StartRequest {
            display,
            return_to: self.return_to.map_or_else(|| Ok(ReturnPath::home()), |path| path.parse())?,
            max_age: max_age.transpose()?,
            replaces: None,
            errand: Errand::SignIn,
            language: None,
            chosen: self.others,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_popup_needs_its_channel_and_challenge() {
        let challenge = "c".repeat(43);
        assert!(StartQuery::parse(&format!("display=popup&txn={}&challenge={challenge}", "t".repeat(22))).is_ok());
        for bad in [
            "display=popup".to_owned(),
            format!("display=popup&txn=short&challenge={challenge}"),
            format!("display=popup&txn={}&challenge=short", "t".repeat(22)),
            format!("display=popup&txn={}%3Cscript&challenge={challenge}", "t".repeat(22)),
            "display=window".to_owned(),
            "max_age=-1".to_owned(),
            "return_to=/a&return_to=/b".to_owned(),
            "return_to=//evil.example".to_owned(),
        ] {
            assert!(StartQuery::parse(&bad).is_err(), "{bad}");
        }
    }
}
