//! Views of one type.
//!
//! On the server that type is Leptos' own [`AnyView`]. In the browser its counterpart here has the
//! same tree, but hydrates in one way only: `AnyView` brings a second, asynchronous copy of every
//! view's hydration, for routes that load their code late. There are none here, and the copies
//! would be a sixth of the WASM.

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod browser;

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub use self::browser::ErasedView;
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
pub use leptos::prelude::AnyView as ErasedView;

/// Forgets the type of a view.
pub trait Erase {
    /// The same view, so that those of several types can stand in one place.
    fn erase(self) -> ErasedView;
}

#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
impl<V: leptos::IntoView + 'static> Erase for V {
    fn erase(self) -> ErasedView {
        leptos::prelude::IntoAny::into_any(self)
    }
}
