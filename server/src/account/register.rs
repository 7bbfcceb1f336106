use app::words::Language;
use url::Url;

use super::{
    Problem,
    asker::Asker,
    email::EmailAddress,
    mail_token::{Purpose, Request},
    problem::Problems,
    profile::LONGEST_NAME,
    service::{AccountError, Accounts},
    uid,
    username::Username,
};
use crate::{
    audit::{AuditEvent, Outcome},
    config::UsernamePolicy,
    mail::Letter,
    password::{Password, Verdict},
    random,
    store::{AccountRow, RegistrationRow, Tx},
};

/// What somebody who wants an account has typed.
pub struct RegistrationForm<'a> {
    /// Their address.
    pub email: &'a str,
    /// A user name, where accounts have one.
    pub username: Option<&'a str>,
    /// A first name, or nothing.
    pub first_name: &'a str,
    /// A last name, or nothing.
    pub last_name: &'a str,
    /// The password.
    pub password: &'a Password,
}

/// What the asker is told: the same whether the address was free or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The id that the account has, once there is one.
    pub id: String,
    /// As typed.
    pub email: String,
    /// As typed.
    pub username: Option<String>,
}

struct Registration {
    email: EmailAddress,
    username: Option<Username>,
    first_name: String,
    last_name: String,
}

impl Accounts {
    /// Registers somebody. Where accounts need activation the mail tells the owner of the address
    /// what happened; nobody else learns whether it was free.
    pub async fn register(&self, form: &RegistrationForm<'_>, asker: &Asker) -> Result<Registered, AccountError> {
        if !self.parts.config.registration {
            return Err(AccountError::NotAllowed);
        }
        self.count_ip("registration", &self.parts.limits.registrations_per_ip, asker).await?;
        let registration = self.check(form)?;
        let hash = self.hash_for(&registration, form.password).await?;
        let mut tx = self.parts.store.begin().await?;
        self.check_username_is_free(&mut tx, &registration).await?;
        let registered = if self.parts.config.require_activation {
            self.wait_for_activation(&mut tx, &registration, hash, asker).await?
        } else {
            self.create_at_once(&mut tx, &registration, hash, asker).await?
        };
        match tx.save().await {
            Err(error) if error.is_conflict() => Err(not_created()),
            saved => Ok(saved.map(|()| registered)?),
        }
    }

    /// The hash of the password. Whoever registers once more with the same one, as people do when no mail
    /// comes, keeps its hash: that is how the two are known to be of one person.
    async fn hash_for(&self, registration: &Registration, password: &Password) -> Result<String, AccountError> {
        let passwords = &self.parts.passwords;
        let hash = passwords.hash(password).await?;
        if !self.parts.config.require_activation {
            return Ok(hash);
        }
        let folded = registration.email.folded();
        let waiting = self.parts.store.read().await?.registrations().pending(&folded, self.now()).await?;
        let kept = waiting.map(|row| row.password_hash);
        // The same work where nobody waits.
        match passwords.verify(password, kept.as_deref()).await? {
            Verdict::Right => Ok(kept.unwrap_or(hash)),
            Verdict::Outdated | Verdict::Wrong => Ok(hash),
        }
    }

    /// Everything that is wrong with a form, without registering anybody.
    pub fn check_registration(&self, form: &RegistrationForm<'_>) -> Result<(), Problems> {
        self.check(form).map(drop)
    }

    fn check(&self, form: &RegistrationForm<'_>) -> Result<Registration, Problems> {
        let mut problems = Problems::default();
        let email = EmailAddress::parse(form.email);
        if email.is_none() {
            problems.add("email", Problem::NotAnAddress);
        }
        let username = self.check_username(form.username, &mut problems);
        for (field, name) in [("first_name", form.first_name), ("last_name", form.last_name)] {
            if name.chars().count() > LONGEST_NAME {
                problems.add(field, Problem::TooLong(LONGEST_NAME));
            }
        }
        let attributes = [
            ("username", form.username.unwrap_or_default()),
            ("email", form.email),
            ("first name", form.first_name),
            ("last name", form.last_name),
        ];
        for problem in self.parts.policy.judge(form.password, &attributes) {
            problems.add("password", Problem::Password(problem));
        }
        match email {
            Some(email) if problems.is_empty() => Ok(Registration {
                email,
                username,
                first_name: plain(form.first_name),
                last_name: plain(form.last_name),
            }),
            _ => Err(problems),
        }
    }

