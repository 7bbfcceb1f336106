//! Every word a person reads, apart from the views: one catalogue a language.

mod language;

pub use language::Language;
