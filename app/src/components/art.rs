//! Drawings, as SVG text. All are our own; colours come from the stylesheet's classes, so that they
//! follow light and dark. The providers' marks only hint at a letter: their logos are not ours to draw.

/// The product's mark: two posts and the gate between them, ajar.
pub const LOGO: &str = r#"<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"><path d="M5 29V9.5L7.5 6 10 9.5V29M22 29V9.5L24.5 6 27 9.5V29"/><path class="glow" d="M10 13.5l8.5-2.5v15L10 28M13 12.7v14.4M15.7 11.9v14.7"/></svg>"#;

/// A gate at dusk, a lantern lit on one of its posts.
pub const GATE_SCENE: &str = r#"<svg viewBox="0 0 400 460" preserveAspectRatio="xMidYMax slice"><rect class="sky" width="400" height="460"/><circle class="moon" cx="292" cy="112" r="34"/><g class="star"><circle cx="92" cy="86" r="2"/><circle cx="150" cy="52" r="1.5"/><circle cx="214" cy="98" r="1.8"/><circle cx="66" cy="168" r="1.4"/><circle cx="344" cy="190" r="1.6"/></g><path class="hill-far" d="M0 300q90-64 190-34t210-26v220H0z"/><path class="hill" d="M0 348q120-50 220-14t180-18v144H0z"/><path class="path" d="M164 460q10-66 34-104 8-14 4-24h14q8 12 12 26 22 40 60 102z"/><circle class="halo" cx="116" cy="196" r="74"/><g class="stone"><path d="M92 460V262h48v198zM86 250h60v14H86z"/><path d="M268 460V262h48v198zM262 250h60v14h-60z"/></g><path class="mortar" d="M92 300h48M92 342h48M92 384h48M92 426h48M116 264v36M106 300v42M128 342v42M110 384v42M268 300h48M268 342h48M268 384h48M268 426h48M292 264v36M302 300v42M280 342v42M298 384v42"/><g class="iron"><path d="M140 290l62 22v122l-62 18M156 280v180M172 288v166M188 298v146"/><path d="M140 330l62 14M268 290h-16v162h16"/></g><g class="lamp"><path class="lamp-light" d="M103 206h26l-5 36h-16z"/><path class="lamp-frame" d="M98 206h36l-18-18zM106 242h20v8h-20zM116 188v-10M116 206v36"/></g></svg>"#;

const LANTERN: &str = r#"<svg viewBox="0 0 120 120"><circle class="halo" cx="60" cy="66" r="44"/><path class="line" d="M60 14v12M48 26h24"/><path class="fill" d="M38 42h44L60 26z"/><path class="light" d="M42 46h36l-6 46H48z"/><path class="line" d="M42 46h36l-6 46H48zM60 46v46M44 92h32v8H44z"/><path class="flame" d="M60 82c-7 0-9-6-6-11 2-4 6-5 6-11 4 5 9 8 8 15-1 5-4 7-8 7z"/></svg>"#;
const PADLOCK: &str = r#"<svg viewBox="0 0 120 120"><path class="line thick" d="M40 58V42a20 20 0 0 1 40 0v16"/><rect class="fill" x="28" y="54" width="64" height="50" rx="10"/><circle class="light" cx="60" cy="74" r="7"/><path class="light" d="M57 78h6l3 14H54z"/></svg>"#;
const KEYRING: &str = r#"<svg viewBox="0 0 120 120"><circle class="line thick" cx="60" cy="36" r="20"/><path class="line thick" d="M52 55L38 96M38 96l-8-3M41 87l-8-3"/><path class="line thick" d="M67 55l15 41M82 96l8-3M79 88l8-3"/><circle class="light" cx="60" cy="36" r="9"/></svg>"#;
const DOORBELL: &str = r#"<svg viewBox="0 0 120 120"><rect class="fill" x="36" y="16" width="48" height="88" rx="24"/><circle class="line" cx="60" cy="28" r="3"/><circle class="line" cx="60" cy="92" r="3"/><circle class="light" cx="60" cy="60" r="17"/><circle class="line" cx="60" cy="60" r="17"/><path class="line" d="M96 44a26 26 0 0 1 0 32M24 44a26 26 0 0 0 0 32"/></svg>"#;

/// A product's drawing.
pub fn product_art(id: &str) -> &'static str {
    match id {
        "lantern" => LANTERN,
        "padlock" => PADLOCK,
        "keyring" => KEYRING,
        "doorbell" => DOORBELL,
        _ => "",
    }
}

const RING: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="4"><circle cx="12" cy="12" r="7.5"/></svg>"#;
const OPEN_RING: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round"><path d="M18.5 6.8A8.3 8.3 0 1 0 20.3 12H13"/></svg>"#;
const LOWER_F: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round"><path d="M17 4.5h-1.5a4 4 0 0 0-4 4V20M7.5 12h8"/></svg>"#;
const BRANCH: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><circle cx="7" cy="5.5" r="2.3"/><circle cx="7" cy="18.5" r="2.3"/><circle cx="17" cy="8.5" r="2.3"/><path d="M7 8v8M17 11c0 4-6 2.5-9 5.5"/></svg>"#;
const FOUR: &str = r#"<svg viewBox="0 0 24 24" fill="currentColor"><path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"/></svg>"#;
const KEY: &str = r#"<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><circle cx="8" cy="8" r="4"/><path d="M11 11l8.5 8.5M16 16l2.5-2.5"/></svg>"#;

/// A small mark that tells the buttons apart; a key for a provider we have none for.
pub fn provider_mark(id: &str) -> &'static str {
    match id {
        "okta" => RING,
        "google" => OPEN_RING,
        "facebook" => LOWER_F,
        "github" => BRANCH,
        "microsoft" => FOUR,
        _ => KEY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::products;

    /// The policy allows no inline style and no script: a drawing must not bring either.
    #[test]
    fn drawings_fit_the_content_security_policy() {
        let mut drawings = vec![LOGO, GATE_SCENE, provider_mark("okta"), provider_mark("none")];
        drawings.extend(products().iter().map(|product| product_art(product.id)));
        for drawing in drawings {
            assert!(drawing.starts_with("<svg") && drawing.ends_with("</svg>"));
            assert!(!drawing.contains("style=") && !drawing.contains("<script") && !drawing.contains(" on"));
        }
    }
}
