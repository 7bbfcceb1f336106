use crate::words::Around;

pub struct Settings {
    pub title: &'static str,
    pub lead: &'static str,
    pub navigation: &'static str,
    pub profile: ProfileCard,
    pub email: EmailCard,
    pub password: PasswordCard,
    pub methods: MethodsCard,
    pub sessions: SessionsCard,
    pub delete: DeleteCard,
    /// A change needs a proof of identity that a provider has to give.
    pub confirm_first: &'static str,
    pub confirm_with: Around,
}

pub struct ProfileCard {
    pub title: &'static str,
    pub save: &'static str,
    pub saved: &'static str,
    pub member_since: &'static str,
}

pub struct EmailCard {
    pub title: &'static str,
    pub none: &'static str,
    pub verified: &'static str,
    pub unverified: &'static str,
    pub pending: Around,
    pub enter_code: &'static str,
    pub cancel: &'static str,
    pub cancelled: &'static str,
    pub change: &'static str,
    pub lead: &'static str,
    pub submit: &'static str,
    pub mailed: &'static str,
    pub changed: &'static str,
}

pub struct PasswordCard {
    pub title: &'static str,
    pub set_on: Around,
    pub is_set: &'static str,
    pub change: &'static str,
    pub change_lead: &'static str,
    pub submit: &'static str,
    pub changed: &'static str,
    pub not_set: &'static str,
    pub set: &'static str,
    pub set_submit: &'static str,
}

pub struct MethodsCard {
    pub title: &'static str,
    pub lead: &'static str,
    pub password: &'static str,
    pub since: &'static str,
    pub last_used: &'static str,
    pub never_used: &'static str,
    pub join: &'static str,
    pub join_lead: &'static str,
    pub join_with: Around,
    pub joined: &'static str,
    pub part: &'static str,
    pub part_lead: &'static str,
    pub part_one: Around,
    /// Of two at one provider, with the address that tells them apart.
    pub part_one_as: fn(&str, &str) -> String,
    pub parted: &'static str,
    pub only: &'static str,
}

pub struct SessionsCard {
    pub short: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub this_one: &'static str,
    pub unknown_device: &'static str,
    pub on: fn(&str, &str) -> String,
    pub signed_in: &'static str,
    pub with: Around,
    pub with_password: &'static str,
    pub last_seen: &'static str,
    pub just_now: &'static str,
    pub minutes_ago: fn(i64) -> String,
    pub hours_ago: fn(i64) -> String,
    pub end: &'static str,
    pub end_one: Around,
    pub ended: &'static str,
    pub everywhere: &'static str,
    pub everywhere_lead: &'static str,
    pub end_others: &'static str,
    pub end_all: &'static str,
    pub others_ended: &'static str,
}

pub struct DeleteCard {
    pub title: &'static str,
    pub lead: &'static str,
    pub open: &'static str,
    pub for_good: &'static str,
    pub code_lead: &'static str,
    pub send_code: &'static str,
    pub code_sent: Around,
    pub submit: &'static str,
}

pub struct Deleted {
    pub title: &'static str,
    pub lead: &'static str,
}
