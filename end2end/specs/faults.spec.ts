import type { BrowserContext, Response } from "@playwright/test";

import { onTheWayBack } from "../harness/answers.ts";
import { someone, type Fault } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";
import { Visitor } from "../harness/visitor.ts";
import { says, type notice } from "../harness/words.ts";

const callbackUrl = /\/auth\/okta\/callback/;

/** What a provider or a protocol says among machines, and never to a person. */
const rawCodes = /access_denied|login_required|server_error|invalid_|nonce|issuer|signature|id_token|panicked/i;

const isSignedIn = async (context: BrowserContext, origin: string) => {
    const answer = await context.request.get(`${origin}/api/session`);
    return ((await answer.json()) as { user: unknown }).user !== null;
};

/** Of the answers on the way to a page, redirects included, the first one first. */
async function statusesOf(answer: Response | null) {
    const statuses: (number | undefined)[] = [];
    for (let request = answer?.request() ?? null; request; request = request.redirectedFrom()) {
        statuses.unshift((await request.response())?.status());
    }
    return statuses;
}

// A popup that brings bad news does so with the status of an error.
test.beforeEach(({ guard }) => guard.allow(answered(400, 403, 404, 409, 410)));

const told: [Fault, keyof typeof notice][] = [
    ["access_denied", "accessDenied"],
    ["login_required", "loginRequired"],
    ["server_error", "providerError"],
    ["token_error", "providerError"],
];

for (const [fault, what] of told) {
    test(`14 the provider answers ${fault}: the page says so in words and the popup closes`, async ({
        visitor,
        demo,
    }) => {
        await demo.switches(visitor.context, { fault });
        await visitor.open("/");

        await demo.continueAs(await visitor.openPopup(), someone());

        await visitor.isTold(what);
        await expect(visitor.alerts).toContainText(says.supportCode);
        await expect.poll(() => visitor.popups().length).toBe(0);
        await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
        await visitor.seesNobody();

        await demo.switches(visitor.context);
        await visitor.signIn();
        await expect(visitor.alerts).toHaveText("");
    });
}

test("14 the person presses Deny: the page says so and nothing has changed", async ({ visitor, demo }) => {
    await visitor.open("/");

    await demo.deny(await visitor.openPopup());

    await visitor.isTold("accessDenied");
    await expect.poll(() => visitor.popups().length).toBe(0);
    expect(visitor.traffic.count(endpoint.handoff)).toBe(0);
});

test("14 a severing provider refuses: the reason still arrives", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { coop: "same-origin" });
    await visitor.open("/");

    await demo.deny(await visitor.openPopup());

    await visitor.isTold("accessDenied");
    await expect.poll(() => visitor.popups().length).toBe(0);
});

test("14 an address that belongs to somebody else: the account is not taken over", async ({ visitor, newBrowser }) => {
    const owner = someone();
    await visitor.open("/");
    await visitor.signIn({ provider: "Okta", as: owner });
    const stranger = await newBrowser();
    await stranger.open("/");
    const popup = await stranger.openPopup("Google");

    const { email } = owner;
    await popup.locator("input[name=email]").fill(email);
    await popup.locator("input[name=sub]").fill(someone().sub);
    await popup.locator("input[name=name]").fill("Somebody Else");
    await popup.getByRole("button", { name: "Continue" }).click();

    // Whose account that is has to be shown first (joining.spec.ts).
    await expect(popup.getByRole("heading", { name: "There is an account with this address already" })).toBeVisible();
    await stranger.seesNobody();
    await popup.getByRole("button", { name: "Cancel" }).click();
    await stranger.isTold("cancelled");
    await stranger.seesNobody();
});

test("14 a slow provider: the page waits and then knows the person", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { delay_ms: 2_000 });
    await visitor.open("/");
    await visitor.signIn();
});

test("14 an unverified address: the person is signed in all the same", async ({ visitor, demo }) => {
    await demo.switches(visitor.context, { fault: "unverified_email" });
    await visitor.open("/");
    await visitor.signIn();
});

