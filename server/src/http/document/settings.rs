use utoipa::openapi::{
    OpenApi, RefOr,
    path::Operation,
    schema::{Object, Schema},
};

use crate::config::{AccountsConfig, Login, UsernamePolicy};

/// Lets the document tell of those fields alone that these settings ask for. A field that nobody
/// looks into does not stand there.
pub(super) fn fit(described: &mut OpenApi, settings: &AccountsConfig) {
    for (schema, field) in [
        ("NewAccount", "re_password"),
        ("PasswordChange", "re_new_password"),
        ("PasswordReset", "re_new_password"),
        ("AddressChange", "re_new_email"),
        ("UsernameChange", "re_new_username"),
    ] {
        set(described, schema, field, if settings.retype { Field::Needed } else { Field::Unread });
    }
    let username = match settings.usernames {
        UsernamePolicy::Off => Field::Unread,
        UsernamePolicy::Optional => Field::Read,
        UsernamePolicy::Required => Field::Needed,
    };
    set(described, "NewAccount", "username", username);
    set(described, "WholeAccountChange", "username", username);
    set(described, "AccountChange", "username", username.or_not());
    let (email, username) = match settings.login {
        Login::Email => (Field::Needed, Field::Unread),
        Login::Username => (Field::Unread, Field::Needed),
        Login::Either => (Field::Read, Field::Read),
    };
    set(described, "PasswordLogin", "email", email);
    set(described, "PasswordLogin", "username", username);
    if !settings.require_activation {
        let path = described.paths.paths.get_mut("/api/auth/users/resend_activation/");
        answers_nothing(path.and_then(|item| item.post.as_mut()), "400");
    }
}

/// Where there is nothing to activate djoser's answer is as empty as it can be.
fn answers_nothing(operation: Option<&mut Operation>, status: &str) {
    if let Some(RefOr::T(answer)) = operation.and_then(|operation| operation.responses.responses.get_mut(status)) {
        answer.content.clear();
    }
}

/// What becomes of a field.
#[derive(Clone, Copy)]
enum Field {
    /// It must be there.
    Needed,
    /// It may be there.
    Read,
    /// Nobody looks into it.
    Unread,
}

impl Field {
    const fn or_not(self) -> Self {
        match self {
            Self::Needed => Self::Read,
            other => other,
        }
    }
}

fn set(described: &mut OpenApi, schema: &str, name: &str, field: Field) {
    let Some(object) = object(described, schema) else { return };
    object.required.retain(|required| required != name);
    match field {
        Field::Needed => object.required.push(name.to_owned()),
        Field::Read => {}
        Field::Unread => drop(object.properties.remove(name)),
    }
}

fn object<'a>(described: &'a mut OpenApi, schema: &str) -> Option<&'a mut Object> {
    match described.components.as_mut()?.schemas.get_mut(schema)? {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    }
}
