// The back/forward cache. Chromium keeps no page that says `no-store` and has fetched such an answer, so
// none of somebody signed in. A browser may keep it all the same, and then the page itself has to see to
// what it shows.

import type { Page } from "@playwright/test";

/** Takes `no-store` off what this tab's pages get, all but the answer to a redirect: Chromium then keeps them. */
export async function letKeep(page: Page) {
    await page.route(/\/(profile|api\/[\w/]+)$/, async (route) => {
        const response = await route.fetch();
        const { "cache-control": _, ...headers } = response.headers();
        await route.fulfill({ response, headers });
    });
}

/** From before the page opens: has every document say whether it came out of the cache. */
export async function noteRestores(page: Page) {
    await page.addInitScript(() => {
        addEventListener("pageshow", ({ persisted }) => Object.assign(window, { restored: persisted }));
    });
}

/** Whether the document that is open now came out of the cache, and if not, why not. */
export function comingBack(page: Page): Promise<{ restored: boolean; obstacles: string[] }> {
    return page.evaluate(() => {
        const [entry] = performance.getEntriesByType("navigation");
        // Not yet in TypeScript's library.
        const { notRestoredReasons } = entry as unknown as { notRestoredReasons?: { reasons: { reason: string }[] } };
        const { restored } = window as unknown as { restored: boolean };
        return { restored, obstacles: notRestoredReasons?.reasons.map(({ reason }) => reason) ?? [] };
    });
}
