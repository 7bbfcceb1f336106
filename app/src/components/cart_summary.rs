use leptos::prelude::*;

use super::app_state;
use crate::wire::{Cart, CartLine, product};

use crate::erase::Erase;

/// What is in a cart, line by line, and what it comes to.
#[component]
pub fn CartSummary(
    /// The cart of this browser, or the one of an order.
    #[prop(into)]
    cart: Signal<Cart>,
) -> impl IntoView {
    let lang = app_state().lang;
    let lines = move || cart.with(|cart| cart.lines().iter().map(line).collect_view());
    view! {
        <table class="summary">
            <tbody>{lines}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{lang.t(|w| w.cart.total)}</th>
                    <td>{move || lang.money(cart.with(Cart::total_cents))}</td>
                </tr>
            </tfoot>
        </table>
    }
    .erase()
}

fn line(line: &CartLine) -> impl IntoView + use<> {
    let lang = app_state().lang;
    let quantity = line.quantity.get();
    let cents = product(&line.product).map_or(0, |product| product.cents * u32::from(quantity));
    let id = line.product.clone();
    view! {
        <tr>
            <th scope="row">{move || format!("{quantity} × {}", lang.words().shop.name(&id))}</th>
            <td>{move || lang.money(cents)}</td>
        </tr>
    }
}
