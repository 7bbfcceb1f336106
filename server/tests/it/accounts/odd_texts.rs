//! Odd spellings, headers in names, bodies that are none: what somebody tries who has read the code.

use axum::http::{Method, StatusCode};
use serde_json::json;

use super::client::{
    ADA, Front, GRACE, OTHER, PASSWORD, activate, ask_reset, join, member, post, register, sign_in, try_sign_in,
};
use crate::support::{Engine, Mail, Site, on_both_engines};

on_both_engines! {
    an_odd_address_is_nobodys,
    two_forms_of_one_text_are_one_address,
    a_name_puts_nothing_into_a_mail,
    an_odd_body_is_refused_and_not_a_fault,
    a_code_of_one_account_is_no_code_of_another,
    a_password_is_in_no_answer,
}

async fn an_odd_address_is_nobodys(engine: Engine) {
    let site = Site::on(engine).await;
    join(&site, ADA, PASSWORD).await;
    let before = site.database.count("outbox").await;
    for odd in [
        "ada.lovelace@example.com.",
        "ada.lovelace@example.com\r\nBcc: mallory@evil.example",
        "ada.lovelace@example.com,mallory@evil.example",
        "\"ada.lovelace\"@example.com",
        "ada.lovelace@[127.0.0.1]",
        "<ada.lovelace@example.com>",
        "ada.lovelace@example.com%0aBcc:x",
        "ada.lovelace\u{0}@example.com",
        "ada.lovelace@example\u{3002}com",
    ] {
        for path in ["users/", "users/reset_password/", "users/resend_activation/", "users/reset_username/"] {
            let answer = post(&site, path, &json!({ "email": odd, "password": OTHER })).await;
            answer.expect(StatusCode::BAD_REQUEST);
        }
        let answer = try_sign_in(&site, odd, PASSWORD).await;
        assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::BAD_REQUEST), "{odd}");
    }
    for path in ["users/reset_password/", "users/resend_activation/"] {
        let both = json!({ "email": [ADA, "mallory@evil.example"] });
        post(&site, path, &both).await.expect(StatusCode::BAD_REQUEST);
    }
    assert_eq!(site.database.count("outbox").await, before, "no mail to any of them");
}

async fn two_forms_of_one_text_are_one_address(engine: Engine) {
    let site = Site::on(engine).await;
    // A Kelvin sign becomes a small k: what is one address when compared must be one when mailed.
    register(&site, "mi\u{212a}e@example.org", PASSWORD).await.expect(StatusCode::CREATED);
    let mail = site.mailbox("mike@example.org").newest("activation").await;
    assert_eq!(mail.to, "miKe@example.org");
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
    sign_in(&site, "mike@example.org", PASSWORD).await;
    let decomposed = "jose\u{301}@example.org";
    register(&site, decomposed, PASSWORD).await.expect(StatusCode::CREATED);
    let mail = site.mailbox("jos\u{e9}@example.org").newest("activation").await;
    activate(&site, &mail).await.expect(StatusCode::NO_CONTENT);
    for spelled in [decomposed, "jos\u{e9}@example.org", "JOS\u{c9}@EXAMPLE.org"] {
        sign_in(&site, spelled, PASSWORD).await;
    }
    let twin = "m\u{131}ke@example.org";
    register(&site, twin, OTHER).await.expect(StatusCode::CREATED);
    assert_eq!(site.mailbox(twin).kinds().await, ["activation"], "what only looks alike is another's");
}

async fn a_name_puts_nothing_into_a_mail(engine: Engine) {
    let site = Site::on(engine).await;
    let evil = "x\r\nBcc: mallory@evil.example\r\n\r\n<a href=https://evil.example>Visit https://evil.example</a>";
    let body = json!({ "email": ADA, "password": PASSWORD, "first_name": evil, "last_name": evil });
    post(&site, "users/", &body).await.expect(StatusCode::CREATED);
    activate(&site, &site.mailbox(ADA).newest("activation").await).await.expect(StatusCode::NO_CONTENT);
    ask_reset(&site, ADA).await;
    post(&site, "users/reset_username/", &json!({ "email": ADA })).await;
    for Mail { kind, subject, text, html, to } in site.mailbox(ADA).all().await {
        assert!(!text.contains("evil.example") && !html.contains("evil.example"), "{kind}");
        assert!(subject.is_ascii() && !subject.contains(['\r', '\n']) && to == ADA, "{kind} {subject}");
    }
    let account = site.store.read().await.unwrap().accounts().by_address(ADA).await.unwrap().unwrap();
    assert!(!account.first_name.contains(['\r', '\n']) && !account.name.contains(['\r', '\n']));
}

