//! The session with the provider: signing out there, hearing that somebody has, its tokens, and whether
//! it goes on.

mod back_channel;
mod front_channel;
mod recheck;
mod sign_out;
mod tokens;
