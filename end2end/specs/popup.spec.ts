import { answered, unanswered } from "../harness/guard.ts";
import { Held } from "../harness/answers.ts";
import { someone } from "../harness/demo.ts";
import { expect, mark, test } from "../harness/test.ts";
import { Time } from "../harness/time.ts";
import { endpoint } from "../harness/traffic.ts";
import { notice, says } from "../harness/words.ts";

const callback = "GET /auth/okta/callback";

/** Which channel told the page first, as the engine notes on the document. */
const via = (page: import("@playwright/test").Page) => page.evaluate(() => document.documentElement.dataset.signInVia);

test(
    "01 happy popup: the page knows the person and was never reloaded",
    { tag: "@everywhere" },
    async ({ visitor }) => {
        await visitor.open("/");
        const isSameDocument = await mark(visitor.page);

        await visitor.signIn();

        await expect.poll(() => visitor.popups().length).toBe(0);
        await visitor.isTold("signedIn");
        expect(await isSameDocument()).toBe(true);
        expect(["message", "bc"]).toContain(await via(visitor.page));
        expect(visitor.traffic.count(callback)).toBe(1);
        expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
        expect(await visitor.traffic.statuses(endpoint.handoff)).toEqual([200]);
    },
);

for (const provider of ["Google", "Facebook"] as const) {
    test(`01 happy popup through ${provider}`, async ({ visitor }) => {
        await visitor.open("/sign-in");
        await visitor.signIn({ provider });
        await expect.poll(() => visitor.popups().length).toBe(0);
        await visitor.isTold("signedIn");
    });
}

const severing = [
    { number: "02", what: "COOP same-origin", switches: { coop: "same-origin" } },
    { number: "03", what: "COOP same-origin-allow-popups", switches: { coop: "same-origin-allow-popups" } },
    { number: "04", what: "COOP only on a bare redirect", switches: { coop: "same-origin", coop_on: "redirect" } },
] as const;

for (const { number, what, switches } of severing) {
    test(
        `${number} provider with ${what}: the channel finishes it`,
        { tag: "@everywhere" },
        async ({ visitor, demo }) => {
            await demo.switches(visitor.context, switches);
            await visitor.open("/");
            const isSameDocument = await mark(visitor.page);

            await visitor.signIn();

            await expect.poll(() => visitor.popups().length).toBe(0);
            expect(await isSameDocument()).toBe(true);
            expect(await via(visitor.page)).toBe("bc");
            expect(visitor.traffic.count(callback)).toBe(1);
            expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
        },
    );
}

test("05 severed and without BroadcastChannel: done within five seconds", async ({ visitor, demo }) => {
    await visitor.context.addInitScript(() => Reflect.deleteProperty(window, "BroadcastChannel"));
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    const person = someone();

    await demo.continueAs(await visitor.openPopup(), person);

    await expect(visitor.header).toContainText(person.name, { timeout: 5_000 });
    expect(["storage", "session"]).toContain(await via(visitor.page));
});

test("05 severed, without BroadcastChannel and localStorage: the session check finds it", async ({ visitor, demo }) => {
    await visitor.context.addInitScript(() => {
        Reflect.deleteProperty(window, "BroadcastChannel");
        Reflect.deleteProperty(window, "localStorage");
    });
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    const person = someone();

    await demo.continueAs(await visitor.openPopup(), person);

    await expect(visitor.header).toContainText(person.name, { timeout: 5_000 });
    expect(await via(visitor.page)).toBe("session");
});

test("06 severed and idle for thirty seconds: still waiting, no word of a closed window", async ({ visitor, demo }) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    const popup = await visitor.openPopup();

    await time.pass(30);

    await expect(visitor.main).toContainText(/(Waiting for the window of|Still waiting for) Okta/);
    await expect(visitor.alerts).toHaveText("");
    await expect(visitor.toasts).toHaveText("");
    const person = someone();
    await demo.continueAs(popup, person);
    await time.pass(3);
    await visitor.seesSelf(person);
});

test("07 every channel delivers: one hand-off, one toast", async ({ visitor }) => {
    await visitor.context.addInitScript(() => {
        const heard: string[] = [];
        Object.assign(window, { heard });
        const isReport = (data: unknown) => JSON.stringify(data)?.includes("gatepost.popup/1");
        addEventListener("message", (event) => isReport(event.data) && heard.push("message"));
        addEventListener("storage", (event) => {
            if (event.key?.startsWith("gatepost.done.") && event.newValue) heard.push("storage");
        });
        const Native = BroadcastChannel;
        window.BroadcastChannel = class extends Native {
            constructor(name: string) {
                super(name);
                if (name.startsWith("gatepost.popup.")) {
                    new Native(name).addEventListener("message", (event) => isReport(event.data) && heard.push("bc"));
                }
            }
        };
    });
    await visitor.open("/");

    await visitor.signIn();

    const heard = () => visitor.page.evaluate(() => (window as unknown as { heard: string[] }).heard.toSorted());
    await expect.poll(heard).toEqual(["bc", "message", "storage"]);
    await expect(visitor.toasts.getByText(notice.signedIn)).toHaveCount(1);
    expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
});

