import type { Person } from "../../harness/demo.ts";
import { answered } from "../../harness/guard.ts";
import { signInByPage } from "../../harness/peers/flows.ts";
import type { Peer } from "../../harness/peers/peer.ts";
import { expect, test } from "../../harness/peers/test.ts";
import { atCheckout, proofToAge } from "../../harness/proof.ts";
import { address, checkoutPath, Shop } from "../../harness/shop.ts";
import type { Visitor } from "../../harness/visitor.ts";
import { says } from "../../harness/words.ts";

// The server asks for a fresher proof with this status (RFC 9470), unless the page knew beforehand.
test.beforeEach(({ guard }) => guard.allow(answered(401)));

/** Answers "Still you?" at the provider, which knows the person and has to ask all the same. */
async function confirm(visitor: Visitor, peer: Peer, label: string, person: Person) {
    await expect(visitor.main.getByRole("heading", { name: says.stillYou })).toBeVisible();
    await visitor.link(`Confirm with ${label}`).click();
    await peer.prove(await peer.door.window(visitor.context), person);
    await visitor.isTold("steppedUp");
}

test("peers: a proof too old for the checkout: Toolkit asks once more, and the form is kept", async ({
    visitor,
    toolkit,
    gatepost,
    person,
}) => {
    await signInByPage(visitor, toolkit, "toolkit", person, "/shop");
    await visitor.alive();
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await proofToAge(gatepost.url, await atCheckout(visitor, shop, person));
    await shop.payButton.click();

    await confirm(visitor, toolkit, "Toolkit", person);

    await expect(shop.address).toHaveValue(address);
    await shop.payButton.click();
    await shop.seesOrder();
});

test("peers: Panva tells no time of the proof until it is asked: the checkout asks, and then believes it", async ({
    visitor,
    panva,
    person,
}) => {
    await signInByPage(visitor, panva, "panva", person, "/shop");
    await visitor.alive();
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await visitor.page.goto(checkoutPath);

    await confirm(visitor, panva, "Panva", person);

    await shop.fillIn(person);
    await shop.payButton.click();
    await shop.seesOrder();
});
