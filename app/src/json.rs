//! JSON, as it travels and as the browser keeps it.
//!
//! Read by `serde-json-core`, whose errors are no sentences: `serde_json` can say of every value why
//! it does not fit, and with it came how a float is written and a tenth of the WASM. It reads no
//! surrogate pairs (`\ud83d\ude00`): `serde_json`, the only writer here, writes the character itself.

use std::{convert::Infallible, str};

use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType},
};
use serde::{Serialize, de::DeserializeOwned};

/// The text is not the JSON that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the JSON that was expected")]
pub struct Unexpected;

/// Reads one value and nothing after it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unexpected> {
    // No string is longer unescaped than it is written.
    let mut unescaped = vec![0; text.len()];
    serde_json_core::from_str_escaped(text, &mut unescaped).map(|(value, _)| value).map_err(|_| Unexpected)
}

/// Writes a value. Empty, which nothing reads, for what has no JSON form: no wire type is such.
pub fn write<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The form of what server functions answer, and of what a page was rendered with.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = Infallible;

    fn encode(value: &T) -> Result<Bytes, Infallible> {
        Ok(Bytes::from(write(value)))
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = Unexpected;

    fn decode(bytes: Bytes) -> Result<T, Unexpected> {
        read(str::from_utf8(&bytes).map_err(|_| Unexpected)?)
    }
}

impl<T: Serialize> Encoder<T> for JsonText {
    type Error = Infallible;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Infallible> {
        Ok(write(value))
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonText {
    type Error = Unexpected;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Unexpected> {
        read(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        api::OrderError,
        wire::{ApiProblem, Person},
    };

    #[test]
    fn nothing_may_follow() {
        assert_eq!(read::<u8>("7 \n"), Ok(7));
        assert_eq!(read::<Vec<u8>>("[7]x"), Err(Unexpected));
        assert_eq!(read::<Vec<u8>>("[7][8]"), Err(Unexpected));
    }

    #[test]
    fn what_is_cut_short_or_not_json_is_refused() {
        for text in ["", "{", "[1,", "\"a", "<html>", "{\"error\":1}", "null", "\"\\u12\"", "\"\\"] {
            assert_eq!(read::<ApiProblem>(text), Err(Unexpected), "{text}");
            assert_eq!(read::<String>(text).ok(), None, "{text}");
        }
    }

    #[test]
    fn fields_that_are_not_known_are_passed_over() {
        let text = r#"{"x":{"y":[1,{"z":"}\""}]},"error":"e","w":-1.5e3,"error_description":"d","v":null}"#;
        assert_eq!(read::<ApiProblem>(text).map(|problem| problem.error), Ok("e".to_owned()));
    }

    #[test]
    fn errors_of_server_functions_come_back() {
        for error in [OrderError::SignInNeeded, OrderError::Field("address".to_owned())] {
            assert_eq!(read(&write(&error)), Ok(error));
        }
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(name: String, email: Option<String>, since: i64, auth_time: i64) {
            let person = Person { id: String::new(), name, email, provider: "\u{1}\u{7f}\"\\/".to_owned(), since, auth_time };
            prop_assert_eq!(read(&write(&person)), Ok(person));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = read::<ApiProblem>(&text);
            let _ = read::<Vec<String>>(&text);
            let _ = read::<OrderError>(&text);
        }
    }
}
