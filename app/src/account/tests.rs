//! Every page in every state, as the server writes it.
//!
//! With `GATEPOST_ACCOUNT_PAGES` set to a folder they are written there too, to be looked at.

mod states;

use std::{collections::HashSet, fs, path::Path};

use super::{Dressing, JoinPage, PasswordPage, Section};
use crate::words::Language;
use states::{join_pages, named, on_the_way, password_pages};

/// The values of an attribute, in the order of the HTML.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn every_section() -> Vec<(String, Language, Section)> {
    let pages = named();
    let in_language = |language| {
        pages.iter().map(move |(name, page)| ((*name).to_owned(), language, page.section(language))).collect::<Vec<_>>()
    };
    Language::ALL.into_iter().flat_map(in_language).collect()
}

#[test]
fn every_id_is_there_once_and_every_reference_leads_to_one() {
    for (name, _, section) in every_section() {
        let html = &section.html;
        let ids = values(html, "id");
        let known: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}: {ids:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby", "data-reveal", "data-strength"] {
            for id in values(html, attribute).iter().flat_map(|value| value.split(' ')) {
                assert!(known.contains(id), "{name}: {attribute}={id}");
            }
        }
        for target in values(html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(known.contains(target), "{name}: #{target}");
        }
    }
}

#[test]
fn every_field_that_is_seen_has_a_label() {
    for (name, _, section) in every_section() {
        let labels: HashSet<_> = values(&section.html, "for").into_iter().collect();
        for input in section.html.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let input = format!(" {input}");
            if input.contains("type=\"hidden\"") || input.contains(" hidden") {
                continue;
            }
            let id = values(&input, "id");
            assert!(id.first().is_some_and(|id| labels.contains(id)), "{name}: {input}");
        }
    }
}

#[test]
fn no_password_ever_comes_back() {
    for (name, _, section) in every_section() {
        for input in section.html.split("type=\"password\"").skip(1).filter_map(|rest| rest.split('>').next()) {
            assert!(!input.contains(" value="), "{name}: {input}");
        }
    }
}

