//! The states of every page, each under a name.

use crate::{
    account::{
        ActivateCodePage, ActivatePage, Asked, CheckMailPage, Complaint, ConfirmEmailPage, DeleteCard, DeleteProof,
        DeletedPage, Dressing, EmailCard, EmailCodePage, EmailErrand, Errand, Errors, Field, JoinPage, LoginKind,
        Method, MethodsCard, OnTheWayPage, Page, PasswordCard, PasswordPage, ProfileCard, Proof, RegisterPage,
        ResetCodePage, ResetLinkPage, ResetPage, SavedChange, SessionLine, SettingsPage, SignInForm, WayOut,
    },
    wire::ProviderLink,
    words::Language,
};

const NOW: i64 = 1_795_192_530;

fn owned(text: &str) -> String {
    text.to_owned()
}

fn link(id: &str, label: &str) -> ProviderLink {
    ProviderLink::new(id, label)
}

fn one(field: Field, complaint: Complaint) -> Errors {
    Errors::with_field(field, complaint)
}

fn form(complaint: Complaint) -> Errors {
    Errors::with_form(complaint)
}

fn ada() -> String {
    owned("ada@example.com")
}

/// Every page in every state.
pub(super) fn named() -> Vec<(&'static str, Box<dyn Page>)> {
    let mut pages: Vec<(&'static str, Box<dyn Page>)> = Vec::new();
    registering(&mut pages);
    signing_in(&mut pages);
    resetting(&mut pages);
    confirming(&mut pages);
    settings(&mut pages);
    pages
}

type Pages = Vec<(&'static str, Box<dyn Page>)>;

fn register() -> RegisterPage {
    RegisterPage {
        open: true,
        least: 8,
        providers: vec![link("okta", "Okta"), link("google", "Google"), link("password", "")],
        return_to: owned("/shop/cart"),
        ..RegisterPage::default()
    }
}

fn registering(pages: &mut Pages) {
    let mut errors = one(Field::Email, Complaint::NotAnAddress);
    errors.push(Field::Username, Complaint::NameTaken);
    errors.push(Field::Password, Complaint::PasswordTooShort(8));
    errors.push(Field::Password, Complaint::PasswordCommon);
    errors.push(Field::Password, Complaint::PasswordNumeric);
    let wrong = RegisterPage {
        ask_username: Asked::Always,
        email: owned("\"><b>ada"),
        username: owned("ada"),
        first_name: owned("Ada <b>"),
        errors,
        ..register()
    };
    let busy = RegisterPage { email: ada(), errors: form(Complaint::Busy(2)), ..register() };
    let optional = RegisterPage { ask_username: Asked::Optionally, providers: Vec::new(), ..register() };
    pages.push(("register", Box::new(register())));
    pages.push(("register-optional-name", Box::new(optional)));
    pages.push(("register-wrong", Box::new(wrong)));
    pages.push(("register-busy", Box::new(busy)));
    pages.push(("register-closed", Box::new(RegisterPage { open: false, ..register() })));
    let mail = CheckMailPage { address: Some(ada()), inbox: true, ..CheckMailPage::default() };
    pages.push(("register-check-mail", Box::new(mail.clone())));
    pages.push(("register-check-mail-resent", Box::new(CheckMailPage { resent: true, inbox: false, ..mail })));
    let errors = one(Field::Email, Complaint::Required);
    pages.push(("register-check-mail-unnamed", Box::new(CheckMailPage { errors, ..CheckMailPage::default() })));
    let ask = |errors| ActivatePage::Ask { action: owned("/activate/u/t"), errors };
    pages.push(("activate", Box::new(ask(Errors::none()))));
    pages.push(("activate-failed", Box::new(ask(form(Complaint::Failed(owned("ABCD-2345")))))));
    pages.push(("activate-done", Box::new(ActivatePage::Done)));
    pages.push(("activate-choose-password", Box::new(ActivatePage::PasswordToChoose)));
    pages.push(("activate-already", Box::new(ActivatePage::Already)));
    let invalid = |email, errors| ActivatePage::Invalid { email, errors };
    pages.push(("activate-invalid", Box::new(invalid(String::new(), Errors::none()))));
    pages.push(("activate-invalid-wrong", Box::new(invalid(owned("ada"), one(Field::Email, Complaint::NotAnAddress)))));
    pages.push(("activate-code", Box::new(ActivateCodePage::default())));
    let errors = one(Field::Code, Complaint::WrongCode);
    let wrong = ActivateCodePage { email: ada(), code: owned("XK4P-7QRM"), resent: false, errors };
    pages.push(("activate-code-wrong", Box::new(wrong)));
}

fn signing_in(pages: &mut Pages) {
    let plain = SignInForm {
        registration: true,
        after_providers: true,
        return_to: owned("/shop/cart?a=1&b=2"),
        ..SignInForm::default()
    };
    pages.push(("sign-in", Box::new(plain.clone())));
    let errors = form(Complaint::WrongCredentials);
    pages.push(("sign-in-wrong", Box::new(SignInForm { login: owned("<b>ada"), errors, ..plain.clone() })));
    let errors = one(Field::Login, Complaint::Required);
    let kind = LoginKind::Either;
    pages.push(("sign-in-empty", Box::new(SignInForm { kind, errors, ..plain.clone() })));
    let errors = form(Complaint::TooMany(840));
    let kind = LoginKind::Username;
    pages.push(("sign-in-often", Box::new(SignInForm { kind, registration: false, login: ada(), errors, ..plain })));
}

fn resetting(pages: &mut Pages) {
    pages.push(("reset", Box::new(ResetPage::default())));
    let errors = one(Field::Email, Complaint::NotAnAddress);
    pages.push(("reset-wrong", Box::new(ResetPage { email: owned("ada@"), errors })));
    let mail = CheckMailPage { errand: Errand::Reset, address: Some(ada()), inbox: true, ..CheckMailPage::default() };
    pages.push(("reset-check-mail", Box::new(mail)));
    let unnamed = CheckMailPage { errand: Errand::Reset, ..CheckMailPage::default() };
    pages.push(("reset-check-mail-unnamed", Box::new(unnamed)));
    let ask = |errors| ResetLinkPage::Ask { action: owned("/reset/u/t"), least: 8, errors };
    pages.push(("reset-link", Box::new(ask(Errors::none()))));
    pages.push(("reset-link-wrong", Box::new(ask(one(Field::NewPassword, Complaint::PasswordSimilar)))));
    pages.push(("reset-done", Box::new(ResetLinkPage::Done)));
    pages.push(("reset-already", Box::new(ResetLinkPage::Already)));
    pages.push(("reset-invalid", Box::new(ResetLinkPage::Invalid)));
    pages.push(("reset-code", Box::new(ResetCodePage { least: 8, ..ResetCodePage::default() })));
    let mut errors = one(Field::Code, Complaint::WrongCode);
    errors.push(Field::NewPassword, Complaint::PasswordUnchanged);
    let wrong = ResetCodePage { least: 8, email: ada(), code: owned("ABCD-2345"), errors };
    pages.push(("reset-code-wrong", Box::new(wrong)));
}

fn confirming(pages: &mut Pages) {
    for (name, errand) in [("email-confirm", EmailErrand::Confirm), ("email-undo", EmailErrand::Undo)] {
        let action = owned("/account/email/u/t");
        pages.push((name, Box::new(ConfirmEmailPage::Ask { errand, action, errors: Errors::none() })));
    }
    let errors = form(Complaint::TooMany(60));
    let errand = EmailErrand::Confirm;
    let often = ConfirmEmailPage::Ask { errand, action: owned("/account/email/u/t"), errors };
    pages.push(("email-confirm-often", Box::new(often)));
    pages.push(("email-confirmed", Box::new(ConfirmEmailPage::Done(EmailErrand::Confirm))));
    pages.push(("email-undone", Box::new(ConfirmEmailPage::Done(EmailErrand::Undo))));
    pages.push(("email-already", Box::new(ConfirmEmailPage::Already)));
    pages.push(("email-invalid", Box::new(ConfirmEmailPage::Invalid)));
    pages.push(("email-taken", Box::new(ConfirmEmailPage::Taken)));
    let code = EmailCodePage { new_email: owned("countess@example.com"), ..EmailCodePage::default() };
    pages.push(("email-code", Box::new(code.clone())));
    let errors = one(Field::Code, Complaint::WrongCode);
    pages.push(("email-code-wrong", Box::new(EmailCodePage { code: owned("AAAA"), errors, ..code })));
    pages.push(("deleted", Box::new(DeletedPage)));
}

fn account() -> SettingsPage {
    SettingsPage {
        now: NOW,
        profile: ProfileCard {
            ask_username: Asked::Optionally,
            username: owned("ada"),
            first_name: owned("Ada"),
            last_name: owned("Lovelace"),
            since: NOW - 90 * 86_400,
            errors: Errors::none(),
        },
        email: EmailCard { current: Some(ada()), verified: true, ..EmailCard::default() },
        password: PasswordCard {
            is_set: true,
            set_at: Some(NOW - 40 * 86_400),
            login: ada(),
            least: 8,
            errors: Errors::none(),
        },
        methods: methods(),
        sessions: sessions(),
        ..SettingsPage::default()
    }
}

fn methods() -> MethodsCard {
    let password = Method { since: Some(NOW - 90 * 86_400), last_used: Some(NOW - 600), ..Method::default() };
    MethodsCard { methods: vec![password, okta()], others: vec![link("google", "Google")], ..MethodsCard::default() }
}

fn okta() -> Method {
    Method {
        provider: Some(link("okta", "Okta")),
        handle: Some(owned("H")),
        address: Some(owned("ada@work.example")),
        since: Some(NOW - 30 * 86_400),
        last_used: None,
    }
}

fn sessions() -> Vec<SessionLine> {
    let here = SessionLine {
        id: owned("1"),
        browser: Some(owned("Firefox")),
        system: Some(owned("Linux")),
        place: Some(owned("Berlin, DE")),
        ip: owned("203.0.113.7"),
        signed_in_at: NOW - 600,
        last_seen_at: NOW - 5,
        is_this: true,
        ..SessionLine::default()
    };
    let phone = SessionLine {
        id: owned("2"),
        browser: Some(owned("Safari")),
        system: Some(owned("iPhone")),
        is_mobile: true,
        place: None,
        ip: owned("2001:db8:85a3::8a2e:370:7334"),
        provider: Some(owned("Okta")),
        signed_in_at: NOW - 5 * 86_400,
        last_seen_at: NOW - 3 * 3_600,
        ..SessionLine::default()
    };
    let unknown = SessionLine {
        id: owned("3"),
        ip: owned("198.51.100.23"),
        signed_in_at: NOW - 9 * 86_400,
        last_seen_at: NOW - 8 * 86_400,
        ..SessionLine::default()
    };
    vec![here, phone, unknown]
}

fn settings(pages: &mut Pages) {
    pages.push(("account", Box::new(account())));
    for (name, saved) in [
        ("account-saved-profile", SavedChange::Profile),
        ("account-saved-session", SavedChange::Session),
        ("account-saved-password", SavedChange::Password),
    ] {
        pages.push((name, Box::new(SettingsPage { saved: Some(saved), ..account() })));
    }
    let email = EmailCard { pending: Some(owned("countess@example.com")), ..account().email };
    pages.push((
        "account-email-asked",
        Box::new(SettingsPage { saved: Some(SavedChange::EmailAsked), email, ..account() }),
    ));
    let mut errors = one(Field::NewEmail, Complaint::SameAddress);
    errors.push(Field::CurrentPassword, Complaint::WrongPassword);
    let email = EmailCard { new_email: owned("\"><b>x"), errors, ..account().email };
    pages.push(("account-email-wrong", Box::new(SettingsPage { email, ..account() })));
    let mut errors = one(Field::CurrentPassword, Complaint::WrongPassword);
    errors.push(Field::NewPassword, Complaint::PasswordTooLong(256));
    let password = PasswordCard { errors, ..account().password };
    pages.push(("account-password-wrong", Box::new(SettingsPage { password, ..account() })));
    let profile = ProfileCard { errors: one(Field::Username, Complaint::NotAName), ..account().profile };
    pages.push(("account-profile-wrong", Box::new(SettingsPage { profile, ..account() })));
    let session_errors = form(Complaint::Failed(owned("ABCD-2345")));
    pages.push(("account-sessions-failed", Box::new(SettingsPage { session_errors, ..account() })));
    let delete = DeleteCard { errors: one(Field::CurrentPassword, Complaint::Required), ..DeleteCard::default() };
    pages.push(("account-delete-wrong", Box::new(SettingsPage { delete, ..account() })));
    let join_errors = form(Complaint::IdentityInUse);
    let wrong = MethodsCard { join_errors, ..methods() };
    pages.push(("account-join-in-use", Box::new(SettingsPage { methods: wrong, ..account() })));
    let part_errors = form(Complaint::LastWayIn);
    let wrong = MethodsCard { part_errors, methods: vec![okta()], ..methods() };
    pages.push(("account-part-last", Box::new(SettingsPage { methods: wrong, ..account() })));
    let saved = Some(SavedChange::MethodJoined);
    pages.push(("account-joined", Box::new(SettingsPage { saved, proof: Proof::Fresh, ..account() })));
    pages.push(("account-by-provider", Box::new(by_provider())));
    let delete = DeleteCard { code_sent_to: Some(ada()), ..by_provider().delete };
    pages.push(("account-delete-code-sent", Box::new(SettingsPage { delete, ..by_provider() })));
    let errors = one(Field::Code, Complaint::WrongCode);
    let delete = DeleteCard { code: owned("AAAA"), errors, ..by_provider().delete };
    pages.push(("account-delete-code-wrong", Box::new(SettingsPage { delete, ..by_provider() })));
    let proof = Proof::Fresh;
    let password = PasswordCard { errors: one(Field::NewPassword, Complaint::Required), ..by_provider().password };
    pages.push(("account-first-password-wrong", Box::new(SettingsPage { password, proof, ..by_provider() })));
}

/// Somebody who came by Okta and has neither a password nor, here, an address that is theirs.
fn by_provider() -> SettingsPage {
    SettingsPage {
        email: EmailCard { current: None, ..EmailCard::default() },
        password: PasswordCard { login: ada(), least: 8, ..PasswordCard::default() },
        methods: MethodsCard { methods: vec![okta()], ..methods() },
        sessions: sessions().into_iter().take(1).collect(),
        delete: DeleteCard { by: DeleteProof::Code, ..DeleteCard::default() },
        proof: Proof::Provider { link: link("okta", "Okta"), max_age: 300 },
        ..account()
    }
}

/// The pages that stand alone.
pub(super) fn password_pages(language: Language) -> Vec<(&'static str, PasswordPage)> {
    let page = PasswordPage {
        language,
        kind: LoginKind::Email,
        confirm: None,
        login: String::new(),
        txn: owned("T"),
        way_out: WayOut::Post,
        errors: Errors::none(),
        dressing: dressing(),
    };
    let errors = form(Complaint::WrongCredentials);
    vec![
        ("popup-sign-in", page.clone()),
        ("popup-sign-in-wrong", PasswordPage { login: ada(), errors, ..page.clone() }),
        ("popup-confirm", PasswordPage { confirm: Some(ada()), ..page.clone() }),
        (
            "popup-confirm-wrong",
            PasswordPage {
                confirm: Some(ada()),
                errors: one(Field::Password, Complaint::WrongPassword),
                way_out: WayOut::Link(owned("/shop/checkout")),
                ..page
            },
        ),
    ]
}

fn dressing() -> Dressing {
    Dressing { stylesheet: owned("/pkg/gatepost.css"), script: owned("/account.js"), nonce: owned("n") }
}

/// The page of a join, in its states.
pub(super) fn join_pages(language: Language) -> Vec<(&'static str, JoinPage)> {
    let page = JoinPage {
        language,
        provider: owned("Google"),
        address: ada(),
        txn: owned("T"),
        kind: LoginKind::Email,
        login: Some(ada()),
        password_errors: Errors::none(),
        providers: vec![link("okta", "Okta"), link("facebook", "Facebook")],
        mail: Some(owned("a***@example.com")),
        code_sent: false,
        code: String::new(),
        code_errors: Errors::none(),
        errors: Errors::none(),
        dressing: dressing(),
    };
    let password_errors = form(Complaint::WrongCredentials);
    let code_errors = one(Field::Code, Complaint::WrongCode);
    let errors = form(Complaint::NotShown(owned("ABCD-2345")));
    vec![
        ("join", page.clone()),
        ("join-wrong-password", JoinPage { password_errors, ..page.clone() }),
        ("join-code-sent", JoinPage { code_sent: true, ..page.clone() }),
        ("join-wrong-code", JoinPage { code_sent: true, code: owned("\"><b>"), code_errors, ..page.clone() }),
        ("join-not-shown", JoinPage { errors, login: None, ..page.clone() }),
        ("join-by-mail-alone", JoinPage { login: None, providers: Vec::new(), ..page }),
    ]
}

/// On to a provider.
pub(super) fn on_the_way(language: Language) -> OnTheWayPage {
    OnTheWayPage {
        language,
        provider: owned("Google"),
        to: owned("https://id.example/authorize?a=1&b=\"2"),
        dressing: dressing(),
    }
}
