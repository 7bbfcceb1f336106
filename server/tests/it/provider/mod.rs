//! The OpenID Provider.

mod application;
mod asking;
mod clients;
mod clients_command;
mod clients_pages;
mod clients_registration;
mod holes;
mod logout;
mod machine;
mod renewal;
mod sign_in;