test("08 popup closed by the person: cancelled, and a late message is ignored", async ({ visitor, newTab }) => {
    await visitor.open("/");
    const popup = await visitor.openPopup();
    const start = visitor.traffic.of("GET /auth/okta/start").at(-1);
    const txn = new URL(start?.url() ?? "").searchParams.get("txn");
    // The page has had a look at the open popup by the time it asks for the session.
    await visitor.page.waitForRequest("**/api/session");

    await popup.close();

    await visitor.isTold("cancelled", 3_000);
    await expect(visitor.main.getByText(says.waitingFor("Okta"))).toHaveCount(0);

    const sibling = await newTab();
    await sibling.page.goto("/healthz");
    await sibling.page.evaluate((txn) => {
        const report = { kind: "gatepost.popup/1", txn, outcome: "signed_in", code: "late", opener: true };
        new BroadcastChannel(`gatepost.popup.${txn}`).postMessage(report);
        localStorage.setItem(`gatepost.done.${txn}`, "signed_in");
    }, txn);
    await sibling.page.close();
    await visitor.seesNobody();

    await visitor.signIn();
    expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
});

test("09 popup of a severing provider closed: reopen or cancel, and cancel works", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    const popup = await visitor.openPopup();

    await popup.close();

    await expect(visitor.main).toContainText(says.stillWaitingFor("Okta"));
    await expect(visitor.button("Reopen")).toBeVisible();
    await expect(visitor.button("Use this tab instead")).toBeVisible();
    await visitor.button("Cancel").click();
    await visitor.isTold("cancelled");
    await expect(visitor.button("Cancel")).toHaveCount(0);
    await visitor.signIn();
});

test("09 popup of a severing provider closed: reopen goes on", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    await (await visitor.openPopup()).close();
    const person = someone();

    await visitor.button("Reopen").click();

    await demo.continueAs(await demo.window(visitor.context), person);
    await visitor.seesSelf(person);
});

test("09 popup of a severing provider closed: this tab goes on", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/profile?from=mail");
    await (await visitor.openPopup()).close();
    const person = someone();

    await visitor.button("Use this tab instead").click();

    await demo.continueAs(visitor.page, person);
    await visitor.seesSelf(person);
    await expect(visitor.page).toHaveURL("/profile?from=mail");
});

test("09 popup of a severing provider closed: given up after five minutes", async ({ visitor, demo }) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");
    await (await visitor.openPopup()).close();
    await expect(visitor.main).toContainText(says.stillWaitingFor("Okta"));

    await time.jump(280);
    await expect(visitor.main).toContainText(says.stillWaitingFor("Okta"));
    await time.pass(30);

    await visitor.isTold("timedOut");
    await expect(visitor.main.getByText(says.stillWaitingFor("Okta"))).toHaveCount(0);
    await expect(visitor.signInButton()).toBeVisible();
});

test(
    "10 second click while a popup is open: one window, one exchange",
    { tag: "@everywhere" },
    async ({ visitor, demo }) => {
        await visitor.open("/");
        await visitor.openPopup();

        await visitor.signInButton().click();

        await expect.poll(() => visitor.popups().length).toBe(1);
        const person = someone();
        await demo.continueAs(await demo.window(visitor.context), person);
        await visitor.seesSelf(person);
        await expect.poll(() => visitor.popups().length).toBe(0);
        expect(visitor.traffic.count(callback)).toBe(1);
        expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
    },
);

test("10 another provider chosen while a popup is open: the new choice counts", async ({ visitor, demo }) => {
    await visitor.open("/");
    await visitor.openPopup("Okta");
    const person = someone();

    await visitor.signInButton("Google").click();

    await expect.poll(() => visitor.traffic.count("GET /auth/google/start")).toBe(1);
    await expect.poll(() => visitor.popups().length).toBe(1);
    await demo.continueAs(await demo.window(visitor.context), person);
    await visitor.seesSelf(person);
    expect(visitor.traffic.count(callback)).toBe(0);
    expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
});

test(
    "11 popups blocked: the sign-in goes on in the tab and comes back to the same route and query",
    { tag: "@popup-blocking" },
    async ({ visitor, demo }) => {
        // A click without a person behind it: the browser's own popup blocker refuses the window.
        await visitor.context.addInitScript(() => {
            const open = window.open.bind(window);
            window.open = (...where) => {
                const popup = open(...where);
                sessionStorage.setItem("blocked", String(popup === null));
                return popup;
            };
            new MutationObserver((_changes, observer) => {
                if (document.documentElement.dataset.hydrated === undefined) return;
                observer.disconnect();
                const buttons = [...document.querySelectorAll<HTMLElement>("main a")];
                const okta = buttons.find((button) => button.innerText.includes("Sign in with Okta"));
                // Whatever Playwright evaluates counts as a person's doing, for five seconds.
                const waiting = setInterval(() => {
                    if (navigator.userActivation.isActive) return;
                    clearInterval(waiting);
                    okta?.click();
                }, 20);
            }).observe(document, { attributes: true, subtree: true });
        });
        const person = someone();

        await visitor.page.goto("/profile?from=mail");
        await visitor.page.waitForURL(`${demo.origin}/**`);
        await demo.continueAs(visitor.page, person);

        await visitor.seesSelf(person);
        await expect(visitor.page).toHaveURL("/profile?from=mail");
        expect(await visitor.page.evaluate(() => sessionStorage.getItem("blocked"))).toBe("true");
        expect(visitor.popups()).toEqual([]);
    },
);

test("13 nothing is awaited before the popup opens", { tag: "@everywhere" }, async ({ visitor, demo, guard }) => {
    guard.allow(unanswered, answered(401));
    await visitor.open("/");
    const held = await Held.at(visitor.page, /\/(api|sf)\//);
    const person = someone();

    // Every request of the page is stuck for longer than a click lasts; the popup opens all the same.
    const popup = await visitor.openPopup();

    await held.release();
    await demo.continueAs(popup, person);
    await visitor.seesSelf(person);
});
