import { Held, refreshUrl } from "../harness/answers.ts";
import { someone } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { checkoutPath, Shop } from "../harness/shop.ts";
import { expect, test } from "../harness/test.ts";
import { Time } from "../harness/time.ts";
import { endpoint } from "../harness/traffic.ts";
import { says } from "../harness/words.ts";

test("35 checkout with thirty seconds of token life: waits for a fresh one", async ({ visitor }) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    const person = await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    const held = await Held.at(visitor.page, refreshUrl);
    await visitor.context.clock.fastForward(570_000);

    await shop.goToCheckout();

    await expect(visitor.main).toContainText(says.checkingSession);
    await expect(shop.payButton.and(visitor.page.locator(":enabled"))).toHaveCount(0);
    const answer = visitor.page.waitForResponse(refreshUrl);
    await held.release();
    const { expires_in: life } = (await (await answer).json()) as { expires_in: number };
    expect(life).toBeGreaterThanOrEqual(300);
    await expect(visitor.main).not.toContainText(says.checkingSession);
    await shop.fillIn(person);
    await shop.payButton.click();
    await time.pass(1);
    await shop.seesOrder();
    await visitor.isTold("orderPlaced");
});

test("35 checkout with half a token's life: renewed for the route alone", async ({ visitor }) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await time.jump(400);
    visitor.traffic.reset();

    await shop.goToCheckout();

    await expect(shop.payButton).toBeEnabled();
    expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
});

test("35 the refresh fails at the checkout: a sign-in button, and the cart is kept", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await visitor.page.goto("/shop/cart");
    await visitor.alive();
    await visitor.traffic.quiet();
    const session = await visitor.sessionCookie();
    await visitor.context.clearCookies({ name: session?.name });
    await time.jump(400);

    await visitor.follow(visitor.link("To the checkout"), checkoutPath);

    await expect(visitor.main.getByRole("heading", { name: says.signInToOrder })).toBeVisible();
    await expect(visitor.main).toContainText("1 × Lantern");
    const person = someone();
    await visitor.signIn({ as: person });
    await expect(visitor.page).toHaveURL(checkoutPath);
    await expect(visitor.main).toContainText("1 × Lantern");
    await shop.fillIn(person);
    await shop.payButton.click();
    await shop.seesOrder();
});

test(
    "35 checkout while signed out: a sign-in over the page, and the cart is kept",
    { tag: "@everywhere" },
    async ({ visitor }) => {
        await visitor.open("/shop");
        const shop = new Shop(visitor);
        await shop.takeLantern();
        await shop.goToCheckout();
        await expect(visitor.main.getByRole("heading", { name: says.signInToOrder })).toBeVisible();

        const person = await visitor.signIn();

        await shop.fillIn(person);
        await shop.payButton.click();
        await shop.seesOrder();
        expect(await shop.ordersOnProfile()).toBe(1);
    },
);
