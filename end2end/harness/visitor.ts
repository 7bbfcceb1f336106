// A person at a browser: what they open, see and press.

import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";

import { someone, type Demo, type Person } from "./demo.ts";
import { Traffic } from "./traffic.ts";
import { notice } from "./words.ts";

/** Who is on the button: one of the demo's three, or whom the settings name. */
export type Provider = "Okta" | "Google" | "Facebook" | (string & {});

const exactly = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

/**
 * Runs in every document before its own scripts. The app's first effect, once it has taken over the
 * page, writes the language on the root: that is the moment from which a click is the app's.
 */
export function noteHydration() {
    new MutationObserver((_changes, observer) => {
        observer.disconnect();
        document.documentElement.dataset.hydrated = "";
    }).observe(document, { attributeFilter: ["lang"], subtree: true });
}

export class Visitor {
    readonly context: BrowserContext;
    /** Everything this browser asks for, popups included. */
    readonly traffic: Traffic;

    constructor(
        readonly page: Page,
        private readonly demo: Demo,
        traffic?: Traffic,
    ) {
        this.context = page.context();
        this.traffic = traffic ?? new Traffic(this.context);
    }

    // --- the page ---

    /** Opens a path and waits until the page is alive. */
    async open(path = "/") {
        await this.page.goto(path);
        await this.alive();
    }

    async reload() {
        await this.page.reload();
        await this.alive();
    }

    /** Waits until the WASM has taken over the page: a click before that is a plain click. */
    async alive() {
        await this.page.locator("html[data-hydrated]").waitFor({ state: "attached" });
    }

    get header(): Locator {
        return this.page.getByRole("banner");
    }

    get main(): Locator {
        return this.page.getByRole("main");
    }

    /** Where alerts stand until they are dismissed. */
    get alerts(): Locator {
        return this.page.locator("[role=alert]");
    }

    /** Where toasts come and go. */
    get toasts(): Locator {
        return this.page.locator("[role=status]");
    }

    signInButton(provider: Provider = "Okta"): Locator {
        return this.main.getByRole("link", { name: exactly(`Sign in with ${provider}`) });
    }

    get signOutButton(): Locator {
        return this.header.getByRole("button", { name: "Sign out" });
    }

    button(name: string): Locator {
        return this.main.getByRole("button", { name: exactly(name) });
    }

    link(name: string): Locator {
        return this.main.getByRole("link", { name: exactly(name) });
    }

    /** Moves to another page of the app without a reload. */
    async follow(link: Locator, path: string) {
        await link.click();
        await this.page.waitForURL((url) => url.pathname === path);
    }

    // --- signing in and out ---

    /** Presses the button; the provider's page in the popup. */
    async openPopup(provider: Provider = "Okta"): Promise<Page> {
        await this.signInButton(provider).click();
        return this.demo.window(this.context);
    }

    /** The main job, by popup, from the page that is open. */
    async signIn({ provider = "Okta", as = someone() }: { provider?: Provider; as?: Person } = {}): Promise<Person> {
        const popup = await this.openPopup(provider);
        await this.demo.continueAs(popup, as);
        await this.seesSelf(as);
        return as;
    }

    /** The same without a popup and without script, where a test is about something else. */
    async arriveSignedIn(path = "/", as = someone(), provider = "okta"): Promise<Person> {
        await this.page.goto(`/auth/${provider}/start?return_to=${encodeURIComponent(path)}`);
        await this.demo.continueAs(this.page, as);
        await this.page.waitForURL((url) => url.pathname === path.split("?")[0] && url.origin !== this.demo.origin);
        await this.seesSelf(as);
        return as;
    }

    /** Arrives signed in at a page that is alive and has its access token. */
    async settleSignedIn(path = "/", as = someone()): Promise<Person> {
        const refreshed = this.page.waitForResponse("**/api/session/refresh");
        await this.arriveSignedIn(path, as);
        await this.alive();
        expect((await refreshed).status()).toBe(200);
        await this.traffic.quiet();
        return as;
    }

    async signOut() {
        await this.signOutButton.click();
        await this.seesNobody();
    }

    // --- what they see ---

    async seesHeading(name: string) {
        await expect(this.main.getByRole("heading", { name, exact: true })).toBeVisible();
    }

    async seesSelf(person: Person) {
        await expect(this.header).toContainText(person.name);
    }

    async seesNobody(timeout?: number) {
        const options = timeout === undefined ? {} : { timeout };
        await expect(this.header.getByRole("link", { name: "Sign in" })).toBeVisible(options);
        await expect(this.signOutButton).toHaveCount(0);
    }

    async isTold(what: keyof typeof notice, timeout?: number) {
        const options = timeout === undefined ? {} : { timeout };
        await expect(this.alerts.or(this.toasts).getByText(notice[what], { exact: true })).toBeVisible(options);
    }

    // --- what their browser holds ---

    /** The session cookie, as the browser keeps it: without a prefix, as the origin is plain http on
     *  loopback, and in one of two places, which sign-ins over a session take in turn. */
    async sessionCookie() {
        const cookies = await this.context.cookies(this.page.url());
        return cookies.find((cookie) => ["gatepost", "gatepost-2"].includes(cookie.name));
    }

    /** Only the popups that are still open. */
    popups(): Page[] {
        return this.context.pages().filter((page) => page !== this.page);
    }
}
