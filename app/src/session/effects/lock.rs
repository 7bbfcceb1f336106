//! The Web Lock that lets one tab renew at a time. `navigator.locks` is reached by reflection:
//! web-sys knows it only behind an unstable flag, and not every browser has it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

use super::fetch::Deadline;

const NAME: &str = "gatepost.renew";
/// A frozen tab may hold the lock for ever. With the request itself this stays within the ten
/// seconds that one tab may cost another.
const PATIENCE_MS: i32 = 8_000;

/// The lock, held. Dropping it lets the next tab in.
pub(crate) struct Held(Function);

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}

/// Waits for the lock. `None` where there is none, or none in time: go on without, the server's
/// grace window covers that. Never steals it, never nests.
pub(crate) async fn acquire() -> Option<Held> {
    let locks = Reflect::get(&web_sys::window()?.navigator(), &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let deadline = Deadline::after(PATIENCE_MS)?;
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &deadline.signal()).ok()?;
    let (granted, grant) = promise()?;
    let (released, release) = promise()?;
    // The browser calls this once the lock is ours, and keeps it until `released` resolves.
    let hold = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        let _ = grant.call0(&JsValue::UNDEFINED);
        released.into()
    });
    let refused = request.call3(&locks, &NAME.into(), &options, &hold).ok()?;
    let first = Promise::race(&Array::of2(&granted, &refused));
    JsFuture::from(first).await.ok().map(|_| Held(release))
}

/// A promise and the function that resolves it.
pub(crate) fn promise() -> Option<(Promise, Function)> {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    resolver.map(|resolve| (promise, resolve))
}
