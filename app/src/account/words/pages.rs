use crate::words::Around;

pub struct Register {
    pub title: &'static str,
    pub lead: &'static str,
    pub name: &'static str,
    pub submit: &'static str,
    pub have_account: &'static str,
    pub or_with: &'static str,
    pub closed: &'static str,
}

pub struct CheckMail {
    pub title: &'static str,
    /// Of what may have been sent where; never whether there is such an account.
    pub activation: Around,
    pub activation_unnamed: &'static str,
    pub reset: Around,
    pub reset_unnamed: &'static str,
    pub code_title: &'static str,
    pub activate: &'static str,
    pub go_on: &'static str,
    pub no_mail: &'static str,
    pub no_mail_lead: &'static str,
    pub resend: &'static str,
    pub resent: &'static str,
}

pub struct Activate {
    pub title: &'static str,
    pub lead: &'static str,
    pub submit: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub choose_password: &'static str,
    pub already_title: &'static str,
    pub already: &'static str,
    pub invalid_title: &'static str,
    pub invalid: &'static str,
    pub resend: &'static str,
    pub code_title: &'static str,
    pub code_lead: &'static str,
}

pub struct SignIn {
    /// Of a provider that does not answer, around its name.
    pub silent: Around,
    pub or: &'static str,
    pub submit: &'static str,
    pub forgotten: &'static str,
    pub new_here: &'static str,
    pub register: &'static str,
}

pub struct PasswordPage {
    pub sign_in: &'static str,
    pub confirm: &'static str,
    pub confirm_lead: &'static str,
    pub submit_confirm: &'static str,
    pub forgotten: &'static str,
}

pub struct Reset {
    pub title: &'static str,
    pub lead: &'static str,
    pub submit: &'static str,
    pub back: &'static str,
    pub new_title: &'static str,
    pub new_lead: &'static str,
    pub save: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    pub used_title: &'static str,
    pub used: &'static str,
    pub invalid_title: &'static str,
    pub invalid: &'static str,
    pub again: &'static str,
    pub code_title: &'static str,
    pub code_lead: &'static str,
}

pub struct ConfirmEmail {
    pub confirm_title: &'static str,
    pub confirm: &'static str,
    pub confirm_submit: &'static str,
    pub confirmed_title: &'static str,
    pub confirmed: &'static str,
    pub undo_title: &'static str,
    pub undo: &'static str,
    pub undo_submit: &'static str,
    pub undone_title: &'static str,
    pub undone: &'static str,
    pub already_title: &'static str,
    pub already: &'static str,
    pub invalid_title: &'static str,
    pub invalid: &'static str,
    pub taken_title: &'static str,
    pub taken: &'static str,
    pub code_title: &'static str,
    pub code_lead: Around,
    pub to_account: &'static str,
}
