//! What pages are made of.
#![allow(unreachable_pub, reason = "the component macro writes `pub` into what it makes")]

mod alert_region;
mod art;
mod cart_summary;
mod focus;
mod footer;
mod fresh;
mod header;
mod lang;
mod live_cart;
mod moment;
mod page_title;
mod paths;
mod provider_buttons;
mod state;
mod step_up;
mod waiting;
mod written;

pub use alert_region::AlertRegion;
pub use art::{GATE_SCENE, LOGO, product_art, provider_mark};
pub use cart_summary::CartSummary;
pub use focus::{focus, focus_after_navigation, focus_after_sign_in, focus_step_up};
pub use footer::Footer;
pub use fresh::{FreshGuard, Gate, RequireFresh};
pub use header::Header;
pub use lang::Lang;
pub use live_cart::{CartChange, LiveCart};
pub use moment::{Moment, now_ms};
pub use page_title::PageTitle;
pub use paths::{current_path, own_path};
pub use provider_buttons::ProviderButtons;
pub use state::{AppState, app_state, form_error};
pub use step_up::StepUpOffer;
pub use waiting::WaitingPanel;
pub use written::{Written, ask_server_when};
