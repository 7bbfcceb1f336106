import type { Page } from "@playwright/test";

import { deliverOnly, Held, refreshUrl } from "../harness/answers.ts";
import { someone } from "../harness/demo.ts";
import { answered, unanswered } from "../harness/guard.ts";
import { Profile, profilePath } from "../harness/profile.ts";
import { framesSeen, recordFrames, setVisible } from "../harness/tabs.ts";
import { expect, test } from "../harness/test.ts";
import { Time } from "../harness/time.ts";
import { endpoint } from "../harness/traffic.ts";
import { notice } from "../harness/words.ts";

const day = 24 * 60 * 60;

/** Everything a script on the page could read that outlives it. */
const readableStorage = (page: Page) =>
    page.evaluate(async () => {
        const databases = (await indexedDB.databases()).map(({ name }) => name);
        const caches = await globalThis.caches.keys();
        return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, databases, caches]);
    });

test("19 after a sign-in no script can find a token, and the cookie has its flags", async ({ visitor, demo }) => {
    await visitor.open("/");
    const answer = visitor.page.waitForResponse("**/api/session/handoff");
    await demo.continueAs(await visitor.openPopup(), someone());
    const handoff = (await (await answer).json()) as { access_token: string };
    await visitor.isTold("signedIn");
    const cookie = await visitor.sessionCookie();
    // `Secure` and the prefix `__Host-` only exist over https, where the integration tests look
    // (server/tests/it/pages/headers.rs).
    expect(cookie).toMatchObject({ httpOnly: true, path: "/", domain: "localhost", sameSite: "Lax", secure: false });

    const html = await (await visitor.context.request.get("/profile")).text();
    const dumps = { html, storage: await readableStorage(visitor.page), address: visitor.page.url() };

    for (const [where, dump] of Object.entries(dumps)) {
        expect(dump, where).not.toContain(handoff.access_token.slice(0, 20));
        expect(dump, where).not.toContain(handoff.access_token.split(".")[2]);
        expect(dump, where).not.toContain(cookie?.value);
    }
    expect(JSON.stringify(handoff), "the refresh token is in no body").not.toContain(cookie?.value);
});

test(
    "20 a reload: signed in from the first paint, one refresh, no popup",
    { tag: "@everywhere" },
    async ({ visitor }) => {
        const person = await visitor.settleSignedIn(profilePath);
        await recordFrames(visitor.page);
        visitor.traffic.reset();

        const refreshed = visitor.page.waitForResponse(refreshUrl);
        await visitor.reload();

        expect((await refreshed).status()).toBe(200);
        await visitor.seesSelf(person);
        const frames = await framesSeen(visitor.page);
        expect(frames.length).toBeGreaterThan(0);
        for (const frame of frames) expect(frame.header).toContain(person.name);
        expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
        expect(visitor.popups()).toEqual([]);
    },
);

test("21 a reload during a refresh whose answer is lost: still signed in", async ({ visitor, guard }) => {
    guard.allow(unanswered);
    const person = await visitor.settleSignedIn(profilePath);
    const held = await Held.at(visitor.page, refreshUrl);
    await new Profile(visitor).renew();
    const lost = await held.first();
    // The server has rotated, and nobody here will ever see the new cookie.
    const answer = await deliverOnly(lost.request(), "{}");
    expect(answer.status).toBe(200);
    await held.drop();

    const refreshed = visitor.page.waitForResponse(refreshUrl);
    await visitor.reload();

    expect((await refreshed).status()).toBe(200);
    await visitor.seesSelf(person);
});

test("26 hidden for two hours, then visible: renewed before the first call, no 401", async ({ visitor }) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await visitor.settleSignedIn(profilePath);
    const profile = new Profile(visitor);
    visitor.traffic.reset();

    await setVisible(visitor.page, false);
    await time.jump(2 * 60 * 60);
    await setVisible(visitor.page, true);
    await profile.call();
    await profile.sees("1 × 200");

    const names = visitor.traffic.names();
    expect(names).toContain(endpoint.refresh);
    expect(names.indexOf(endpoint.refresh)).toBeLessThan(names.indexOf(endpoint.profile));
    expect(await visitor.traffic.statuses(endpoint.profile)).toEqual([200]);
});

for (const { what, off } of [
    { what: "a day ahead", off: day },
    { what: "a day behind", off: -day },
]) {
    test(`27 a clock ${what}: signs in, and does not renew in a loop`, async ({ visitor }) => {
        const time = await Time.takeOver(visitor.context, visitor.traffic, new Date(Date.now() + off * 1_000));
        await visitor.open(profilePath);
        const person = await visitor.signIn();
        visitor.traffic.reset();

        await time.pass(60);

        expect(visitor.traffic.count(endpoint.refresh)).toBeLessThanOrEqual(2);
        await visitor.seesSelf(person);
        const profile = new Profile(visitor);
        await profile.call();
        await profile.sees("1 × 200");
    });
}

