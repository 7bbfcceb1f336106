// Whether the projects really have what they are named after: without it their other tests prove nothing.

import { Elsewhere } from "../harness/elsewhere.ts";
import { expect, test } from "../harness/test.ts";

test("00 popup blocking is on", { tag: "@popup-blocking" }, async ({ page }) => {
    await page.addInitScript(() => {
        Object.assign(window, { popup: window.open("about:blank") });
    });

    await page.goto("/healthz");

    expect(await page.evaluate(() => (window as unknown as { popup: unknown }).popup)).toBeNull();
});

test("00 the back/forward cache is on", { tag: "@bfcache" }, async ({ page }) => {
    const elsewhere = await Elsewhere.open("localhost");
    await page.goto(elsewhere.origin);
    await page.evaluate(() =>
        addEventListener("pageshow", (event) => (document.title = `restored ${event.persisted}`)),
    );
    await page.goto("/healthz");

    // A page restored does not load again.
    await page.goBack({ waitUntil: "commit" });

    await expect(page).toHaveTitle("restored true");
    await elsewhere.close();
});

test("00 third-party storage is partitioned", { tag: "@partitioning" }, async ({ page, context }) => {
    const ours = await Elsewhere.open("localhost");
    const theirs = await Elsewhere.open("127.0.0.1");
    await page.goto(theirs.origin);
    await page.evaluate(async (src) => {
        const frame = Object.assign(document.createElement("iframe"), { src });
        document.body.append(frame);
        await new Promise((resolve) => frame.addEventListener("load", resolve));
    }, ours.origin);
    const framed = page.frames().find((frame) => frame.url().startsWith(ours.origin));
    const top = await context.newPage();
    await top.goto(ours.origin);

    await top.evaluate(() => localStorage.setItem("whose", "the top-level page's"));

    expect(await framed?.evaluate(() => localStorage.getItem("whose"))).toBeNull();
    await Promise.all([ours.close(), theirs.close()]);
});
