use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::live::{Live, Text, text};

/// The address of this page, as a path to come back to.
pub fn current_path() -> Live<Text> {
    let location = use_location();
    text(move || location.pathname.with(|path| location.search.with(|search| return_path(path, search))))
}

/// Path and query, without what a failed form left in the query.
fn return_path(path: &str, search: &str) -> String {
    let mut whole = path.to_owned();
    let kept = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("__path=") && !pair.starts_with("__err="));
    for (index, pair) in kept.enumerate() {
        whole.push(if index == 0 { '?' } else { '&' });
        whole.push_str(pair);
    }
    whole
}

/// `path` if it is a path of this very site, else `/`.
///
/// Browsers read `//host` and `/\host` as another site, and drop tabs and line breaks before they
/// look. The server checks again; this keeps the page's own links honest.
pub fn own_path(path: &str) -> String {
    let mut characters = path.chars();
    let rooted = characters.next() == Some('/');
    let other_site = matches!(characters.next(), Some('/' | '\\'));
    let clean = !path.chars().any(|c| c.is_control() || c == '\\');
    if rooted && !other_site && clean { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for good in ["/", "/shop", "/shop/cart?a=1&b=%2F%2F", "/profile#token", "/ä", "/a//b"] {
            assert_eq!(own_path(good), good);
        }
        for bad in [
            "",
            "shop",
            "//evil.example",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a\\b",
            " /shop",
            "/\u{85}",
        ] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn a_failed_form_leaves_nothing_in_the_way_back() {
        assert_eq!(return_path("/shop", ""), "/shop");
        assert_eq!(return_path("/shop", "?a=1"), "/shop?a=1");
        assert_eq!(return_path("/shop", "a=1&__path=%2Fsf%2Fx&__err=abc&b=2"), "/shop?a=1&b=2");
        assert_eq!(return_path("/shop", "__path=x&__err=y"), "/shop");
    }
}
