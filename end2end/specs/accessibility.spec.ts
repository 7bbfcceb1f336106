import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { someone } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { profilePath } from "../harness/profile.ts";
import { Shop } from "../harness/shop.ts";
import { expect, test } from "../harness/test.ts";
import { notice } from "../harness/words.ts";

// A page that is not there says so with its status, and a popup that brings a refusal too.
test.beforeEach(({ guard }) => guard.allow(answered(403, 404)));

async function hasNoFaults(page: Page, where: string) {
    // Colours in mid-transition are no colours of the design.
    await page.emulateMedia({ reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    expect(told, where).toEqual([]);
}

const looks = [
    { look: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
    { look: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
    { look: "phone", colorScheme: "light", viewport: { width: 360, height: 740 } },
    { look: "dark phone", colorScheme: "dark", viewport: { width: 360, height: 740 } },
] as const;

for (const { look, colorScheme, viewport } of looks) {
    test.describe(look, () => {
        test.use({ colorScheme, viewport });

        test(`50 axe finds nothing on any page, ${look}`, async ({ visitor }) => {
            for (const path of ["/", "/sign-in", "/shop", "/shop/cart", profilePath, "/no-such-page"]) {
                await visitor.open(path);
                await hasNoFaults(visitor.page, `${path}, signed out`);
            }
            const person = await visitor.settleSignedIn("/shop");
            const shop = new Shop(visitor);
            await shop.takeLantern();
            for (const path of ["/", "/shop/cart", "/shop/checkout", profilePath]) {
                await visitor.open(path);
                await hasNoFaults(visitor.page, `${path}, signed in`);
            }
            await visitor.open("/shop/checkout");
            await shop.fillIn(person);
            await shop.payButton.click();
            await shop.seesOrder();
            await hasNoFaults(visitor.page, "order");
        });

        test(`50 no page is wider than the window, ${look}`, async ({ visitor }) => {
            await visitor.settleSignedIn("/shop");
            await new Shop(visitor).takeLantern();
            for (const path of ["/", "/shop", "/shop/cart", "/shop/checkout", profilePath]) {
                await visitor.open(path);
                const overflow = await visitor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
                expect(overflow, path).toBeLessThanOrEqual(0);
            }
        });
    });
}

test("50 axe finds nothing while a popup is open, after a failure, and at the provider", async ({ visitor, demo }) => {
    await visitor.open("/");
    const popup = await visitor.openPopup();
    await hasNoFaults(visitor.page, "waiting");
    await hasNoFaults(popup, "the provider's page");
    await demo.deny(popup);
    await visitor.isTold("accessDenied");
    await hasNoFaults(visitor.page, "refused");
});

test("50 failures are alerts, successes are status messages, and both regions are there before", async ({
    visitor,
    demo,
}) => {
    await visitor.open("/");
    await expect(visitor.alerts).toHaveCount(1);
    await expect(visitor.toasts).toHaveCount(1);

    await demo.deny(await visitor.openPopup());
    await expect(visitor.alerts.getByText(notice.accessDenied)).toBeVisible();
    await visitor.signIn();
    await expect(visitor.toasts.getByText(notice.signedIn)).toBeVisible();
});

test("50 the focus returns to the button after the popup, and goes to the page after a sign-in", async ({
    visitor,
    demo,
}) => {
    await visitor.open("/");
    await visitor.signInButton().focus();
    await visitor.page.keyboard.press("Enter");

    await demo.deny(await demo.window(visitor.context));
    await visitor.isTold("accessDenied");
    await visitor.page.bringToFront();
    await expect(visitor.signInButton()).toBeFocused();

    await visitor.page.keyboard.press("Enter");
    const person = someone();
    await demo.continueAs(await demo.window(visitor.context), person);
    await visitor.seesSelf(person);
    await expect(visitor.main).toBeFocused();
});

test("50 everything can be reached and pressed by keyboard", async ({ visitor }) => {
    await visitor.open("/");
    await visitor.page.keyboard.press("Tab");
    await expect(visitor.page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await visitor.page.keyboard.press("Enter");
    await expect(visitor.main).toBeFocused();
    await visitor.page.keyboard.press("Tab");
    await expect(visitor.signInButton()).toBeFocused();
});

test("50 German throughout, where the browser asks for it", async ({ newBrowser }) => {
    const visitor = await newBrowser({ locale: "de-AT" });
    await visitor.open("/shop");
    await expect(visitor.page.locator("html")).toHaveAttribute("lang", "de");
    await hasNoFaults(visitor.page, "German");
});
