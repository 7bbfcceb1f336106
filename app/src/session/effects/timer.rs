use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// One timeout. Dropping it calls it off.
///
/// Its number stays the browser's own value: web-sys takes it for an `i32`, which a simulated
/// clock's is not, and a timeout that cannot be called off calls a dropped closure.
pub(crate) struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls back after that many milliseconds.
    pub(crate) fn after(milliseconds: i32, callback: impl FnOnce() + 'static) -> Self {
        let callback = Closure::once(callback);
        let id = global("setTimeout")
            .and_then(|set| set.call2(&JsValue::UNDEFINED, callback.as_ref(), &milliseconds.into()).ok());
        Self { id: id.unwrap_or(JsValue::UNDEFINED), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(clear) = global("clearTimeout") {
            // Any value will do: an unknown one is ignored.
            let _ = clear.call1(&JsValue::UNDEFINED, &self.id);
        }
    }
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}
