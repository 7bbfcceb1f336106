//! `/sf`: the forms, without script.

mod cart;
mod checkout;
mod guards;
mod preferences;
mod rubbish;
