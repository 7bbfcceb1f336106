use leptos::{
    ev::SubmitEvent,
    html::{Input, Textarea},
    prelude::*,
    server_fn::ServerFn,
    task::spawn_local,
};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    draft::Draft,
    place::{Placing, place},
};
use crate::{
    api::{OrderError, PlaceOrder, Reading},
    components::{AppState, FreshGuard, Gate, app_state, focus, focus_step_up, form_error},
    erase::Erase,
    live::{effect, live, memo, on, text, text_if},
    wire::{Notice, Order, OrderRequest},
    words::Words,
};

/// Id of the button that orders.
const PAY: &str = "pay";

/// Who it goes to and where. Posts by itself without script; with script the session is made
/// fresh first, and the page stays.
#[component]
pub(super) fn OrderForm(guard: FreshGuard, key: Reading<String>) -> impl IntoView {
    let state = app_state();
    let lang = state.lang;
    let form = FormState::new(guard, key);
    form.restore_draft();
    form.keep_draft();
    form.follow_owner();
    let navigate = use_navigate();
    let on_placed = move |order: Order| {
        navigate(&format!("/shop/orders/{}", order.id), NavigateOptions::default());
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit(on_placed.clone());
    };
    let closed = memo(move || guard.gate() != Gate::Open);
    let busy = live(move || guard.checking() || form.paying.get());
    let hidden_key = live(move || {
        form.key.get().map(|key| {
            view! { <input type="hidden" name="key" value=key.unwrap_or_default() node_ref=form.key_field /> }.erase()
        })
    });
    let amount = move || lang.money(state.cart.get().total_cents());
    let pay = text(move || {
        let words = &lang.words().checkout;
        if form.paying.get() { words.paying.to_owned() } else { (words.pay)(&amount()) }
    });
    view! {
        <form class="panel" method="post" action=PlaceOrder::url() on:submit=on(submit)>
            <Suspense>{hidden_key}</Suspense>
            <fieldset class="fields" disabled=live(move || closed.get())>
                <legend>
                    <h2>{lang.t(|w| w.checkout.delivery)}</h2>
                </legend>
                <label for="recipient">{lang.t(|w| w.checkout.recipient)}</label>
                <input
                    id="recipient"
                    name="recipient"
                    required
                    maxlength="100"
                    autocomplete="name"
                    aria-invalid=text_if(move || form.is_wrong("recipient").then_some("true"))
                    aria-describedby="order-error"
                    node_ref=form.recipient
                />
                <label for="address">{lang.t(|w| w.checkout.address)}</label>
                <textarea
                    id="address"
                    name="address"
                    rows="4"
                    required
                    maxlength="400"
                    autocomplete="street-address"
                    aria-invalid=text_if(move || form.is_wrong("address").then_some("true"))
                    aria-describedby="order-error"
                    node_ref=form.address
                ></textarea>
                <p id="order-error" class="field-error" aria-live="polite">
                    {text_if(move || form.message(lang.words()))}
                </p>
                <button id=PAY class="button primary wide" disabled=busy>
                    {pay}
                </button>
            </fieldset>
        </form>
    }
    .erase()
}

fn value_of(field: NodeRef<Input>) -> String {
    field.get_untracked().map(|input| input.value()).unwrap_or_default()
}

/// Id of the signed-in person, tracked.
fn owner(state: AppState) -> Option<String> {
    state.session.person().with(|person| person.as_ref().map(|person| person.id.clone()))
}

/// The form's handles, together so that they travel into handlers as one.
#[derive(Clone, Copy)]
struct FormState {
    state: AppState,
    guard: FreshGuard,
    key: Reading<String>,
    /// The key of an attempt before the page was left. It wins over a new one.
    kept_key: StoredValue<Option<String>>,
    key_field: NodeRef<Input>,
    recipient: NodeRef<Input>,
    address: NodeRef<Textarea>,
    /// Whose form it is: the last person who was signed in while it was open.
    owner: StoredValue<Option<String>>,
    paying: RwSignal<bool>,
    unsure: RwSignal<bool>,
    error: RwSignal<Option<OrderError>>,
}

