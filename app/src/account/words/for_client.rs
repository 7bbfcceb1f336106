use crate::words::Around;

/// An application asks who somebody is.
pub struct ForClient {
    /// Around the application's name.
    pub sign_in: Around,
    pub sign_in_lead: Around,
    /// Around the person's name: they are signed in, and show once more who they are.
    pub again: Around,
    pub choose: Around,
    pub choose_lead: &'static str,
    pub go_on_as: Around,
    pub another: &'static str,
    pub consent: Around,
    /// Around the person's name.
    pub signed_in_as: Around,
    pub not_you: &'static str,
    pub consent_lead: Around,
    pub offline: &'static str,
    pub profile: &'static str,
    pub email: &'static str,
    pub open_id: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    /// Around the name of a scope that only the application knows.
    pub other: Around,
    pub allow: &'static str,
    pub deny: &'static str,
    /// Around the application's name, these three.
    pub policy: Around,
    pub terms: Around,
    pub site: Around,
    pub back: Around,
    pub back_lead: &'static str,
    pub cannot: &'static str,
    pub cannot_lead: &'static str,
    pub gone: &'static str,
    pub sign_out: &'static str,
    pub sign_out_lead: &'static str,
    pub sign_out_now: &'static str,
    pub stay: &'static str,
    pub signed_out: &'static str,
    pub signed_out_lead: &'static str,
}
