// The demo provider, from the person's side of its page and from the tester's side of its switches.

import { expect, type BrowserContext, type Page } from "@playwright/test";

import type { Gatepost } from "./gatepost.mjs";

/** Who a person says they are at the provider. */
export type Person = { sub: string; name: string; email: string };

/** What the provider does differently; see the demo's `/_switches`. */
export type Switches = {
    coop?: "same-origin" | "same-origin-allow-popups" | "noopener-allow-popups";
    coop_on?: "page" | "redirect";
    delay_ms?: number;
    fault?: Fault;
};

export type Fault =
    | "access_denied"
    | "login_required"
    | "server_error"
    | "token_error"
    | "unverified_email"
    | "no_email"
    | "form_post"
    | "wrong_nonce"
    | "missing_nonce"
    | "wrong_issuer"
    | "wrong_response_issuer"
    | "wrong_audience"
    | "wrong_signature"
    | "expired_id_token"
    | "future_id_token"
    | "unknown_kid"
    | "alg_none"
    | "wrong_at_hash";

let born = 0;

/** Somebody nobody has met. Tests share a database, so no two may be the same person. */
export function someone(): Person {
    born += 1;
    const tag = `${process.pid.toString(36)}${born.toString(36)}`;
    return { sub: `sub-${tag}`, name: `Robin ${tag}`, email: `robin.${tag}@example.com` };
}

export class Demo {
    readonly origin: string;

    constructor(gatepost: Gatepost) {
        this.origin = gatepost.demoUrl;
    }

    /** Sets the switches of one browser; without arguments, all back. */
    async switches(context: BrowserContext, switches: Switches = {}) {
        const query = new URLSearchParams(Object.entries(switches).map(([key, value]) => [key, String(value)]));
        const answer = await context.request.get(`${this.origin}/_switches?${query}`);
        expect(answer.status()).toBe(200);
    }

    /** The window that shows the provider's page. Once severed it is nobody's popup, so it is found by its address. */
    async window(context: BrowserContext): Promise<Page> {
        const find = () => context.pages().find((page) => page.url().startsWith(this.origin));
        await expect.poll(() => find() !== undefined, { message: "the provider's page opens" }).toBe(true);
        const page = find();
        if (!page) throw new Error("the provider's page went away");
        await page.getByRole("button", { name: "Continue" }).waitFor();
        return page;
    }

    async fillIn(page: Page, person: Person) {
        for (const [field, value] of Object.entries(person)) await page.locator(`input[name=${field}]`).fill(value);
    }

    /** Says who they are and goes on. */
    async continueAs(page: Page, person: Person) {
        await this.fillIn(page, person);
        await page.getByRole("button", { name: "Continue" }).click();
    }

    async deny(page: Page) {
        await page.getByRole("button", { name: "Deny" }).click();
    }
}
