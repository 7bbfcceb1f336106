use leptos::{
    IntoView,
    attr::{Attribute, any_attribute::AnyAttribute},
    logging::debug_warn,
    tachys::{
        hydration::Cursor,
        renderer::{
            Rndr,
            types::{Element, Node, Placeholder},
        },
        ssr::StreamBuilder,
        view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
    },
};

use super::Erase;

/// A view that has forgotten its type.
pub struct ErasedView(Box<dyn AnyRender + Send>);

impl<V: IntoView + 'static> Erase for V {
    fn erase(self) -> ErasedView {
        ErasedView(Box::new(self))
    }
}

/// What every view can do in the browser, its type aside.
trait AnyRender {
    fn build(self: Box<Self>) -> ErasedState;
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> ErasedState;
}

impl<V: RenderHtml + 'static> AnyRender for V {
    fn build(self: Box<Self>) -> ErasedState {
        let mounted = Box::new(Render::build(*self));
        let placeholder = (!V::EXISTS).then(Rndr::create_placeholder);
        ErasedState { mounted, placeholder }
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> ErasedState {
        let mounted = Box::new(RenderHtml::hydrate::<true>(*self, cursor, position));
        // The server stands a comment in for a view without nodes.
        let placeholder = (!V::EXISTS).then(|| cursor.next_placeholder(position));
        ErasedState { mounted, placeholder }
    }
}

/// The nodes of an [`ErasedView`].
pub struct ErasedState {
    mounted: Box<dyn Mountable>,
    placeholder: Option<Placeholder>,
}

impl Mountable for ErasedState {
    fn unmount(&mut self) {
        self.mounted.unmount();
        self.placeholder.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.mounted.mount(parent, marker);
        self.placeholder.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.mounted.insert_before_this(child) || self.placeholder.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.mounted.elements()
    }
}

impl Render for ErasedView {
    type State = ErasedState;

    fn build(self) -> ErasedState {
        self.0.build()
    }

    /// Always new nodes. Telling whether the old ones would do takes a second copy of every view's
    /// construction, and what changes in place here is text and attributes, not views.
    fn rebuild(self, state: &mut ErasedState) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

/// The browser writes no HTML: of this trait only hydration is called.
impl RenderHtml for ErasedView {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        _: &mut StreamBuilder,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ErasedState {
        self.0.hydrate(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// No component here is given attributes from outside.
impl AddAnyAttr for ErasedView {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, _: A) -> Self {
        debug_warn!("an attribute set on a component is lost: make it a property of the component");
        self
    }
}
