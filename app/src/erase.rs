//! Views of one type, without paying twice for it.

use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        ssr::StreamBuilder,
        view::{Position, PositionState, any_view::AnyView},
    },
};

/// Makes a view an [`AnyView`].
pub trait Erase {
    /// Like `into_any`, but the view hydrates in one way only. `into_any` keeps a second,
    /// asynchronous copy of every view's hydration in the WASM, a sixth of its weight, for routes
    /// that load their code late; there are none here.
    fn erase(self) -> AnyView;
}

impl<V> Erase for V
where
    V: IntoView + 'static,
{
    fn erase(self) -> AnyView {
        Synchronous(self.into_view()).into_any()
    }
}

/// A view whose asynchronous hydration is its synchronous one: the trait's own default, which
/// wrapping keeps Leptos from overriding.
struct Synchronous<V>(V);

impl<V: Render> Render for Synchronous<V> {
    type State = V::State;

    fn build(self) -> Self::State {
        self.0.build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.0.rebuild(state);
    }
}

impl<V: RenderHtml> RenderHtml for Synchronous<V> {
    type AsyncOutput = V::AsyncOutput;
    type Owned = Synchronous<V::Owned>;

    const MIN_LENGTH: usize = V::MIN_LENGTH;
    const EXISTS: bool = V::EXISTS;

    fn dry_resolve(&mut self) {
        self.0.dry_resolve();
    }

    async fn resolve(self) -> Self::AsyncOutput {
        self.0.resolve().await
    }

    fn html_len(&self) -> usize {
        self.0.html_len()
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) where
        Self: Sized,
    {
        self.0.to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self::Owned {
        Synchronous(self.0.into_owned())
    }
}

impl<V: AddAnyAttr> AddAnyAttr for Synchronous<V> {
    type Output<NewAttr: Attribute> = Synchronous<V::Output<NewAttr>>;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr>
    where
        Self::Output<NewAttr>: RenderHtml,
    {
        Synchronous(self.0.add_any_attr(attr))
    }
}
