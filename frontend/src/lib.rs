//! The WASM entry point: takes over the page the server rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called once by the script Leptos writes into the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::app::App);
}
