//! The pages, as a browser without script gets them.

mod account;
mod crowd;
mod first_paint;
mod headers;
