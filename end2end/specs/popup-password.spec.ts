import { answered } from "../harness/guard.ts";
import { arriveAsMember, firstPassword, passwordWindow, secondPassword, typeCredentials } from "../harness/member.ts";
import { Shop } from "../harness/shop.ts";
import { expect, mark, test } from "../harness/test.ts";

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

test("cancelled in the popup, nothing has changed", async ({ visitor, demo, guard }) => {
    guard.allow(answered(400));
    await arriveAsMember(visitor);
    await visitor.open("/");
    await visitor.signOut();
    const popup = await passwordWindow(visitor, demo, () => visitor.link("Sign in with a password").click());
    await popup.main.getByRole("button", { name: "Cancel" }).click();
    await visitor.isTold("cancelled");
    await visitor.seesNobody();
});
