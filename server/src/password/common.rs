use std::sync::LazyLock;

/// Where it comes from, and how it is made: `server/data/README.md`.
const LIST: &str = include_str!("../../data/common-passwords.txt");

static LINES: LazyLock<Vec<&'static str>> = LazyLock::new(|| LIST.lines().collect());

/// Whether that password, in small letters, is one of the list.
pub(super) fn is_listed(password: &str) -> bool {
    LINES.binary_search(&password).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order_and_holds_what_it_should() {
        assert!(LINES.is_sorted());
        assert!(LINES.iter().all(|line| line.chars().count() >= 8 && *line == line.to_lowercase().trim()));
        for common in ["password", "password1", "trustno1", "1qaz2wsx3edc"] {
            assert!(is_listed(common), "{common}");
        }
        assert!(!is_listed("correct horse battery staple"));
    }
}
