use app::{
    account::{
        Complaint, DeleteCard, DeleteProof, EmailCard, Errors, Method, MethodsCard, PasswordCard, ProfileCard, Proof,
        SavedChange, SessionLine, SettingsPage,
    },
    wire::ProviderLink,
};

use crate::{
    account::{AccountError, FRESH, SignedInPerson},
    http::{account_pages::register::asked, account_pages::visit::Visit, state::App},
    session::PASSWORD_PROVIDER,
    store::{FamilyRow, IdentityRow},
    user_agent::Browser,
};

/// The page as things stand.
pub(super) async fn of(visit: &Visit, person: &SignedInPerson) -> Result<SettingsPage, AccountError> {
    let app = &visit.app;
    let account = &person.account;
    let identities = app.accounts.identities(person).await?;
    let families = app.accounts.sessions(person).await?;
    let used_password = families.iter().filter(|family| family.provider == PASSWORD_PROVIDER);
    let used_password = used_password.map(|family| family.auth_time.seconds()).max();
    let login = account.email.clone().or_else(|| account.username.clone()).unwrap_or_default();
    Ok(SettingsPage {
        now: app.clock.now().seconds(),
        saved: visit.query("saved").and_then(|key| SavedChange::of_key(&key)),
        profile: ProfileCard {
            ask_username: asked(app.accounts.config().usernames),
            username: account.username.clone().unwrap_or_default(),
            first_name: account.first_name.clone(),
            last_name: account.last_name.clone(),
            since: account.created_at.seconds(),
            ..ProfileCard::default()
        },
        email: EmailCard {
            current: account.email.clone(),
            verified: account.verified_email.is_some(),
            pending: app.accounts.pending_address(person).await?,
            ..EmailCard::default()
        },
        password: PasswordCard {
            is_set: account.password_hash.is_some(),
            set_at: account.password_set_at.map(crate::clock::Timestamp::seconds),
            login,
            least: u32::try_from(app.accounts.least()).unwrap_or(u32::MAX),
            ..PasswordCard::default()
        },
        methods: methods_card(visit, person, &identities, used_password),
        sessions: sessions(app, person, &families),
        delete: DeleteCard { by: delete_proof(person), ..DeleteCard::default() },
        proof: proof(app, person, &identities),
        ..SettingsPage::default()
    })
}

fn methods_card(
    visit: &Visit,
    person: &SignedInPerson,
    identities: &[IdentityRow],
    used_password: Option<i64>,
) -> MethodsCard {
    let app = &visit.app;
    let is_joined = |id: &str| identities.iter().any(|identity| identity.provider == id);
    let others = app.relying_party.providers().iter().filter(|provider| !is_joined(&provider.id));
    MethodsCard {
        methods: methods(app, person, identities, used_password),
        others: others.map(|other| ProviderLink::new(&*other.id, &*other.label)).collect(),
        // What a provider's callback leaves to say.
        join_errors: match visit.query("problem").as_deref() {
            Some("in-use") => Errors::with_form(Complaint::IdentityInUse),
            Some("session-over") => Errors::with_form(Complaint::SessionOver),
            _ => Errors::none(),
        },
        part_errors: Errors::none(),
    }
}

fn methods(app: &App, person: &SignedInPerson, identities: &[IdentityRow], used_password: Option<i64>) -> Vec<Method> {
    let account = &person.account;
    let password = account.password_hash.is_some().then(|| Method {
        since: account.password_set_at.map(crate::clock::Timestamp::seconds),
        last_used: used_password,
        ..Method::default()
    });
    let joined = identities.iter().map(|identity| Method {
        provider: Some(ProviderLink::new(&*identity.provider, label(app, &identity.provider))),
        handle: Some(identity.handle()),
        address: identity.email.clone(),
        since: Some(identity.created_at.seconds()),
        last_used: Some(identity.last_used_at.seconds()),
    });
    password.into_iter().chain(joined).collect()
}

/// A provider's name for people; its id where it is no longer configured.
fn label(app: &App, id: &str) -> String {
    let mut providers = app.relying_party.providers().iter();
    providers.find(|provider| provider.id == id).map_or_else(|| id.to_owned(), |provider| provider.label.clone())
}

/// This one first, then the last used.
fn sessions(app: &App, person: &SignedInPerson, families: &[FamilyRow]) -> Vec<SessionLine> {
    let line = |family: &FamilyRow| {
        let Browser { name, system, is_mobile } = Browser::of(&family.user_agent);
        SessionLine {
            id: family.id.clone(),
            browser: name,
            system,
            is_mobile,
            place: app.places.of(&family.ip),
            ip: family.ip.clone(),
            provider: (family.provider != PASSWORD_PROVIDER).then(|| label(app, &family.provider)),
            signed_in_at: family.created_at.seconds(),
            last_seen_at: family.handed_at.seconds(),
            is_this: family.id == person.family,
        }
    };
    let mut lines: Vec<_> = families.iter().map(line).collect();
    lines.sort_by_key(|line| (!line.is_this, std::cmp::Reverse(line.last_seen_at)));
    lines
}

/// How a change is proved to be theirs, as the service asks for it.
fn proof(app: &App, person: &SignedInPerson, identities: &[IdentityRow]) -> Proof {
    if person.account.password_hash.is_some() {
        return Proof::Password;
    }
    if app.clock.now().since(person.auth_time) <= FRESH {
        return Proof::Fresh;
    }
    let id = identities.iter().max_by_key(|identity| identity.last_used_at).map(|identity| identity.provider.clone());
    let id = id.unwrap_or_default();
    let max_age = u32::try_from(FRESH.as_secs()).unwrap_or(u32::MAX);
    Proof::Provider { link: ProviderLink::new(&*id, label(app, &id)), max_age }
}

fn delete_proof(person: &SignedInPerson) -> DeleteProof {
    match (&person.account.password_hash, &person.account.verified_email) {
        (Some(_), _) => DeleteProof::Password,
        (None, Some(_)) => DeleteProof::Code,
        (None, None) => DeleteProof::SignIn,
    }
}
