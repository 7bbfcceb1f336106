use super::{
    AccountWords, Activate, CheckMail, ConfirmEmail, DeleteCard, Deleted, EmailCard, Fields, ForClient, Form, Join,
    MethodsCard, OnTheWay, PasswordCard, PasswordPage, ProfileCard, Register, Reset, SessionsCard, Settings, SignIn,
};
use crate::{account::form::Complaint, words::Language};

/// English.
pub(super) static WORDS: AccountWords = AccountWords {
    language: Language::En,
    form: Form {
        error_title: |title| format!("Error: {title}"),
        errors: "Please look at this again",
        optional: |label| format!("{label} (optional)"),
        reveal: "Show password",
        strength: "Strength of the password",
        strengths: ["Falls at the first try", "Weak", "Fair", "Good", "Strong"],
        sign_in: "Sign in",
        cancel: "Cancel",
        to_home: "To the start page",
        inbox: "Open the inbox",
        inbox_lead: "A demonstration sends no real mail: what it would have sent is in the inbox.",
    },
    field: Fields {
        email: "E-mail address",
        new_email: "New e-mail address",
        username: "User name",
        username_hint: "Letters, digits and @ . + - _",
        login_either: "E-mail address or user name",
        first_name: "First name",
        last_name: "Last name",
        password: "Password",
        current_password: "Current password",
        new_password: "New password",
        password_hint: |least| {
            format!("At least {least} characters. A few words that only you would put together are best.")
        },
        code: "Code from the mail",
        code_hint: "It stands on a line of its own.",
    },
    complaint,
    register: Register {
        title: "Create an account",
        lead: "One account for everything behind this gate. We send you a mail to make sure the address is yours.",
        name: "Your name",
        submit: "Create account",
        have_account: "You have an account already?",
        or_with: "Or without a password of ours",
        closed: "New accounts are not made here at the moment. If you have one, you can sign in.",
    },
    check_mail: CheckMail {
        title: "Check your mail",
        activation: |address| {
            format!(
                "A mail is on its way to {address}. Follow its link, or type its code here, and your account is open."
            )
        },
        activation_unnamed: "A mail is on its way to you. Follow its link, or type its code here, and your account is \
                             open.",
        reset: |address| {
            format!(
                "If there is an account with the address {address}, a mail is on its way. It brings a link and a code."
            )
        },
        reset_unnamed: "If there is an account with this address, a mail is on its way. It brings a link and a code.",
        code_title: "Type the code",
        activate: "Activate account",
        go_on: "Continue",
        no_mail: "No mail?",
        no_mail_lead: "It can take a minute. Look into the folder for spam too, and whether the address is right.",
        resend: "Send it again",
        resent: "Done. If a mail is due to this address, a new one is on its way.",
    },
    activate: Activate {
        title: "Activate your account",
        lead: "One more click, and your account is open.",
        submit: "Activate account",
        done_title: "Your account is open",
        done: "Thank you. You can sign in now.",
        choose_password: "Somebody else had registered with your address as well, so no password that was typed then \
                          counts. We have sent you another mail: choose your password with it.",
        already_title: "Already done",
        already: "This account was activated before. You can sign in.",
        invalid_title: "This link is no longer good",
        invalid: "It is too old, or not complete. We can send you a new one.",
        resend: "Send a new link",
        code_title: "Activate with a code",
        code_lead: "The mail we sent you has a short code. It is good on any device.",
    },
    sign_in: SignIn {
        silent: |provider| format!("{provider} does not answer at the moment"),
        or: "or with your password",
        submit: "Sign in",
        forgotten: "Forgotten your password?",
        new_here: "New here?",
        register: "Create an account",
    },
    password_page: PasswordPage {
        sign_in: "Sign in",
        confirm: "Confirm it is you",
        confirm_lead: "Type your password once more. The page behind this window waits as you left it.",
        submit_confirm: "Confirm",
        forgotten: "Forgotten your password?",
    },
    reset: Reset {
        title: "Forgotten your password?",
        lead: "Type the address of your account. We send a mail with which you choose a new password.",
        submit: "Send the mail",
        back: "Back to sign-in",
        new_title: "Choose a new password",
        new_lead: "Once it is saved, you are signed out everywhere else.",
        save: "Save password",
        done_title: "Your new password is set",
        done: "Wherever you were signed in, you are signed out now. Sign in with the new password.",
        used_title: "Already done",
        used: "A password has been set with this link. If it was not you, ask for a new link now.",
        invalid_title: "This link is no longer good",
        invalid: "It is too old, or not complete. Ask for a new one: only the newest counts.",
        again: "Ask for a new link",
        code_title: "New password with a code",
        code_lead: "The mail we sent has a short code. It is good on any device.",
    },
    confirm_email: ConfirmEmail {
        confirm_title: "Confirm your new address",
        confirm: "One more click, and this is the address of your account.",
        confirm_submit: "Confirm address",
        confirmed_title: "Your address is changed",
        confirmed: "Sign in with the new address from now on. We have told the old one, too.",
        undo_title: "Keep the old address?",
        undo: "Somebody has changed the address of your account. If it was not you, take it back: the old address \
               counts again, and whoever is signed in is signed out.",
        undo_submit: "Take it back",
        undone_title: "The old address is back",
        undone: "Everybody is signed out. Choose a new password now: whoever did it may know the old one.",
        already_title: "Already done",
        already: "This link has done its work before.",
        invalid_title: "This link is no longer good",
        invalid: "It is too old, not complete, or a newer one has taken its place.",
        taken_title: "This address cannot be used",
        taken: "Nothing has changed. Choose another address for your account.",
        code_title: "Confirm with a code",
        code_lead: |address| format!("The mail we sent to {address} has a short code."),
        to_account: "To your account",
    },
    join: Join {
        title: "There is an account with this address already",
        lead: |provider, address| {
            format!(
                "{provider} says that {address} is yours, and an account here has that address. Show that the account \
                 is yours too, and {provider} opens it from now on."
            )
        },
        password: "With its password",
        password_submit: "Sign in and connect",
        provider: "With the way you signed in before",
        with: |provider| format!("Continue with {provider}"),
        code: "With a code by mail",
        code_lead: |address| format!("We mail a short code to {address}."),
        send_code: "Send me a code",
        code_sent: |address| format!("If a mail is due to {address}, a code is on its way."),
        code_submit: "Confirm and connect",
        code_again: "Send another code",
        cancel_lead: "Not your account, or not now?",
    },
    on_the_way: OnTheWay {
        title: |provider| format!("On to {provider}"),
        lead: |provider| format!("{provider} opens in a moment. Sign in there, and you come back to your account."),
        go_on: |provider| format!("Continue to {provider}"),
    },
    for_client: ForClient {
        sign_in: |client| format!("Sign in to continue to {client}"),
        sign_in_lead: |client| format!("{client} asks who you are. Your password stays here."),
        again: |person| format!("You are signed in as {person}. Please show once more that it is you."),
        choose: |client| format!("Who continues to {client}?"),
        choose_lead: "Choose the account that the application gets to know.",
        go_on_as: |person| format!("Continue as {person}"),
        another: "Use another account",
        consent: |client| format!("{client} asks for access"),
        signed_in_as: |person| format!("You are signed in as {person}."),
        not_you: "Not you?",
        consent_lead: |client| format!("If you allow it, {client} may:"),
        offline: "keep this access while you are away",
        profile: "see your name, your user name and your language",
        email: "see your e-mail address",
        open_id: "know that it is you, and recognise you next time",
        address: "see your postal address",
        phone: "see your phone number",
        other: |scope| format!("do in your name what it calls “{scope}”"),
        allow: "Allow",
        deny: "Do not allow",
        policy: |client| format!("What {client} does with your data"),
        terms: |client| format!("Terms of {client}"),
        site: |client| format!("Website of {client}"),
        back: |client| format!("Back to {client}"),
        back_lead: "The application opens in a moment.",
        cannot: "This sign-in cannot go on",
        cannot_lead: "Go back to the application and try again. If that does not help, tell whoever runs it what stands \
                      below.",
        gone: "This sign-in was finished before, or took too long.",
        sign_out: "Sign out?",
        sign_out_lead: "An application asks to sign you out here. You are then signed out of every application that you \
                        signed in to in this browser.",
        sign_out_now: "Sign out",
        stay: "Stay signed in",
        signed_out: "You are signed out",
        signed_out_lead: "You can close this page.",
    },
    settings: Settings {
        title: "Your account",
        lead: "What we know about you, how you sign in, and where you are signed in.",
        navigation: "Account",
        profile: ProfileCard { title: "Profile", save: "Save", saved: "Saved.", member_since: "Here since" },
        email: EmailCard {
            title: "E-mail address",
            none: "Your account has no address yet.",
            verified: "Confirmed",
            unverified: "Not confirmed",
            pending: |address| {
                format!("A change to {address} waits to be confirmed. Until then the old address counts.")
            },
            enter_code: "Enter the code",
            cancel: "Drop the change",
            cancelled: "The change is dropped. Your address stays as it was.",
            change: "Change address",
            lead: "We send a mail to the new address. It counts once you have confirmed it there.",
            submit: "Send the mail",
            mailed: "A mail is on its way to the new address. Confirm it there.",
            changed: "Your address is changed.",
        },
        password: PasswordCard {
            title: "Password",
            set_on: |date| format!("Set on {date}."),
            is_set: "Your account has a password.",
            change: "Change password",
            change_lead: "Once it is saved, you are signed out everywhere but here.",
            submit: "Save password",
            changed: "Your password is saved, and every other session has ended.",
            not_set: "You sign in through a provider. With a password of your own you get in even when it is down.",
            set: "Set a password",
            set_submit: "Save password",
        },
        methods: MethodsCard {
            title: "Ways to sign in",
            lead: "Each of these opens your account.",
            password: "Password",
            since: "Since",
            last_used: "last used",
            never_used: "not used yet",
            join: "Connect another",
            join_lead: "Sign in there once, and from then on it opens your account.",
            join_with: |provider| format!("Connect {provider}"),
            joined: "Connected. It opens your account from now on.",
            part: "Disconnect",
            part_lead: "It no longer opens your account then. Sessions begun with it end.",
            part_one: |provider| format!("Disconnect {provider}"),
            part_one_as: |provider, address| format!("Disconnect {provider}, {address}"),
            parted: "Disconnected. It no longer opens your account.",
            only: "Nothing else opens your account, so this stays.",
        },
        sessions: SessionsCard {
            short: "Sessions",
            title: "Where you are signed in",
            lead: "A device you do not know? End its session and change your password.",
            this_one: "This one",
            unknown_device: "Unknown device",
            on: |browser, system| format!("{browser} on {system}"),
            signed_in: "Signed in",
            with: |provider| format!("with {provider}"),
            with_password: "with your password",
            last_seen: "last seen",
            just_now: "just now",
            minutes_ago: |minutes| {
                if minutes == 1 { "a minute ago".to_owned() } else { format!("{minutes} minutes ago") }
            },
            hours_ago: |hours| if hours == 1 { "an hour ago".to_owned() } else { format!("{hours} hours ago") },
            end: "End",
            end_one: |device| format!("End the session of {device}"),
            ended: "The session has ended.",
            everywhere: "Sign out everywhere",
            everywhere_lead: "Ends your sessions at once, on every device.",
            end_others: "Everywhere but here",
            end_all: "Everywhere, here too",
            others_ended: "Every other session has ended.",
        },
        delete: DeleteCard {
            title: "Delete account",
            lead: "Your account, its sessions and everything we know about you go, at once and for good.",
            open: "Delete account…",
            for_good: "This cannot be taken back.",
            code_lead: "You have no password here, so a code shows that it is you. We mail it to your address.",
            send_code: "Send me a code",
            code_sent: |address| format!("A code is on its way to {address}."),
            submit: "Delete my account for good",
        },
        confirm_first: "First show that it is you. Then come back here.",
        confirm_with: |provider| format!("Confirm with {provider}"),
    },
    deleted: Deleted {
        title: "Goodbye",
        lead: "Your account is deleted, and you are signed out everywhere. Should you ever want to come back: the gate \
               is open.",
    },
};

