use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Claims that one request may name.
const MOST: usize = 40;

/// Claims asked for one by one (OpenID Connect Core §5.5). Which value they are to have counts for `sub` alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// For userinfo.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub userinfo: BTreeSet<String>,
    /// For the ID token.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub id_token: BTreeSet<String>,
    /// The one person who will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

impl ClaimsRequest {
    /// Reads the parameter `claims`.
    pub fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        let Some(text) = text else { return Ok(Self::default()) };
        let wrong = "claims is not an object of userinfo and id_token";
        let members: Map<String, Value> = serde_json::from_str(text).map_err(|_| wrong)?;
        let section = |name: &str| match members.get(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(asked)) if asked.len() <= MOST => Ok(asked.clone()),
            Some(_) => Err(wrong),
        };
        let (userinfo, id_token) = (section("userinfo")?, section("id_token")?);
        let subject = id_token.get("sub").or(userinfo.get("sub")).and_then(|sub| sub.get("value"));
        let subject = subject.map(|value| value.as_str().map(str::to_owned).ok_or(wrong)).transpose()?;
        let names = |asked: Map<String, Value>| asked.into_iter().map(|(name, _)| name).collect();
        Ok(Self { userinfo: names(userinfo), id_token: names(id_token), subject })
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_by_name() {
        let asked = ClaimsRequest::parse(Some(
            r#"{"userinfo":{"email":{"essential":true},"name":null},"id_token":{"auth_time":null,"sub":{"value":"24400320"}},"x":1}"#,
        ))
        .unwrap();
        assert_eq!(asked.userinfo.iter().collect::<Vec<_>>(), ["email", "name"]);
        assert_eq!(asked.subject.as_deref(), Some("24400320"));
        assert!(asked.id_token.contains("auth_time"));
        assert!(ClaimsRequest::parse(None).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_request_for_claims() {
        for text in ["", "[]", "{\"userinfo\":[]}", "{\"id_token\":{\"sub\":{\"value\":1}}}", "null"] {
            assert!(ClaimsRequest::parse(Some(text)).is_err(), "{text}");
        }
    }
}
