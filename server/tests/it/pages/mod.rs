//! The pages, as a browser without script gets them.

mod crowd;
mod first_paint;
mod headers;
