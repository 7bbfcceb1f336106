// How fresh the proof of who somebody is, as a checkout asks for it.

import { expect } from "@playwright/test";

import { refreshUrl } from "./answers.ts";
import { address, checkoutPath, type Shop } from "./shop.ts";
import type { Visitor } from "./visitor.ts";

/** Fills in the form of a checkout; the access token that its page has. */
export async function atCheckout(visitor: Visitor, shop: Shop, person: { name: string }) {
    const refreshed = visitor.page.waitForResponse(refreshUrl);
    await visitor.page.goto(checkoutPath);
    const { access_token: token } = (await (await refreshed).json()) as { access_token: string };
    await visitor.alive();
    await shop.fillIn(person);
    return token;
}

/**
 * Waits until the server would not take an order any more from whoever bears the token. One of an
 * empty cart gets as far as that question, and no further.
 */
export async function proofToAge(origin: string, token: string) {
    const order = async () => {
        const answer = await fetch(`${origin}/api/orders`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: JSON.stringify({ key: "none", recipient: "Nobody", address }),
        });
        return ((await answer.json()) as { error: string }).error;
    };
    await expect.poll(order, { message: "the proof grows too old" }).toBe("insufficient_user_authentication");
}
