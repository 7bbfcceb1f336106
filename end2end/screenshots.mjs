// @ts-check
// Pictures of every page, light and dark, desktop and phone, for people to look at:
//
//     npm run screenshots -- FOLDER

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

import { chromium } from "@playwright/test";

import { launchOptions } from "./harness/chromium.mjs";
import { Gatepost } from "./harness/gatepost.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const folder = process.argv[2];
if (!folder) {
    console.error("usage: npm run screenshots -- FOLDER");
    process.exit(2);
}

const looks = /** @type {const} */ ([
    { look: "desktop-light", colorScheme: "light", viewport: { width: 1280, height: 860 } },
    { look: "desktop-dark", colorScheme: "dark", viewport: { width: 1280, height: 860 } },
    { look: "phone-light", colorScheme: "light", viewport: { width: 390, height: 844 } },
    { look: "phone-dark", colorScheme: "dark", viewport: { width: 390, height: 844 } },
]);

const ada = { sub: "ada", name: "Ada Lovelace", email: "ada@example.com" };

/**
 * @param {Page} page
 * @param {string} path
 */
async function open(page, path) {
    await page.goto(path, { waitUntil: "networkidle" });
}

/** @param {Page} page */
async function fillInAtProvider(page) {
    for (const [field, value] of Object.entries(ada)) await page.locator(`input[name=${field}]`).fill(value);
}

/** @param {Page} page */
async function openPopup(page) {
    const opening = page.waitForEvent("popup");
    await page.getByRole("link", { name: "Sign in with Okta" }).click();
    return opening;
}

/** @param {Page} page */
async function takeGoods(page) {
    await open(page, "/shop");
    for (const product of ["Lantern", "Padlock"]) {
        const shelf = page.getByRole("main").getByRole("listitem").filter({ hasText: product });
        await shelf.getByRole("button", { name: "Add to cart" }).click();
    }
    await page.waitForLoadState("networkidle");
}

/**
 * The visit, picture by picture.
 * @param {Page} page
 * @param {(name: string, of?: Page) => Promise<unknown>} picture
 */
async function visit(page, picture) {
    await open(page, "/");
    await picture("01-home");
    await open(page, "/sign-in");
    await picture("02-sign-in");
    await open(page, "/profile");
    await picture("03-profile-signed-out");
    await open(page, "/no-such-page");
    await picture("04-not-found");

    await open(page, "/");
    const refusing = await openPopup(page);
    await fillInAtProvider(refusing);
    await picture("05-waiting");
    await picture("06-provider", refusing);
    await refusing.getByRole("button", { name: "Deny" }).click();
    await page.getByText("The provider says no").waitFor();
    await picture("07-refused");

    const window = await openPopup(page);
    await fillInAtProvider(window);
    await window.getByRole("button", { name: "Continue" }).click();
    await page.getByText("You are signed in.", { exact: true }).waitFor();
    await picture("08-signed-in");

    await takeGoods(page);
    await picture("09-shop");
    await open(page, "/shop/cart");
    await picture("10-cart");
    await open(page, "/shop/checkout");
    await page.getByLabel("Recipient").fill(ada.name);
    await page.getByLabel("Address").fill("12 St James’s Square\nLondon");
    await picture("11-checkout");
    await page.getByRole("button", { name: /^Pay/ }).click();
    await page.waitForURL("**/shop/orders/*");
    await picture("12-order");
    await open(page, "/profile");
    await picture("13-profile");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await page.locator("html[lang=de]").waitFor();
    await picture("14-profile-german");
}

await mkdir(folder, { recursive: true });
const gatepost = await Gatepost.start();
const browser = await chromium.launch(launchOptions());
try {
    for (const { look, ...options } of looks) {
        const context = await browser.newContext({
            ...options,
            baseURL: gatepost.url,
            locale: "en-GB",
            reducedMotion: "reduce",
        });
        const page = await context.newPage();
        await visit(page, (name, of = page) =>
            of.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true }),
        );
        await context.close();
    }
    console.log(`pictures are in ${resolve(folder)}`);
} finally {
    await browser.close();
    await gatepost.stop();
}