    pub(super) fn check_username(&self, text: Option<&str>, problems: &mut Problems) -> Option<Username> {
        let text = text.filter(|text| !text.trim().is_empty());
        match (self.parts.config.usernames, text) {
            (UsernamePolicy::Off, _) | (UsernamePolicy::Optional, None) => None,
            (UsernamePolicy::Required, None) => {
                problems.add("username", Problem::Required);
                None
            }
            (UsernamePolicy::Optional | UsernamePolicy::Required, Some(text)) => {
                let username = Username::parse(text);
                if username.is_none() {
                    problems.add("username", Problem::NotAUsername);
                }
                username
            }
        }
    }

    /// A user name is no secret, unlike an address: it is taken from when somebody registers with it,
    /// whatever becomes of that, so that it tells nothing of the address beside it.
    async fn check_username_is_free(&self, tx: &mut Tx, registration: &Registration) -> Result<(), AccountError> {
        let Some(username) = registration.username.as_ref().map(Username::folded) else { return Ok(()) };
        let address = registration.email.folded();
        let taken = tx.accounts().by_username(&username).await?.is_some()
            || tx.registrations().awaits_username(&username, &address, self.now()).await?;
        if taken { Err(Problems::one("username", Problem::UsernameTaken).into()) } else { Ok(()) }
    }

    /// Does the same work for an address that has an account as for one that has none.
    async fn wait_for_activation(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        hash: String,
        asker: &Asker,
    ) -> Result<Registered, AccountError> {
        let now = self.now();
        let folded = registration.email.folded();
        let holder = tx.accounts().by_address(&folded).await?;
        let row = RegistrationRow {
            id: random::id(self.random()).to_string(),
            email: registration.email.to_string(),
            username: registration.username.as_ref().map(|username| username.as_str().to_owned()),
            first_name: registration.first_name.clone(),
            last_name: registration.last_name.clone(),
            language: asker.language.tag().to_owned(),
            password_hash: hash,
            void: holder.is_some(),
            created_at: now,
            expires_at: now + self.parts.config.lives.activation,
            activated_at: None,
        };
        tx.registrations().insert(&row).await?;
        self.mail_activation(tx, &row, holder.as_ref()).await?;
        let event = AuditEvent::of_account("registration", Outcome::Ok, Some(&row.id), &asker.visitor);
        self.audit(tx, event.with_detail(if row.void { "the address has an account" } else { "" })).await?;
        Ok(Registered { id: row.id, email: row.email, username: row.username })
    }

    /// Writes the mail of a registration: how to activate it, or that there is an account already.
    pub(super) async fn mail_activation(
        &self,
        tx: &mut Tx,
        row: &RegistrationRow,
        holder: Option<&AccountRow>,
    ) -> Result<(), AccountError> {
        let folded = row.email.to_lowercase();
        let may_mail = self.may_mail(tx, "mail", &folded).await?;
        let config = &self.parts.config;
        let nobody = random::id(self.random()).to_string();
        let request = Request {
            purpose: Purpose::Activation,
            // Where no mail is sent the last one goes on to count.
            subject: if may_mail { &row.id } else { &nobody },
            address: &folded,
            detail: None,
            expires_at: row.expires_at.min(self.now() + config.lives.activation),
        };
        let issued = self.issue(tx, request).await?;
        let notices = &self.parts.notices;
        let letter = match holder {
            Some(_) => {
                Letter::AlreadyRegistered { sign_in_link: notices.page("/sign-in"), reset_link: notices.page("/reset") }
            }
            None => Letter::Activation {
                link: config.links.activation.fill(&uid::encode(&row.id), &issued.secret),
                code: issued.code,
                valid_for: config.lives.activation,
            },
        };
        let language = row.language.parse().unwrap_or_default();
        // What somebody has shown to be theirs is written to as they wrote it, not as it was typed now.
        let address = holder.and_then(|holder| holder.email.as_deref()).unwrap_or(&row.email);
        if may_mail {
            notices.write(tx, address, language, &letter, self.now()).await?;
        }
        Ok(())
    }