fn complaint(complaint: &Complaint) -> String {
    match complaint {
        Complaint::Required => "Fill this in.".to_owned(),
        Complaint::TooLong(most) => format!("This has room for {most} characters."),
        Complaint::NotAnAddress => "Write a whole e-mail address, such as ada@example.com.".to_owned(),
        Complaint::NotAName => "A user name is made of letters, digits and @ . + - _.".to_owned(),
        Complaint::NameTaken => "This user name is taken. Choose another.".to_owned(),
        Complaint::PasswordTooShort(least) => format!("The password is too short: use at least {least} characters."),
        Complaint::PasswordTooLong(most) => format!("The password is too long: {most} characters are the most."),
        Complaint::PasswordCommon => "Very many people have this password, so it is tried first.".to_owned(),
        Complaint::PasswordNumeric => "The password is all digits: add something else.".to_owned(),
        Complaint::PasswordSimilar => "The password is too close to your name, your address or ours.".to_owned(),
        Complaint::PasswordUnchanged => "This is your password already. Choose a new one.".to_owned(),
        Complaint::WrongPassword => "This is not your password.".to_owned(),
        Complaint::WrongCredentials => {
            "These do not belong together. Check both: in a password, capital letters count.".to_owned()
        }
        Complaint::SameAddress => "This is your address already.".to_owned(),
        Complaint::WrongCode => "The code is wrong, or too old. Only the newest counts.".to_owned(),
        Complaint::WrongLink => "The link is wrong, or too old.".to_owned(),
        Complaint::AddressTaken => "An account has this address already.".to_owned(),
        Complaint::NotAllowed => "This is not possible here.".to_owned(),
        Complaint::TryAgain => "Something else happened at the same moment. Try again.".to_owned(),
        Complaint::ProofNeeded => "Show once more that it is you, then try again.".to_owned(),
        Complaint::TooMany(seconds) => format!("That was too often. Try again in {}.", wait(*seconds)),
        Complaint::Busy(seconds) => {
            format!("Very many people are signing in right now. Try again in {}.", wait(*seconds))
        }
        Complaint::IdentityInUse => "This account is already in use. It opens another account here.".to_owned(),
        Complaint::LastWayIn => {
            "This account is not allowed to be disconnected. Nothing else would open yours: set a password first."
                .to_owned()
        }
        Complaint::OtherAccount => "That opens another account, not the one with this address.".to_owned(),
        Complaint::SessionOver => "You were signed out meanwhile, so nothing was connected. Try again.".to_owned(),
        Complaint::NotShown(code) => {
            format!("The provider did not confirm it. Try again, or choose another way. Support code {code}")
        }
        Complaint::Failed(code) => {
            format!(
                "Something went wrong on our side, and nothing has changed. Try again in a moment. Support code {code}"
            )
        }
    }
}

fn wait(seconds: u32) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        91..=5_400 => format!("{} minutes", seconds.div_ceil(60)),
        _ => format!("{} hours", seconds.div_ceil(3_600)),
    }
}