async fn an_odd_body_is_refused_and_not_a_fault(engine: Engine) {
    let site = Site::on(engine).await;
    let front = member(&site, ADA, PASSWORD).await;
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    let large = format!("{{\"email\":\"{}\"}}", "x".repeat(70_000));
    let form = "application/x-www-form-urlencoded";
    for path in
        ["users/", "jwt/create/", "jwt/refresh/", "users/reset_password/", "users/set_password/", "users/activation/"]
    {
        for (kind, body) in [
            ("application/json", "{"),
            ("application/json", "null"),
            ("application/json", "\"x\""),
            ("application/json", &deep),
            ("application/json", &large),
            ("application/json", "{\"email\":1e999}"),
            ("application/json", "{\"email\":{\"$ne\":null},\"password\":{\"$ne\":null}}"),
            ("text/plain", "{}"),
            ("application/xml", "<a/>"),
            ("multipart/form-data", "x"),
            ("multipart/form-data; boundary=b", "--b\r\n"),
            (form, "email=%ff%fe&password=%00"),
            (form, "&&==&"),
        ] {
            let api = site.api(if path.contains("set_") { &front.access } else { "" });
            let answer = api.call(Method::POST, &format!("/api/auth/{path}"), Some((kind, body.to_owned()))).await;
            assert!(answer.status.is_client_error(), "{path} {kind} {:.40}: {} {}", body, answer.status, answer.text());
        }
    }
    front.me().await.ok();
}

async fn a_code_of_one_account_is_no_code_of_another(engine: Engine) {
    let site = Site::on(engine).await;
    let (ada, _) = (member(&site, ADA, PASSWORD).await, join(&site, GRACE, OTHER).await);
    let hers = ask_reset(&site, GRACE).await;
    let (uid, _) = ask_reset(&site, ADA).await.uid_and_token();
    let (_, token) = hers.uid_and_token();
    for body in [
        json!({ "uid": uid, "token": token, "new_password": PASSWORD }),
        json!({ "email": ADA, "code": hers.code(), "new_password": PASSWORD }),
        json!({ "email": "", "code": hers.code(), "new_password": PASSWORD }),
        json!({ "email": "%", "code": hers.code(), "new_password": PASSWORD }),
        json!({ "email": GRACE, "code": "", "new_password": PASSWORD }),
    ] {
        post(&site, "users/reset_password_confirm/", &body).await.expect(StatusCode::BAD_REQUEST);
    }
    ada.me().await.ok();
    sign_in(&site, GRACE, OTHER).await;
}

async fn a_password_is_in_no_answer(engine: Engine) {
    let site = Site::on(engine).await;
    let mut said = register(&site, ADA, PASSWORD).await.text();
    activate(&site, &site.mailbox(ADA).newest("activation").await).await;
    let pair = try_sign_in(&site, ADA, PASSWORD).await;
    said += &pair.text();
    let front = Front::of(&site, &pair);
    for path in ["/api/auth/users/me/", "/api/auth/methods/", "/api/auth/sessions/", "/api/auth/users/"] {
        said += &front.get(path).await.ok().text();
    }
    let wrong = json!({ "new_password": "password", "current_password": PASSWORD });
    said += &front.post("users/set_password/", &wrong).await.text();
    said += &post(&site, "password_strength/", &json!({ "password": PASSWORD })).await.ok().text();
    for mail in site.mailbox(ADA).all().await {
        said += &mail.text;
        said += &mail.html;
    }
    assert!(!said.contains(PASSWORD) && !said.contains("argon2") && !said.contains("is_staff"), "{said}");
}
