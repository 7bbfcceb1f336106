import { someone } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { atCheckout, proofToAge } from "../harness/proof.ts";
import { address, Shop } from "../harness/shop.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";
import { says } from "../harness/words.ts";

test.use({ settings: { SHOP__MAX_AUTH_AGE: 5 } });

// The server asks for a fresher proof with this status (RFC 9470), unless the page knew beforehand.
test.beforeEach(({ guard }) => guard.allow(answered(401)));

/** The claims of an access token, unverified. */
const claims = (token: string) =>
    JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sid: string; auth_time: number };

test(
    "36 a proof too old: a step-up in a popup, the form is kept, the session is a new one",
    { tag: "@everywhere" },
    async ({ visitor, demo, gatepost }) => {
        const person = await visitor.settleSignedIn("/shop");
        const shop = new Shop(visitor);
        await shop.takeLantern();
        const token = await atCheckout(visitor, shop, person);
        const before = claims(token);
        await proofToAge(gatepost.url, token);

        await shop.payButton.click();
        await expect(visitor.main.getByRole("heading", { name: says.stillYou })).toBeVisible();
        expect(await visitor.traffic.statuses(endpoint.order)).not.toContain(201);
        const exchanged = visitor.page.waitForResponse("**/api/session/handoff");
        await visitor.link("Confirm with Okta").click();
        await demo.continueAs(await demo.window(visitor.context), person);

        const after = claims(((await (await exchanged).json()) as { access_token: string }).access_token);
        await visitor.isTold("steppedUp");
        expect(after.auth_time).toBeGreaterThan(before.auth_time);
        expect(after.sid).not.toBe(before.sid);
        await expect(shop.recipient).toHaveValue(person.name);
        await expect(shop.address).toHaveValue(address);
        await shop.payButton.click();
        await shop.seesOrder();
        expect(await shop.ordersOnProfile()).toBe(1);
    },
);

test("36 a step-up as somebody else: their session, not this person's form", async ({ visitor, demo, gatepost }) => {
    const person = await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await proofToAge(gatepost.url, await atCheckout(visitor, shop, person));
    await shop.payButton.click();
    const other = someone();

    await visitor.link("Confirm with Okta").click();
    await demo.continueAs(await demo.window(visitor.context), other);

    await visitor.seesSelf(other);
    await expect(shop.recipient).toHaveValue("");
    await expect(visitor.main).toContainText("1 × Lantern");
});
