//! Reactive parts of views, in few types.
//!
//! Leptos compiles everything a closure needs as a part of a view, as a memo or as an effect once
//! for each closure. Here closures are put behind a pointer first, so that it is compiled once for
//! each kind of value: half of the WASM was copies.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

use crate::erase::{Erase, ErasedView};

/// What is read anew whenever a signal in it changes: a part of a view, or an attribute.
pub type Live<V> = SharedReactiveFunction<V>;

/// Text of the catalogue, or made of it.
pub type Text = Cow<'static, str>;

/// A live value. Its types are to be few: see [`text`], [`text_if`] and [`part`].
pub fn live<V: 'static>(read: impl FnMut() -> V + Send + 'static) -> Live<V> {
    Arc::new(Mutex::new(read))
}

/// Live text.
pub fn text<T: Into<Text>>(read: impl Fn() -> T + Send + 'static) -> Live<Text> {
    live(move || read().into())
}

/// Live text that may be absent: an attribute is then left out.
pub fn text_if<T: Into<Text>>(read: impl Fn() -> Option<T> + Send + 'static) -> Live<Option<Text>> {
    live(move || read().map(Into::into))
}

/// A live part of a view.
pub fn part<V: IntoView + 'static>(make: impl Fn() -> V + Send + 'static) -> Live<ErasedView> {
    live(move || make().erase())
}

/// A part of a view that is there while `when` says so, and is not made anew before that changes.
pub fn part_if<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    make: impl Fn() -> V + Send + 'static,
) -> Live<ErasedView> {
    fn erased(shown: Memo<bool>, make: Box<dyn Fn() -> ErasedView + Send>) -> Live<ErasedView> {
        live(move || if shown.get() { make() } else { ().erase() })
    }
    erased(memo(when), Box::new(move || make().erase()))
}

/// What a live value is now, tracked.
pub fn read<V>(live: &Live<V>) -> V {
    live.lock().unwrap_or_else(PoisonError::into_inner)()
}

/// A value that is computed when something in it changes, and tells others only where it did.
pub fn memo<T: PartialEq + Send + Sync + 'static>(read: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    // Its own function: a closure inside the outer one would be compiled for each `read`.
    fn boxed<T: PartialEq + Send + Sync + 'static>(read: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| read())
    }
    boxed(Box::new(read))
}

/// Acts in the browser once it runs the page, and whenever something that was read in it changes.
pub fn effect(act: impl FnMut() + 'static) {
    fn boxed(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_| act());
    }
    boxed(Box::new(act));
}

/// What to do on an event.
pub fn on<E: 'static>(act: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(act)
}
