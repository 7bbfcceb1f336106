use super::Fault;
use crate::account::EmailAddress;

/// Somebody who may sign in: an address, or everybody of a `@domain` (row F10), in small letters.
pub(super) fn people(text: &str) -> Result<String, Fault> {
    let address = match text.strip_prefix('@') {
        // A domain is good if somebody could be there.
        Some(domain) => EmailAddress::parse(&format!("somebody@{domain}")).filter(|_| !domain.contains('@')),
        None => EmailAddress::parse(text),
    };
    let folded = address.ok_or(Fault::NotPeople)?.folded();
    Ok(if text.starts_with('@') { folded.trim_start_matches("somebody").to_owned() } else { folded })
}