for (const { what, off } of [
    { what: "forward", off: day },
    { what: "back", off: -day },
]) {
    test(`27 a clock put ${what} by a day meanwhile: still signed in, no loop`, async ({ visitor }) => {
        const time = await Time.takeOver(visitor.context, visitor.traffic);
        const person = await visitor.settleSignedIn(profilePath);
        visitor.traffic.reset();

        await visitor.context.clock.setSystemTime(new Date(Date.now() + off * 1_000));
        await time.pass(60);

        expect(visitor.traffic.count(endpoint.refresh)).toBeLessThanOrEqual(2);
        await visitor.seesSelf(person);
    });
}

test("28 offline when the token ends: told so and still signed in; online: renewed within three seconds", async ({
    visitor,
    guard,
}) => {
    guard.allow(unanswered);
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    const person = await visitor.settleSignedIn(profilePath);

    await visitor.context.setOffline(true);
    await time.jump(601);
    await visitor.isTold("offline");
    await visitor.seesSelf(person);
    const refreshed = visitor.page.waitForResponse(refreshUrl, { timeout: 3_000 });
    await visitor.context.setOffline(false);

    expect((await refreshed).status()).toBe(200);
    await expect(visitor.alerts.getByText(notice.offline)).toHaveCount(0);
    await visitor.seesSelf(person);
});

test("29 the refresh endpoint answers 500: asked less and less often, still signed in", async ({ visitor, guard }) => {
    guard.allow(answered(500));
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    const person = await visitor.settleSignedIn(profilePath);
    await visitor.page.route(refreshUrl, (route) => route.fulfill({ status: 500, body: "" }));
    visitor.traffic.reset();

    await time.jump(545);
    await time.pass(20);
    const atFirst = visitor.traffic.count(endpoint.refresh);
    await time.pass(60);
    const later = visitor.traffic.count(endpoint.refresh) - atFirst;

    expect(atFirst).toBeGreaterThanOrEqual(3);
    expect(atFirst).toBeLessThanOrEqual(6);
    expect(later).toBeLessThanOrEqual(3);
    await visitor.seesSelf(person);
    await visitor.page.unroute(refreshUrl);
    const refreshed = visitor.page.waitForResponse((response) => response.url().endsWith("/refresh") && response.ok());
    await time.pass(80);
    await refreshed;
});

test("29 the refresh endpoint answers 429 with Retry-After: the time it named is kept", async ({ visitor, guard }) => {
    guard.allow(answered(429));
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    const person = await visitor.settleSignedIn(profilePath);
    await visitor.page.route(refreshUrl, (route) =>
        route.fulfill({ status: 429, headers: { "retry-after": "40" }, body: "" }),
    );
    visitor.traffic.reset();

    await time.jump(541);
    await expect.poll(() => visitor.traffic.count(endpoint.refresh)).toBe(1);
    await time.pass(38);
    expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
    await time.pass(20);

    expect(visitor.traffic.count(endpoint.refresh)).toBe(2);
    await visitor.seesSelf(person);
});

test("29 invalid_grant: signed out once, one alert, and the way back is kept", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await visitor.settleSignedIn(profilePath);
    await visitor.page.route(refreshUrl, (route) =>
        route.fulfill({ status: 401, json: { error: "invalid_grant", error_description: "" } }),
    );
    await visitor.context.clearCookies();
    visitor.traffic.reset();

    await time.jump(545);
    await visitor.isTold("sessionEnded");
    await visitor.seesNobody();
    const asked = visitor.traffic.count(endpoint.refresh);
    await time.pass(90);

    expect(visitor.traffic.count(endpoint.refresh)).toBe(asked);
    await expect(visitor.alerts.getByText(notice.sessionEnded)).toHaveCount(1);
    await expect(visitor.page).toHaveURL(profilePath);
    await visitor.page.unroute(refreshUrl);
    await visitor.signIn();
    await expect(visitor.page).toHaveURL(profilePath);
});

test("40 localStorage that throws: signs in, renews, and nothing panics", async ({ visitor }) => {
    await visitor.context.addInitScript(() => {
        for (const storage of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, storage, {
                get: () => {
                    throw new DOMException("storage is blocked", "SecurityError");
                },
            });
        }
    });
    await visitor.open(profilePath);
    const person = await visitor.signIn();
    await new Profile(visitor).renew();
    await visitor.isTold("renewed");
    await visitor.reload();
    await visitor.seesSelf(person);
    await visitor.signOut();
});

for (const missing of ["locks", "BroadcastChannel"] as const) {
    test(`41 no ${missing}: signs in, renews, signs out`, async ({ visitor, newTab }) => {
        await visitor.context.addInitScript((missing) => {
            if (missing === "locks") Object.defineProperty(navigator, "locks", { value: undefined });
            else Reflect.deleteProperty(window, "BroadcastChannel");
        }, missing);
        await visitor.open(profilePath);
        const person = await visitor.signIn();
        await new Profile(visitor).renew();
        await visitor.isTold("renewed");
        const second = await newTab();
        await second.open(profilePath);
        await second.seesSelf(person);

        await visitor.signOut();

        await second.seesNobody();
    });
}