impl FormState {
    fn new(guard: FreshGuard, key: Reading<String>) -> Self {
        Self {
            state: app_state(),
            guard,
            key,
            kept_key: StoredValue::new(None),
            key_field: NodeRef::new(),
            recipient: NodeRef::new(),
            address: NodeRef::new(),
            owner: StoredValue::new(None),
            paying: RwSignal::new(false),
            unsure: RwSignal::new(false),
            // Without script the redirect told it.
            error: RwSignal::new(form_error(PlaceOrder::PATH)),
        }
    }

    fn is_wrong(self, field: &str) -> bool {
        self.error.with(|error| matches!(error, Some(OrderError::Field(name)) if name == field))
    }

    fn message(self, words: &Words) -> Option<&'static str> {
        if self.unsure.get() {
            return Some(words.checkout.unsure);
        }
        self.error.with(|error| error.as_ref().map(|error| words.order_errors.of(error)))
    }

    /// The form as it stands, if anybody owns it yet.
    fn draft(self) -> Option<Draft> {
        Some(Draft {
            owner: self.owner.try_get_value().flatten()?,
            cart: self.state.cart.get_untracked().to_string(),
            key: self.kept_key.get_value().unwrap_or_else(|| value_of(self.key_field)),
            recipient: value_of(self.recipient),
            address: self.address.get_untracked().map(|area| area.value()).unwrap_or_default(),
        })
    }

    fn fill(self, recipient: &str, address: &str) {
        if let (Some(input), Some(area)) = (self.recipient.get_untracked(), self.address.get_untracked()) {
            input.set_value(recipient);
            area.set_value(address);
        }
    }

    /// Brings back what was typed before a sign-in left the page.
    fn restore_draft(self) {
        effect(move || {
            if self.recipient.get().is_none() || self.address.get().is_none() {
                return;
            }
            let Some(owner) = untrack(|| owner(self.state)) else { return };
            if let Some(kept) = Draft::take(&owner) {
                self.kept_key.set_value(kept.key_for(&self.state.cart.get_untracked().to_string()).map(str::to_owned));
                self.fill(&kept.recipient, &kept.address);
            }
        });
    }

    /// Keeps what is typed when the page is left as a whole, for a sign-in in this tab.
    fn keep_draft(self) {
        effect(move || {
            let listener = window_event_listener_untyped("pagehide", move |_| {
                if let Some(draft) = self.draft().filter(|draft| !draft.is_empty()) {
                    draft.save();
                }
            });
            on_cleanup(move || listener.remove());
        });
    }

    /// Empties the form when somebody else signs in over it.
    fn follow_owner(self) {
        effect(move || {
            let Some(now) = owner(self.state) else { return };
            let before = self.owner.get_value();
            if before.is_some_and(|before| before != now) {
                self.fill("", "");
                self.kept_key.set_value(None);
                self.key.refetch();
            }
            self.owner.set_value(Some(now));
        });
    }

    fn submit(self, on_placed: impl FnOnce(Order) + 'static) {
        let Some(draft) = self.draft() else {
            self.guard.close(Gate::SignIn);
            return;
        };
        if draft.key.is_empty() {
            self.error.set(Some(OrderError::Unavailable));
            self.key.refetch();
            return;
        }
        if self.paying.get_untracked() {
            return;
        }
        self.paying.set(true);
        self.unsure.set(false);
        self.error.set(None);
        draft.save();
        let Draft { key, recipient, address, .. } = draft;
        spawn_local(async move {
            let outcome = place(self.state.session, self.guard, OrderRequest { key, recipient, address }).await;
            self.paying.try_set(false);
            match self.settle(outcome) {
                Some(order) => on_placed(order),
                // The button was disabled meanwhile, which takes the focus away from it.
                None => request_animation_frame(|| {
                    let _ = focus_step_up() || focus(PAY);
                }),
            }
        });
    }

    /// Tells the person how it went; the order, if there is one.
    fn settle(self, outcome: Placing) -> Option<Order> {
        match outcome {
            Placing::Placed(order) => {
                Draft::forget();
                self.state.cart.clear();
                self.state.alerts.push(Notice::OrderPlaced, None);
                return Some(order);
            }
            Placing::GateClosed => {}
            Placing::Unsure => {
                self.unsure.try_set(true);
            }
            Placing::Refused(error) => {
                self.error.try_set(Some(error));
            }
            Placing::Failed(support_code) => self.state.alerts.push(Notice::OrderFailed, support_code),
        }
        None
    }
}
