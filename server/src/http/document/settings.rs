use utoipa::openapi::{
    OpenApi, RefOr,
    schema::{Object, Schema},
};

use crate::config::{AccountsConfig, Login, UsernamePolicy};

/// Lets the document say which fields these settings ask for.
pub(super) fn fit(described: &mut OpenApi, settings: &AccountsConfig) {
    for (schema, field) in [
        ("NewAccount", "re_password"),
        ("NewPassword", "re_new_password"),
        ("PasswordReset", "re_new_password"),
        ("NewAddress", "re_new_email"),
        ("NewUsername", "re_new_username"),
    ] {
        ask(described, schema, field, settings.retype);
    }
    ask(described, "NewAccount", "username", settings.usernames == UsernamePolicy::Required);
    ask(described, "PasswordLogin", "email", settings.login == Login::Email);
    ask(described, "PasswordLogin", "username", settings.login == Login::Username);
}

fn ask(described: &mut OpenApi, schema: &str, field: &str, always: bool) {
    let Some(object) = object(described, schema) else { return };
    object.required.retain(|name| name != field);
    if always {
        object.required.push(field.to_owned());
    }
}

fn object<'a>(described: &'a mut OpenApi, schema: &str) -> Option<&'a mut Object> {
    match described.components.as_mut()?.schemas.get_mut(schema)? {
        RefOr::T(Schema::Object(object)) => Some(object),
        _ => None,
    }
}
