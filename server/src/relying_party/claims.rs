use serde_json::{Map, Value};

/// What is said of a person: by an ID token, by userinfo, by an API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claims(Map<String, Value>);

impl Claims {
    /// Over those members.
    pub fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// The claim of that name, or at that path of names with dots between (`realm_access.roles`). A
    /// whole name counts more: Auth0's hold dots.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at_path = || {
            let (first, rest) = name.split_once('.')?;
            rest.split('.').try_fold(self.0.get(first)?, |value, step| value.get(step))
        };
        self.0.get(name).or_else(at_path).filter(|value| !value.is_null())
    }

    /// A text that is not empty; no control characters.
    pub fn text(&self, name: &str) -> Option<String> {
        let text: String = self.get(name)?.as_str()?.chars().filter(|char| !char.is_control()).collect();
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Texts: a list of them, or one with spaces between.
    pub fn texts(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// Seconds since 1970. A fraction is cut off.
    #[expect(clippy::cast_possible_truncation, reason = "a time out of range is far in the past or future either way")]
    pub fn seconds(&self, name: &str) -> Option<i64> {
        let number = self.get(name)?;
        number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds.floor() as i64))
    }

    /// Takes in what is not there yet.
    pub fn fill_from(&mut self, other: Self) {
        for (name, value) in other.0 {
            if self.0.get(&name).is_none_or(Value::is_null) {
                self.0.insert(name, value);
            }
        }
    }

    /// Puts one claim in the place of another.
    pub fn put(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(value: Value) -> Claims {
        let Value::Object(members) = value else { panic!("claims are an object") };
        Claims::new(members)
    }

    #[test]
    fn a_claim_is_found_by_its_name_or_path() {
        let claims = claims(json!({
            "https://app.example/roles": ["a"],
            "realm_access": { "roles": ["b", 1, "c"] },
            "scope": "x y",
            "none": null,
            "name": " A\nda ",
            "empty": " ",
        }));
        assert_eq!(claims.texts("https://app.example/roles"), ["a"]);
        assert_eq!(claims.texts("realm_access.roles"), ["b", "c"]);
        assert_eq!(claims.texts("scope"), ["x", "y"]);
        assert_eq!(claims.get("none"), None);
        assert_eq!(claims.get("realm_access.none.deeper"), None);
        assert_eq!(claims.text("name").as_deref(), Some("Ada"));
        assert_eq!(claims.text("empty"), None);
        assert_eq!(claims.text("realm_access"), None);
    }

    #[test]
    fn what_is_there_stays() {
        let mut first = claims(json!({ "sub": "1", "name": null }));
        first.fill_from(claims(json!({ "sub": "2", "name": "Ada", "email": "a@b.example" })));
        assert_eq!(first, claims(json!({ "sub": "1", "name": "Ada", "email": "a@b.example" })));
    }

    #[test]
    fn times_are_whole_seconds() {
        let claims = claims(json!({ "exp": 10.9, "iat": 9, "nbf": "8", "odd": 1e300 }));
        assert_eq!((claims.seconds("exp"), claims.seconds("iat"), claims.seconds("nbf")), (Some(10), Some(9), None));
        assert_eq!(claims.seconds("odd"), Some(i64::MAX));
    }
}
