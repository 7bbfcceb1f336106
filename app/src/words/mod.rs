//! Every word a person reads, apart from the views: one catalogue a language.

mod catalogue;
mod date;
mod de;
mod en;
mod language;
mod money;

pub use catalogue::{
    ApiCard, Around, Cart, Checkout, Common, Header, Home, Order, OrderErrors, Popup, Problem, Product, Profile, Shop,
    SignIn, Token, Words,
};
pub use date::{countdown, date, date_and_time, machine_time};
pub use language::Language;
pub use money::money;

/// The catalogue of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &en::WORDS,
        Language::De => &de::WORDS,
    }
}

/// A language's name in itself, for the language menu.
pub const fn endonym(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::De => "Deutsch",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{
        api::OrderError,
        wire::{Notice, products},
    };

    const NOTICES: [Notice; 23] = [
        Notice::SignedIn,
        Notice::SignedOut,
        Notice::SignedOutElsewhere,
        Notice::SessionEnded,
        Notice::SteppedUp,
        Notice::Renewed,
        Notice::Offline,
        Notice::BackOnline,
        Notice::SignInCancelled,
        Notice::SignInTimedOut,
        Notice::AccessDenied,
        Notice::LoginRequired,
        Notice::ProviderError,
        Notice::ProviderUnreachable,
        Notice::AnswerRefused,
        Notice::AddressInUse,
        Notice::SignInUsed,
        Notice::SignInExpired,
        Notice::SignInUnknown,
        Notice::OrderPlaced,
        Notice::OrderFailed,
        Notice::CallFailed,
        Notice::ServerFault,
    ];

    #[test]
    fn every_notice_is_a_sentence_of_its_own_in_every_language() {
        for language in Language::ALL {
            let sentences: HashSet<_> = NOTICES.iter().map(|notice| (words(language).notice)(*notice)).collect();
            assert_eq!(sentences.len(), NOTICES.len(), "{language:?} says two outcomes alike");
            for sentence in sentences {
                assert!(sentence.len() > 5 && sentence.ends_with('.'), "{language:?}: {sentence:?}");
            }
        }
    }

    #[test]
    fn no_notice_reads_the_same_in_two_languages() {
        for notice in NOTICES {
            assert_ne!((words(Language::En).notice)(notice), (words(Language::De).notice)(notice));
        }
    }

    #[test]
    fn every_product_has_words() {
        for language in Language::ALL {
            for product in products() {
                let said = words(language).shop.product(product.id);
                assert!(said.is_some_and(|said| !said.name.is_empty() && !said.description.is_empty()));
            }
        }
    }

    #[test]
    fn sign_in_buttons_say_what_the_issue_fixed() {
        assert_eq!((words(Language::En).sign_in.with)("Okta"), "Sign in with Okta");
        assert_eq!((words(Language::De).sign_in.with)("Okta"), "Mit Okta anmelden");
        assert_eq!(words(Language::En).header.sign_out, "Sign out");
    }

    #[test]
    fn a_field_name_from_outside_is_never_repeated() {
        for language in Language::ALL {
            let said = words(language).order_errors.of(&OrderError::Field("<script>".to_owned()));
            assert!(!said.contains("script"));
        }
    }

    #[test]
    fn sentences_around_a_name_hold_the_name() {
        for language in Language::ALL {
            let words = words(language);
            for around in [
                words.common.support_code,
                words.home.greeting,
                words.sign_in.with,
                words.sign_in.waiting,
                words.sign_in.still_waiting,
                words.sign_in.already,
                words.token.left,
                words.shop.added,
                words.cart.quantity_of,
                words.cart.remove_one,
                words.checkout.confirm_with,
                words.checkout.pay,
                words.order.title,
            ] {
                assert!(around("Lantern").contains("Lantern"));
            }
        }
    }
}
