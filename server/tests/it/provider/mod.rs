//! The OpenID Provider.

mod clients;
mod clients_command;
mod clients_pages;
mod clients_registration;
