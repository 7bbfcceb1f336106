use super::{Facts, Said, Unit, Words, largest_unit};

/// English. Plain ASCII: such a text travels as it is written.
pub(super) static WORDS: Words = Words {
    hello: "Hello,",
    activation: Said {
        subject: "Activate your Gatepost account",
        lead: "One step is left until you can sign in: show us that this address is yours.",
        button: "Activate the account",
        why: "You get this mail because somebody registered with this address. If that was not you, do nothing: \
              without this step there is no account.",
    },
    already_registered: Said {
        subject: "You already have a Gatepost account",
        lead: "Somebody tried to register with this address, which has an account already. Nothing has changed. \
               If it was you, simply sign in.",
        button: "Sign in",
        why: "You get this mail because the address was typed into our registration form. If that was not you, \
              there is nothing to do: nobody learned that you have an account.",
    },
    confirmation: Said {
        subject: "Your Gatepost account is ready",
        lead: "The account is active. You can sign in from now on.",
        button: "Sign in",
        why: "You get this mail because an account was activated with this address. If that was not you, ask for \
              a new password at the sign-in page and the account is yours to close.",
    },
    password_reset: Said {
        subject: "Choose a new Gatepost password",
        lead: "Somebody asked for a new password for your account. The old one works until you choose another.",
        button: "Choose a new password",
        why: "You get this mail because your address was typed into our form for forgotten passwords. If that was \
              not you, do nothing: your password stays as it is.",
    },
    choose_password: Said {
        subject: "Your Gatepost account is open: choose its password",
        lead: "Somebody else had registered with your address as well, so no password that was typed then counts. \
               Choose one now, and the account is yours alone.",
        button: "Choose a password",
        why: "You get this mail because an account was activated with this address. If that was not you, choose a \
              password all the same, and nobody but you gets in.",
    },
    no_password: Said {
        subject: "How you sign in to Gatepost",
        lead: "Somebody asked for a new password for your account. It has none: you sign in with a provider.",
        button: "Sign in",
        why: "You get this mail because your address was typed into our form for forgotten passwords. If that was \
              not you, there is nothing to do.",
    },
    no_account: Said {
        subject: "There is no Gatepost account with this address",
        lead: "Somebody asked us for a mail to this address, as people do who have an account. There is none with \
               it. You may have used another address.",
        button: "Make an account",
        why: "You get this mail because the address was typed into one of our forms. If that was not you, there is \
              nothing to do, and we keep nothing about you.",
    },
    password_changed: Said {
        subject: "Your Gatepost password was changed",
        lead: "Your account has a new password from now on.",
        button: "Choose another password",
        why: "You get this mail whenever the password changes. If that was not you, choose another one at once: \
              this ends every session.",
    },
    email_change: Said {
        subject: "Confirm your new address",
        lead: "Somebody asked to use this address for a Gatepost account. Show us that it is yours.",
        button: "Confirm the address",
        why: "You get this mail because the address was given as the new one of an account. If that was not you, do \
              nothing: the account keeps its old address.",
    },
    email_change_notice: Said {
        subject: "Your Gatepost account is to get another address",
        lead: "Somebody who is signed in to your account asked to change its address. Until the new one is \
               confirmed this one stays.",
        button: "Keep the old address",
        why: "You get this mail because the account has this address so far. If the change was not your wish, keep \
              the old address and choose a new password.",
    },
    email_changed: Said {
        subject: "Your Gatepost account has another address",
        lead: "From now on our mail goes to the new address.",
        button: "See your account",
        why: "You get this mail whenever the address changes. If that was not you, look at your account at once, and \
              write to whoever runs this site if you cannot get in.",
    },
    username_reset: Said {
        subject: "Your Gatepost user name",
        lead: "Somebody asked which user name belongs to this address.",
        button: "Sign in",
        why: "You get this mail because your address was typed into our form for forgotten user names. If that was \
              not you, there is nothing to do: nobody but you reads this.",
    },
    new_device: Said {
        subject: "New sign-in to your Gatepost account",
        lead: "Somebody signed in to your account on a device that we had not seen there before.",
        button: "See your sessions",
        why: "You get this mail for every new device. If that was not you, end that session and choose a new password.",
    },
    refresh_reuse: Said {
        subject: "We ended a session of your Gatepost account",
        lead: "A session was used from two places at once, as happens when somebody has a copy of it. To be on the \
               safe side we ended it, so you may have to sign in again.",
        button: "See your sessions",
        why: "You get this mail because your account may be at risk. If you do not know the device, choose a new \
              password.",
    },
    signed_out_everywhere: Said {
        subject: "You are signed out everywhere",
        lead: "Every session of your Gatepost account has ended, on every device.",
        button: "Sign in",
        why: "You get this mail because somebody signed in to your account asked for it. If that was not you, choose \
              a new password.",
    },
    method_added: Said {
        subject: "A new way to sign in to Gatepost",
        lead: "Your account can be signed in to in one more way.",
        button: "See your account",
        why: "You get this mail whenever the ways to sign in change. If that was not you, take it away again and \
              choose a new password.",
    },
    method_removed: Said {
        subject: "A way to sign in to Gatepost is gone",
        lead: "Your account can no longer be signed in to in this way.",
        button: "See your account",
        why: "You get this mail whenever the ways to sign in change. If that was not you, choose a new password.",
    },
    deletion_code: Said {
        subject: "Your code for deleting the Gatepost account",
        lead: "Somebody who is signed in asked to delete your account. With the code it is deleted, for good.",
        button: "",
        why: "You get this mail because the account has this address. If that was not you, tell nobody the code and \
              choose a new password.",
    },
    account_deleted: Said {
        subject: "Your Gatepost account is deleted",
        lead: "The account and what we knew about you are gone. Thank you for having been here.",
        button: "",
        why: "You get this last mail because the account had this address. If deleting it was not your wish, write \
              to whoever runs this site.",
    },
    or_code: "Or enter this code where you are asked for it:",
    code: "Enter this code where you are asked for it:",
    link_life: |span| format!("The link is good for {span}."),
    code_life: |span| format!("The code is good for {span}, once."),
    both_life: |span| format!("Link and code are good for {span}, once."),
    forgotten: "Forgotten the password? Ask for a new one:",
    facts: Facts {
        when: "When",
        device: "Device",
        ip: "From address",
        username: "User name",
        providers: "You sign in with",
        provider: "Sign in with",
        new_address: "New address",
    },
    duration: |span| match largest_unit(span) {
        (1, Unit::Minutes) => "1 minute".to_owned(),
        (1, Unit::Hours) => "1 hour".to_owned(),
        (many, Unit::Minutes) => format!("{many} minutes"),
        (many, Unit::Hours) => format!("{many} hours"),
        (many, Unit::Days) => format!("{many} days"),
    },
    closing: |site| format!("Gatepost at {site}. Nobody reads answers to this mail."),
};
