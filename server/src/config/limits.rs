use super::Reader;
use crate::throttle::Rates;

/// How often things may be done. `ip` counts an IPv6 network of 64 bits as one.
#[derive(Clone, Debug, Default)]
pub struct LimitsConfig {
    /// Sign-ins with a password, an address.
    pub sign_ins_per_ip: Rates,
    /// Those that failed, an address.
    pub failed_sign_ins_per_ip: Rates,
    /// Those that failed, an account, from devices it does not know; and each device it knows.
    pub failed_sign_ins_per_account: Rates,
    /// Registrations, an address.
    pub registrations_per_ip: Rates,
    /// Mails asked for, an address.
    pub mails_per_ip: Rates,
    /// Mails asked for, a mailbox; those for a new password are counted apart. Beyond it none is sent; the
    /// answer is the same.
    pub mails_per_mailbox: Rates,
    /// Links and codes shown, an address.
    pub confirmations_per_ip: Rates,
    /// Logout tokens that do not count, an address.
    pub refused_logouts_per_ip: Rates,
    /// Clients that register themselves, an address.
    pub client_registrations_per_ip: Rates,
    /// Passwords shown once more, and changes that need one, a person.
    pub changes_per_person: Rates,
}

impl LimitsConfig {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let enabled = reader.flag("limits.enabled").unwrap_or(true);
        let mut rates = |name: &str, default: &str| {
            let default = default.parse().unwrap_or_default();
            reader.get(&format!("limits.{name}"), default, str::parse)
        };
        let limits = Self {
            sign_ins_per_ip: rates("sign_ins_per_ip", "30/m"),
            failed_sign_ins_per_ip: rates("failed_sign_ins_per_ip", "10/m"),
            failed_sign_ins_per_account: rates("failed_sign_ins_per_account", "5/5m,100/30d"),
            registrations_per_ip: rates("registrations_per_ip", "20/m"),
            mails_per_ip: rates("mails_per_ip", "20/m"),
            mails_per_mailbox: rates("mails_per_mailbox", "5/15m,20/d"),
            confirmations_per_ip: rates("confirmations_per_ip", "20/m"),
            refused_logouts_per_ip: rates("refused_logouts_per_ip", "60/m"),
            client_registrations_per_ip: rates("client_registrations_per_ip", "10/m,100/d"),
            changes_per_person: rates("changes_per_person", "10/m"),
        };
        if enabled { limits } else { Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    #[test]
    fn every_default_is_a_rate_and_all_can_be_turned_off() {
        let read = |pairs: &[(&str, &str)]| LimitsConfig::read(&mut Reader::new(Sources::from_pairs(pairs)));
        let limits = read(&[]);
        for rates in [
            &limits.sign_ins_per_ip,
            &limits.failed_sign_ins_per_ip,
            &limits.failed_sign_ins_per_account,
            &limits.registrations_per_ip,
            &limits.mails_per_ip,
            &limits.mails_per_mailbox,
            &limits.confirmations_per_ip,
            &limits.refused_logouts_per_ip,
            &limits.client_registrations_per_ip,
            &limits.changes_per_person,
        ] {
            assert_ne!(*rates, Rates::default());
        }
        assert_eq!(read(&[("limits.enabled", "false")]).mails_per_ip, Rates::default());
    }
}
