//! Kinds of text that these endpoints read, as the document tells them: how long, of which
//! characters, and where a number does as well.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
    },
};

use super::users::LONGEST_ADDRESS;
use crate::{
    account::{LONGEST_NAME, LONGEST_USERNAME},
    password::MOST_BYTES,
};

/// Nothing but what JSON cannot do without: NUL is refused everywhere.
const ANY: &str = r"^[^\u0000]*$";
/// Something that can be seen.
const VISIBLE: &str = r"^[^\u0000]*[^\s\u0000][^\u0000]*$";

/// Makes a type that stands for such a text.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident = $schema:expr) => {
        $(#[$doc])*
        pub(super) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object($schema))
            }
        }

        impl ToSchema for $name {}
    };
}

kind! {
    /// An e-mail address.
    Address = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
        .max_length(Some(LONGEST_ADDRESS))
        .examples(["ada@example.com"])
        .build()
}
kind! {
    /// A password, to the last space.
    Secret = ObjectBuilder::new()
        .schema_type(text_or_number())
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
        .min_length(Some(1))
        .max_length(Some(MOST_BYTES))
        .pattern(Some(ANY))
        .examples(["a lantern over the quiet harbour"])
        .build()
}
kind! {
    /// A user name.
    Username = ObjectBuilder::new()
        .schema_type(text_or_number())
        .max_length(Some(LONGEST_USERNAME))
        .pattern(Some(r"^[\w.@+-]+$"))
        .examples(["ada"])
        .build()
}
kind! {
    /// A person's name, or a part of it.
    Name = ObjectBuilder::new()
        .schema_type(text_or_number())
        .max_length(Some(LONGEST_NAME))
        .pattern(Some(ANY))
        .examples(["Ada"])
        .build()
}
kind! {
    /// What somebody signs in with.
    Login = plain(VISIBLE, "ada@example.com")
}
kind! {
    /// Any text.
    Text = plain(ANY, "ada")
}
kind! {
    /// A secret in base64url, or a JWT.
    Token = plain(r"^[\w.-]+$", "q1Zk3P0m-wQ")
}
kind! {
    /// The short code of a mail.
    Code = plain(VISIBLE, "BCDF-GHJK")
}

fn plain(pattern: &str, example: &str) -> Object {
    ObjectBuilder::new().schema_type(text_or_number()).pattern(Some(pattern)).examples([example]).build()
}

/// Django takes a number for the text that it is written as.
fn text_or_number() -> SchemaType {
    SchemaType::Array(vec![Type::String, Type::Number])
}