/// `style-src 'self'` and scripts by nonce: an attribute of either kind would be refused. The router
/// would take any other link for one of its own.
#[test]
fn every_page_fits_the_policy_and_every_link_is_the_servers() {
    for (name, _, section) in every_section() {
        let html = &section.html;
        for refused in [" style=", "<style", "<script", "javascript:", " onclick", " onsubmit"] {
            assert!(!html.contains(refused), "{name}: {refused}");
        }
        for link in html.split("<a ").skip(1).filter_map(|rest| rest.split('>').next()) {
            let way_back = name.starts_with("sign-in") && link.contains("href=\"/shop/cart");
            assert!(link.contains("external") || way_back, "{name}: {link}");
        }
        assert!(!html.contains(r#"role="alert""#), "{name}: the frame has the one live region");
    }
}

#[test]
fn errors_are_heard_first_and_stand_at_their_fields() {
    let mut wrong = 0;
    for (name, _, section) in every_section() {
        let html = &section.html;
        if !html.contains("error-summary") {
            assert!(!html.contains("aria-invalid"), "{name}");
            continue;
        }
        wrong += 1;
        assert_eq!(html.matches("autofocus").count(), 1, "{name}");
        assert!(section.title.starts_with("Error: ") || section.title.starts_with("Fehler: "), "{name}");
        for link in values(html, "href").iter().filter_map(|href| href.strip_prefix('#')).filter(|id| id.contains('-'))
        {
            let field = html.split("<input ").find(|input| input.contains(&format!("id=\"{link}\"")));
            assert!(field.is_some_and(|input| input.contains("aria-invalid=\"true\"")), "{name}: {link}");
        }
    }
    assert!(wrong >= 20, "{wrong} states with errors");
}

#[test]
fn what_comes_from_outside_is_only_text() {
    for (name, _, section) in every_section() {
        assert!(!section.html.contains("<b>"), "{name}: {}", section.html);
    }
}

/// Words of the catalogues, each only in its own language.
#[test]
fn no_language_speaks_another() {
    let foreign = |language| match language {
        Language::En => [" Sie ", " Ihr", "Konto", "Passwort", "Adresse ", "Anmeld", " und ", "Fehler"].as_slice(),
        Language::De => {
            [" your ", " the ", "account ", "assword", "Sign", "address ", " and ", "Error", "Save", "Code from"]
                .as_slice()
        }
    };
    for (name, language, section) in every_section() {
        let text = text_of(&section.html);
        for word in foreign(language) {
            assert!(!text.contains(word), "{name}, {language:?}: {word:?} in {text}");
        }
    }
}

/// Without tags, and without the addresses in them.
fn text_of(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_step_up_is_for_one_person_and_cannot_be_retargeted() {
    let pages = password_pages(Language::En);
    let html = |name: &str| pages.iter().find(|(found, _)| *found == name).map(|(_, page)| page.html()).unwrap();
    let step_up = html("popup-confirm");
    assert!(step_up.contains("readonly") && step_up.contains("ada@example.com"), "{step_up}");
    assert!(step_up.contains(r#"name="cancel""#) && step_up.contains("nonce="));
    assert!(step_up.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert!(!html("popup-sign-in").contains("readonly"));
}

#[test]
fn a_join_offers_every_way_once_and_says_first_what_is_wrong() {
    for (name, page) in Language::ALL.into_iter().flat_map(join_pages) {
        let html = page.html();
        let ids = values(&html, "id");
        let known: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}: {ids:?}");
        assert!(!html.contains("<b>") && !html.contains(" style="), "{name}");
        assert!(html.matches("autofocus").count() <= 1, "{name}");
        assert_eq!(html.contains("Error: ") || html.contains("Fehler: "), html.contains("error-summary"), "{name}");
        assert_eq!(html.contains(r#"type="password""#), page.login.is_some(), "{name}");
        assert_eq!(html.matches("/auth/join/with/").count(), page.providers.len(), "{name}");
        assert_eq!(html.contains(r#"value="code""#), page.code_sent, "{name}");
        assert!(html.contains(r#"value="cancel""#), "{name}");
    }
}

#[test]
fn the_way_on_needs_no_script_and_stays_an_attribute() {
    for language in Language::ALL {
        let html = on_the_way(language).html();
        assert!(html.contains(r#"http-equiv="refresh""#), "{html}");
        assert!(!html.contains("b=\"2"), "{html}");
    }
}

#[test]
fn pages_can_be_looked_at() {
    let Some(folder) = std::env::var_os("GATEPOST_ACCOUNT_PAGES") else { return };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).unwrap();
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (style, script) = (site.join("style/main.css"), site.join("public/account.js"));
    let dressing = || Dressing {
        stylesheet: style.display().to_string(),
        script: script.display().to_string(),
        nonce: String::new(),
    };
    for (name, language, Section { title, html }) in every_section() {
        let panel = if name.starts_with("sign-in") {
            format!(
                r#"<section class="narrow panel"><h1>{title}</h1><div><div class="written">{html}</div></div></section>"#
            )
        } else {
            format!(r#"<div><div class="written">{html}</div></div>"#)
        };
        let tag = language.tag();
        let document = format!(
            r#"<!DOCTYPE html><html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link rel="stylesheet" href="{}"><script src="{}" defer></script></head><body><main id="main" tabindex="-1">{panel}</main></body></html>"#,
            style.display(),
            script.display(),
        );
        fs::write(folder.join(format!("{name}.{tag}.html")), document).unwrap();
    }
    for language in Language::ALL {
        for (name, page) in password_pages(language) {
            let page = PasswordPage { dressing: dressing(), ..page };
            fs::write(folder.join(format!("{name}.{}.html", language.tag())), page.html()).unwrap();
        }
        for (name, page) in join_pages(language) {
            let page = JoinPage { dressing: dressing(), ..page };
            fs::write(folder.join(format!("{name}.{}.html", language.tag())), page.html()).unwrap();
        }
    }
}
