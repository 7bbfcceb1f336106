use super::{people::DemoPerson, stand_in::StandIn};
use crate::provider::{Parameters, StandardClaims, Subject};

/// Longest name and address that are taken.
const MAX_LENGTH: usize = 200;

/// The three fields of the page, as they stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) sub: String,
    pub(super) name: String,
    pub(super) email: String,
}

/// Which button was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Continue,
    Deny,
}

impl Decision {
    /// The name of the buttons.
    pub(super) const FIELD: &'static str = "decision";

    /// The value of the button.
    pub(super) const fn value(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::Deny => "deny",
        }
    }

    /// What a form that was sent says; `None` if it is not the page's.
    pub(super) fn of(form: &Parameters) -> Option<Self> {
        [Self::Continue, Self::Deny].into_iter().find(|decision| form.get(Self::FIELD) == Some(decision.value()))
    }
}

impl Fields {
    /// As the page is first shown: with the person whom the address names, or the application
    /// hints at, or the first.
    pub(super) fn prefilled(stand_in: StandIn, person: Option<&str>, hint: Option<&str>) -> Self {
        let known =
            person.and_then(DemoPerson::by_key).or_else(|| hint.and_then(|hint| DemoPerson::by_hint(stand_in, hint)));
        match (known, hint) {
            (Some(person), _) => Self::of(person, stand_in),
            (None, Some(hint)) => Self::hinted(hint),
            (None, None) => Self::of(&super::people::PEOPLE[0], stand_in),
        }
    }

    fn of(person: &DemoPerson, stand_in: StandIn) -> Self {
        Self {
            sub: person.subject(stand_in).to_owned(),
            name: person.name.to_owned(),
            email: person.email.unwrap_or_default().to_owned(),
        }
    }

    /// Somebody who is not there yet.
    fn hinted(hint: &str) -> Self {
        let (name, email) = match hint.split_once('@') {
            Some((local, _)) => (local, hint),
            None => (hint, ""),
        };
        Self { sub: hint.to_owned(), name: name.to_owned(), email: email.to_owned() }
    }

    /// As somebody sent them.
    pub(super) fn sent(form: &Parameters) -> Self {
        let text = |name| form.get(name).unwrap_or_default().trim().to_owned();
        Self { sub: text("sub"), name: text("name"), email: text("email") }
    }

    /// The person they describe, or what to say about them.
    pub(super) fn read(&self, stand_in: StandIn) -> Result<(Subject, StandardClaims), &'static str> {
        let subject =
            Subject::parse(&self.sub).ok_or("The identifier (sub) is 1 to 255 characters of the English keyboard.")?;
        if self.name.chars().count() > MAX_LENGTH || self.name.chars().any(char::is_control) {
            return Err("The name is at most 200 characters.");
        }
        if !self.email.is_empty() && !is_address(&self.email) {
            return Err("The address looks like name@example.com, or is left empty.");
        }
        let given = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let (name, email) = (given(&self.name), given(&self.email));
        let claims = match stand_in {
            StandIn::Okta => StandardClaims {
                preferred_username: Some(email.clone().unwrap_or_else(|| self.sub.clone())),
                email_verified: email.is_some().then_some(true),
                name,
                email,
                ..StandardClaims::default()
            },
            StandIn::Google => StandardClaims {
                email_verified: email.is_some().then_some(true),
                name,
                email,
                ..StandardClaims::default()
            },
            // Facebook tells an address and nothing about it.
            StandIn::Facebook => StandardClaims { name, email, ..StandardClaims::default() },
        };
        Ok((subject, claims))
    }
}

fn is_address(text: &str) -> bool {
    let clean = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    text.len() <= MAX_LENGTH && text.split_once('@').is_some_and(|(local, domain)| clean(local) && clean(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(sub: &str, name: &str, email: &str) -> Fields {
        Fields { sub: sub.into(), name: name.into(), email: email.into() }
    }

    #[test]
    fn the_page_is_filled_in_by_link_then_by_hint_then_with_the_first() {
        let name = |person, hint| Fields::prefilled(StandIn::Okta, person, hint).name;
        assert_eq!(name(None, None), "Ada Lovelace");
        assert_eq!(name(Some("grace"), None), "Grace Hopper");
        assert_eq!(name(Some("grace"), Some("alan.turing@example.com")), "Grace Hopper");
        assert_eq!(name(None, Some("Alan.Turing@example.com")), "Alan Turing");
        assert_eq!(name(Some("nobody"), None), "Ada Lovelace");
        let new = Fields::prefilled(StandIn::Google, None, Some("new@example.com"));
        assert_eq!(new, fields("new@example.com", "new", "new@example.com"));
        assert_eq!(Fields::prefilled(StandIn::Facebook, Some("katherine"), None).email, "");
    }

    #[test]
    fn each_provider_tells_what_the_real_one_tells() {
        let read = |stand_in| fields("x", "X", "x@example.com").read(stand_in).unwrap().1;
        assert_eq!(read(StandIn::Okta).preferred_username.as_deref(), Some("x@example.com"));
        assert_eq!(read(StandIn::Okta).email_verified, Some(true));
        assert_eq!(read(StandIn::Google).preferred_username, None);
        assert_eq!(read(StandIn::Facebook).email_verified, None);
        let bare = fields("x", "", "").read(StandIn::Okta).unwrap().1;
        assert_eq!((bare.name, bare.email, bare.email_verified), (None, None, None));
    }

    #[test]
    fn what_cannot_be_a_person_is_told_so() {
        assert!(fields("<script>alert(1)</script>", "<b>", "").read(StandIn::Okta).is_ok());
        for wrong in [
            fields("", "X", ""),
            fields("é", "X", ""),
            fields("x", &"x".repeat(201), ""),
            fields("x", "a\u{7}", ""),
            fields("x", "X", "no-address"),
            fields("x", "X", "a@b@c"),
            fields("x", "X", "@b"),
            fields("x", "X", "a b@c"),
        ] {
            assert!(wrong.read(StandIn::Okta).is_err(), "{wrong:?}");
        }
    }
}
