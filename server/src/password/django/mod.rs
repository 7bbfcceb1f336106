//! Hashes that Django wrote, as `django/contrib/auth/hashers.py` of Django 5.2 does: `kind$…$…`.
//! Each is read within bounds, so that a damaged row cannot hold a thread up.

mod bcrypt;
mod pbkdf2;
mod scrypt;

pub(super) use bcrypt::BcryptHash;
pub(super) use pbkdf2::Pbkdf2Hash;
pub(super) use scrypt::ScryptHash;

#[cfg(test)]
mod tests;
