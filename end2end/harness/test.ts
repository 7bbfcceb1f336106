// Playwright's `test` with a Gatepost of its own for every worker and every group of settings.

import { test as base, type BrowserContext, type Page } from "@playwright/test";

import { Demo } from "./demo.ts";
import { Gatepost, type Settings } from "./gatepost.mjs";
import { Guard } from "./guard.ts";
import { noteHydration, Visitor } from "./visitor.ts";

export { expect } from "@playwright/test";

/** What a group of tests may set: `test.use({ settings: { SESSION__ACCESS_TTL: 90 } })`. */
export type Options = { settings: Settings };

type Shared = Options & { gatepost: Gatepost };

type Each = {
    demo: Demo;
    guard: Guard;
    /** The person at the browser. */
    visitor: Visitor;
    /** The same person in a further tab. */
    newTab: () => Promise<Visitor>;
    /** Another person, or the same one, at another browser. */
    newBrowser: (options?: Parameters<import("@playwright/test").Browser["newContext"]>[0]) => Promise<Visitor>;
};

export const test = base.extend<Each, Shared>({
    settings: [{}, { option: true, scope: "worker" }],

    gatepost: [
        async ({ settings }, use) => {
            const gatepost = await Gatepost.start(settings);
            await use(gatepost);
            await gatepost.stop();
        },
        { scope: "worker", timeout: 60_000 },
    ],

    baseURL: async ({ gatepost }, use) => use(gatepost.url),

    demo: async ({ gatepost }, use) => use(new Demo(gatepost)),

    guard: [
        async ({ context, gatepost }, use, testInfo) => {
            const guard = new Guard();
            await guard.watch(context);
            await context.addInitScript(noteHydration);
            const before = gatepost.log.length;
            await use(guard);
            if (testInfo.status !== testInfo.expectedStatus) {
                await testInfo.attach("gatepost.log", { body: gatepost.log.slice(before), contentType: "text/plain" });
            }
            guard.check();
        },
        { auto: true },
    ],

    visitor: async ({ page, demo }, use) => use(new Visitor(page, demo)),

    newTab: async ({ visitor, context, demo }, use) => {
        await use(async () => new Visitor(await context.newPage(), demo, visitor.traffic));
    },

    newBrowser: async ({ browser, demo, guard, baseURL, contextOptions }, use) => {
        const opened: BrowserContext[] = [];
        await use(async (options = {}) => {
            const context = await browser.newContext({ ...contextOptions, baseURL, locale: "en-GB", ...options });
            opened.push(context);
            await guard.watch(context);
            await context.addInitScript(noteHydration);
            return new Visitor(await context.newPage(), demo);
        });
        await Promise.all(opened.map((context) => context.close()));
    },
});

/** Marks the document, so that a test can tell whether it is still the same one. */
export async function mark(page: Page) {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    return async () => page.evaluate(() => "sameDocument" in window);
}
