use leptos::prelude::*;

use super::app_state;
use crate::{
    erase::{Erase, ErasedView},
    live::{Live, part, read, text},
    wire::{Cart, CartLine, product},
};

/// What is in a cart, line by line, and what it comes to.
#[component]
pub fn CartSummary(
    /// The cart of this browser, or the one of an order.
    cart: Live<Cart>,
) -> impl IntoView {
    let lang = app_state().lang;
    let total = text({
        let cart = cart.clone();
        move || lang.money(read(&cart).total_cents())
    });
    let lines = part(move || read(&cart).lines().iter().map(line).collect_view());
    view! {
        <table class="summary">
            <tbody>{lines}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">{lang.t(|w| w.cart.total)}</th>
                    <td>{total}</td>
                </tr>
            </tfoot>
        </table>
    }
    .erase()
}

fn line(line: &CartLine) -> ErasedView {
    let lang = app_state().lang;
    let quantity = line.quantity.get();
    let cents = product(&line.product).map_or(0, |product| product.cents * u32::from(quantity));
    let id = line.product.clone();
    view! {
        <tr>
            <th scope="row">{lang.say(move |w| format!("{quantity} × {}", w.shop.name(&id)))}</th>
            <td>{text(move || lang.money(cents))}</td>
        </tr>
    }
    .erase()
}
