import type { Demo } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { arriveAsMember, firstPassword, secondPassword, typeCredentials } from "../harness/member.ts";
import { atCheckout, proofToAge } from "../harness/proof.ts";
import { Shop, address as postalAddress } from "../harness/shop.ts";
import { expect, mark, test } from "../harness/test.ts";
import { Visitor } from "../harness/visitor.ts";

/** The window that asks for a password, as somebody who reads its page. */
async function passwordWindow(visitor: Visitor, demo: Demo, open: () => Promise<void>): Promise<Visitor> {
    const [popup] = await Promise.all([visitor.context.waitForEvent("page"), open()]);
    await popup.waitForURL("**/auth/password?*");
    return new Visitor(popup, demo, visitor.traffic);
}

test("a password typed in the popup signs in the page behind it, which never left", async ({ visitor, demo, guard }) => {
    guard.allow(answered(401));
    const address = await arriveAsMember(visitor);
    await visitor.open("/shop");
    await visitor.signOut();
    const isSameDocument = await mark(visitor.page);
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await shop.goToCheckout();

    const popup = await passwordWindow(visitor, demo, () => visitor.link("Sign in with a password").click());
    await typeCredentials(popup, address, secondPassword);
    await expect(popup.main.getByText(/These do not belong together/)).toBeVisible();
    await expect(popup.main.getByLabel("E-mail address")).toHaveValue(address);
    const closed = popup.page.waitForEvent("close");
    await typeCredentials(popup, address, firstPassword);
    await closed;

    await visitor.isTold("signedIn");
    await expect(visitor.signOutButton).toBeVisible();
    await expect(shop.recipient).toBeVisible();
    expect(await isSameDocument()).toBe(true);
});

test("cancelled in the popup, nothing has changed", async ({ visitor, demo }) => {
    await arriveAsMember(visitor);
    await visitor.open("/");
    await visitor.signOut();
    const popup = await passwordWindow(visitor, demo, () => visitor.link("Sign in with a password").click());
    await popup.main.getByRole("button", { name: "Cancel" }).click();
    await visitor.isTold("cancelled");
    await visitor.seesNobody();
});

test.describe("step-up", () => {
    test.use({ settings: { SHOP__MAX_AUTH_AGE: 5 } });

    test("36 a proof too old: the password in a popup, and the form is kept", async ({ visitor, demo, gatepost, guard }) => {
        guard.allow(answered(401));
        await arriveAsMember(visitor);
        await visitor.open("/shop");
        const shop = new Shop(visitor);
        await shop.takeLantern();
        const person = { name: "Robin Gate" };
        await proofToAge(gatepost.url, await atCheckout(visitor, shop, person));
        await shop.payButton.click();
        const confirm = visitor.link("Confirm with your password");
        const popup = await passwordWindow(visitor, demo, () => confirm.click());
        await popup.seesHeading("Confirm it is you");
        await popup.main.getByLabel("Password", { exact: true }).fill(firstPassword);
        await popup.main.getByRole("button", { name: "Confirm" }).click();

        await visitor.isTold("steppedUp");
        await expect(shop.recipient).toHaveValue(person.name);
        await expect(shop.address).toHaveValue(postalAddress);
        await shop.payButton.click();
        await shop.seesOrder();
    });
});