    async fn create_at_once(
        &self,
        tx: &mut Tx,
        registration: &Registration,
        hash: String,
        asker: &Asker,
    ) -> Result<Registered, AccountError> {
        let folded = registration.email.folded();
        tx.accounts().reserve_address(&folded).await?;
        if tx.people().address_is_taken(&folded, false).await? {
            return Err(Problems::one("email", Problem::AddressTaken).into());
        }
        let username = registration.username.as_ref().map(|username| username.as_str().to_owned());
        let names = (registration.first_name.clone(), registration.last_name.clone());
        let account = AccountRow {
            id: random::id(self.random()).to_string(),
            name: shown_name(&names, username.as_deref(), registration.email.as_str()),
            email: Some(registration.email.to_string()),
            verified_email: None,
            username: username.clone(),
            first_name: names.0,
            last_name: names.1,
            password_hash: Some(hash),
            password_set_at: Some(self.now()),
            language: asker.language.tag().to_owned(),
            is_active: true,
            is_staff: false,
            last_sign_in_at: None,
            created_at: self.now(),
        };
        match tx.accounts().insert(&account).await {
            Err(error) if error.is_conflict() => return Err(not_created()),
            inserted => inserted?,
        }
        let sign_in_link = self.parts.notices.page("/sign-in");
        if self.may_mail(tx, "mail", &folded).await? {
            let letter = Letter::Confirmation { sign_in_link };
            self.parts.notices.write(tx, registration.email.as_str(), asker.language, &letter, self.now()).await?;
        }
        let event = AuditEvent::of_account("registration", Outcome::Ok, Some(&account.id), &asker.visitor);
        self.audit(tx, event).await?;
        Ok(Registered { id: account.id, email: registration.email.to_string(), username })
    }
}

fn not_created() -> AccountError {
    Problems::one(super::NO_FIELD, Problem::NotCreated).into()
}

/// A name without what no name has.
pub(super) fn plain(name: &str) -> String {
    name.trim().chars().filter(|char| !char.is_control()).collect()
}

/// What to call somebody; never empty.
pub(super) fn shown_name((first, last): &(String, String), username: Option<&str>, email: &str) -> String {
    let full = format!("{first} {last}").trim().to_owned();
    let local_part = email.split('@').next().unwrap_or(email);
    [Some(full.as_str()), username, Some(local_part)]
        .into_iter()
        .flatten()
        .find(|name| !name.is_empty())
        .unwrap_or("?")
        .to_owned()
}

impl Accounts {
    /// Writes the activation mail of that address again. Nobody learns whether there was one to write:
    /// whoever owns the address does, by mail.
    pub async fn resend_activation(&self, email: &str, asker: &Asker) -> Result<(), AccountError> {
        if !self.parts.config.require_activation {
            return Err(AccountError::NotAllowed);
        }
        self.count_ip("mail", &self.parts.limits.mails_per_ip, asker).await?;
        let address = EmailAddress::parse(email).ok_or_else(|| Problems::one("email", Problem::NotAnAddress))?;
        let folded = address.folded();
        let now = self.now();
        let mut tx = self.parts.store.begin().await?;
        let holder = tx.accounts().by_address(&folded).await?;
        match tx.registrations().pending(&folded, now).await? {
            Some(row) => self.mail_activation(&mut tx, &row, holder.as_ref()).await?,
            None => self.mail_nothing_to_activate(&mut tx, &address, holder.as_ref(), asker.language).await?,
        }
        let event = AuditEvent::of_account("activation_mail", Outcome::Ok, None, &asker.visitor);
        self.audit(&mut tx, event).await?;
        Ok(tx.save().await?)
    }

    async fn mail_nothing_to_activate(
        &self,
        tx: &mut Tx,
        address: &EmailAddress,
        holder: Option<&AccountRow>,
        language: Language,
    ) -> Result<(), AccountError> {
        let folded = address.folded();
        let may_mail = self.may_mail(tx, "mail", &folded).await?;
        // As much work as a mail that can be used.
        self.issue_void(tx, Purpose::Activation, &folded).await?;
        let notices = &self.parts.notices;
        let letter = match holder {
            Some(_) => {
                Letter::AlreadyRegistered { sign_in_link: notices.page("/sign-in"), reset_link: notices.page("/reset") }
            }
            None => Letter::NoAccount { register_link: self.register_link() },
        };
        let to = holder.and_then(|holder| holder.email.as_deref()).unwrap_or(address.as_str());
        if may_mail {
            notices.write(tx, to, language, &letter, self.now()).await?;
        }
        Ok(())
    }

    /// Makes a token that nobody gets: so that the work is the same.
    pub(super) async fn issue_void(&self, tx: &mut Tx, purpose: Purpose, folded: &str) -> Result<(), AccountError> {
        let nobody = random::id(self.random()).to_string();
        let request = Request { purpose, subject: &nobody, address: folded, detail: None, expires_at: self.now() };
        self.issue(tx, request).await?;
        Ok(())
    }

    pub(super) fn register_link(&self) -> Option<Url> {
        self.parts.config.registration.then(|| self.parts.notices.page("/register"))
    }
}