test("14 no address at all: the person is signed in, and the profile says that none was told", async ({
    visitor,
    demo,
}) => {
    await demo.switches(visitor.context, { fault: "no_email" });
    await visitor.open("/profile");
    await visitor.signIn({ provider: "Facebook" });
    await expect(visitor.main).toContainText("Not told by the provider");
});

test("17 a callback replayed in the same browser: refused in words, the session intact", async ({ visitor }) => {
    await visitor.open("/");
    const person = await visitor.signIn();
    const used = visitor.traffic.requests.find((request) => callbackUrl.test(request.url()))?.url() ?? "";

    const replay = await visitor.page.goto(used);

    expect(await statusesOf(replay)).toEqual([303, 200]);
    await visitor.isTold("signInUsed");
    await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
    await visitor.open("/");
    await visitor.seesSelf(person);
});

test("17 a callback carried to another browser: refused, no session there", async ({
    visitor,
    newBrowser,
    demo,
    gatepost,
}) => {
    let stolen = "";
    await onTheWayBack(visitor.context, demo.origin, (callback) => {
        stolen = callback.href;
        return undefined;
    });
    await visitor.open("/");
    await demo.continueAs(await visitor.openPopup(), someone());
    await expect.poll(() => stolen).not.toBe("");
    const thief = await newBrowser();

    const answer = await thief.page.goto(stolen);

    expect(await statusesOf(answer)).toEqual([303, 200]);
    await thief.isTold("signInUnknown");
    await expect(thief.page.locator("body")).not.toContainText(rawCodes);
    expect(await isSignedIn(thief.context, gatepost.url)).toBe(false);
    await thief.open("/");
    await thief.seesNobody();
});

test("17 a sign-in in the tab, finished, then Back and again: words, not an error", async ({ visitor, demo }) => {
    const person = await visitor.arriveSignedIn("/profile");

    await visitor.page.goBack();
    await demo.continueAs(visitor.page, person);

    await visitor.isTold("signInUsed");
    await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
    await visitor.open("/profile");
    await visitor.seesSelf(person);
});

// With another state nobody knows which page waits to be told: the popup itself goes where the words are.
const tampered = [
    { what: "state", value: "A".repeat(43), status: 303, told: "signInUnknown", byPopup: true },
    { what: "iss", value: "https://evil.example", status: 400, told: "answerRefused", byPopup: false },
    { what: "code", value: "A".repeat(43), status: 400, told: "providerError", byPopup: false },
] as const;

for (const { what, value, status, told, byPopup } of tampered) {
    test(`18 a callback with another ${what}: an error in words, no cookie`, async ({ visitor, demo, gatepost }) => {
        await onTheWayBack(visitor.context, demo.origin, (callback) => {
            callback.searchParams.set(what, value);
            return callback;
        });
        await visitor.open("/");
        const popup = await visitor.openPopup();
        const answer = visitor.context.waitForEvent("response", (response) => callbackUrl.test(response.url()));

        await demo.continueAs(popup, someone());

        expect((await answer).status()).toBe(status);
        const teller = byPopup ? new Visitor(popup, demo) : visitor;
        await teller.isTold(told);
        await expect(teller.page.locator("body")).not.toContainText(rawCodes);
        expect(await visitor.sessionCookie()).toBeUndefined();
        expect(await isSignedIn(visitor.context, gatepost.url)).toBe(false);
        await visitor.seesNobody();
    });
}

const forged: Fault[] = [
    "wrong_nonce",
    "missing_nonce",
    "wrong_issuer",
    "wrong_response_issuer",
    "wrong_audience",
    "wrong_signature",
    "expired_id_token",
    "future_id_token",
    "unknown_kid",
    "alg_none",
    "wrong_at_hash",
];

for (const fault of forged) {
    test(`18 an answer with ${fault}: refused in words, no cookie`, async ({ visitor, demo }) => {
        await demo.switches(visitor.context, { fault });
        await visitor.open("/");

        await demo.continueAs(await visitor.openPopup(), someone());

        await visitor.isTold("answerRefused");
        await expect(visitor.alerts).toContainText(says.supportCode);
        await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
        expect(await visitor.sessionCookie()).toBeUndefined();
        expect(visitor.traffic.count(endpoint.handoff)).toBe(0);
        await visitor.seesNobody();
    });
}
