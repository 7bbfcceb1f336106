// What browsers do to tabs: hide them, freeze them, put them to sleep.

import type { Page } from "@playwright/test";

/** Playwright's pages are all visible; this one now says that it is not, or that it is again. */
export async function setVisible(page: Page, visible: boolean) {
    await page.evaluate((visible) => {
        Object.defineProperty(document, "visibilityState", {
            configurable: true,
            get: () => (visible ? "visible" : "hidden"),
        });
        Object.defineProperty(document, "hidden", { configurable: true, get: () => !visible });
        document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    }, visible);
}

/** Freezes a tab as Chromium does with one long in the background: no task of it runs, its locks stay held. */
export async function freeze(page: Page) {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
    return () => devtools.send("Page.setWebLifecycleState", { state: "active" });
}

/** Writes down, at every frame, what header and page say, as a person would see it flash by. */
export async function recordFrames(page: Page) {
    await page.addInitScript(() => {
        const frames: { header: string; main: string }[] = [];
        Object.assign(window, { frames_seen: frames });
        // Out of the back/forward cache the document comes with what it saw before it went in.
        addEventListener("pageshow", ({ persisted }) => {
            if (persisted) frames.length = 0;
        });
        const text = (selector: string) => document.querySelector<HTMLElement>(selector)?.innerText ?? "";
        const record = () => {
            const frame = { header: text("header"), main: text("main") };
            const last = frames.at(-1);
            const changed = last?.header !== frame.header || last.main !== frame.main;
            if (document.querySelector("main") && changed) frames.push(frame);
            requestAnimationFrame(record);
        };
        requestAnimationFrame(record);
    });
}

/** The frames recorded in the document that is open now, since it was opened or came back. */
export function framesSeen(page: Page): Promise<{ header: string; main: string }[]> {
    return page.evaluate(() => (window as unknown as { frames_seen: { header: string; main: string }[] }).frames_seen);
}
