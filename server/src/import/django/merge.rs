//! Somebody who was imported before: what changed in Django is taken over, field by field, unless
//! the field was changed here too.

use super::taken::{FIELDS, Field, Taken};
use crate::store::ImportedPersonRow;

/// What a merge comes to.
pub(super) struct Merged {
    pub(super) person: ImportedPersonRow,
    /// Whether the person is another than before.
    pub(super) changed: bool,
    pub(super) notes: Vec<String>,
}

/// `barred` are the fields that cannot become as Django has them now, because somebody else here
/// has the same; the next import tries again.
pub(super) fn merge(
    theirs: &ImportedPersonRow,
    ours: &ImportedPersonRow,
    taken: &mut Taken,
    barred: &[Field],
) -> Merged {
    let mut merged = Merged { person: ours.clone(), changed: false, notes: Vec::new() };
    for field in FIELDS {
        if taken.is_same(theirs, field) {
            continue;
        }
        if !taken.is_same(ours, field) {
            merged.notes.push(format!("{} changed on both sides: it stays as it is here", field.words()));
            // It is told once.
            taken.note(theirs, field);
        } else if barred.contains(&field) {
            merged.notes.push(format!("{} stays as it is: somebody here has the new one", field.words()));
        } else {
            copy(theirs, &mut merged.person, field);
            taken.note(theirs, field);
            merged.changed = true;
        }
    }
    merged
}

fn copy(from: &ImportedPersonRow, to: &mut ImportedPersonRow, field: Field) {
    match field {
        Field::Address => {
            to.email.clone_from(&from.email);
            to.folded_email.clone_from(&from.folded_email);
            to.verified_email.clone_from(&from.verified_email);
        }
        Field::Username => {
            to.username.clone_from(&from.username);
            to.folded_username.clone_from(&from.folded_username);
        }
        Field::FirstName => {
            to.first_name.clone_from(&from.first_name);
            to.name.clone_from(&from.name);
        }
        Field::LastName => {
            to.last_name.clone_from(&from.last_name);
            to.name.clone_from(&from.name);
        }
        Field::Password => to.password_hash.clone_from(&from.password_hash),
        Field::Active => to.is_active = from.is_active,
        Field::Staff => to.is_staff = from.is_staff,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn person() -> ImportedPersonRow {
        ImportedPersonRow {
            id: "p".to_owned(),
            name: "Ann Lee".to_owned(),
            email: Some("Ann@example.com".to_owned()),
            folded_email: Some("ann@example.com".to_owned()),
            verified_email: Some("ann@example.com".to_owned()),
            username: Some("ann".to_owned()),
            folded_username: Some("ann".to_owned()),
            first_name: "Ann".to_owned(),
            last_name: "Lee".to_owned(),
            password_hash: Some("one".to_owned()),
            is_active: true,
            is_staff: false,
            last_sign_in_at: None,
            created_at: Timestamp::from_millis(0),
        }
    }

    #[test]
    fn what_changed_there_alone_is_taken_over_once() {
        let (ours, mut taken) = (person(), Taken::of(&person(), false));
        let theirs = ImportedPersonRow { password_hash: Some("two".to_owned()), is_active: false, ..person() };
        let merged = merge(&theirs, &ours, &mut taken, &[]);
        assert!(merged.changed && merged.notes.is_empty());
        assert_eq!(merged.person, theirs);
        assert!(!merge(&theirs, &merged.person, &mut taken, &[]).changed);
    }

    #[test]
    fn what_changed_here_stays_whatever_happens_there() {
        let mut taken = Taken::of(&person(), false);
        let ours = ImportedPersonRow { password_hash: Some("ours".to_owned()), ..person() };
        assert!(!merge(&person(), &ours, &mut taken, &[]).changed);
        let theirs = ImportedPersonRow { password_hash: Some("theirs".to_owned()), ..person() };
        let merged = merge(&theirs, &ours, &mut taken, &[]);
        assert_eq!((merged.changed, merged.notes.len(), merged.person), (false, 1, ours.clone()));
        assert!(merge(&theirs, &ours, &mut taken, &[]).notes.is_empty(), "told once");
    }

    #[test]
    fn what_somebody_else_has_is_tried_again() {
        let mut taken = Taken::of(&person(), false);
        let theirs = ImportedPersonRow { username: Some("bea".to_owned()), ..person() };
        let merged = merge(&theirs, &person(), &mut taken, &[Field::Username]);
        assert_eq!((merged.changed, merged.notes.len()), (false, 1));
        assert!(merge(&theirs, &person(), &mut taken, &[]).changed);
    }
}
