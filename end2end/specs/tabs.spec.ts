import { deliverOnly, Held, refreshUrl } from "../harness/answers.ts";
import { someone } from "../harness/demo.ts";
import { answered, unanswered } from "../harness/guard.ts";
import { Profile, profilePath } from "../harness/profile.ts";
import { framesSeen, freeze, recordFrames, setVisible } from "../harness/tabs.ts";
import { expect, test } from "../harness/test.ts";
import { Time } from "../harness/time.ts";
import { endpoint } from "../harness/traffic.ts";
import type { Visitor } from "../harness/visitor.ts";

/** Five tabs of one browser on the profile page, all signed in with a token. */
async function fiveTabs(visitor: Visitor, newTab: () => Promise<Visitor>) {
    const person = await visitor.settleSignedIn(profilePath);
    const tabs = [visitor, await newTab(), await newTab(), await newTab(), await newTab()];
    for (const tab of tabs.slice(1)) await tab.open(profilePath);
    await visitor.traffic.quiet();
    return { person, tabs };
}

/** How many different session cookies the refresh endpoint has given out. */
async function rotations(visitor: Visitor) {
    const cookies = new Set<string>();
    for (const request of visitor.traffic.of(endpoint.refresh)) {
        const answer = await request.response();
        expect(answer?.status()).toBe(200);
        const cookie = (await answer?.headersArray())?.find(({ name }) => name.toLowerCase() === "set-cookie");
        if (cookie) cookies.add(cookie.value.split(";")[0] ?? "");
    }
    return cookies.size;
}

test("22 five tabs reloaded at once: all signed in, and the family lives", async ({ visitor, newTab }) => {
    const { person, tabs } = await fiveTabs(visitor, newTab);
    visitor.traffic.reset();

    await Promise.all(tabs.map((tab) => tab.reload()));

    for (const tab of tabs) await tab.seesSelf(person);
    await visitor.traffic.quiet();
    expect(new Set(await visitor.traffic.statuses(endpoint.refresh))).toEqual(new Set([200]));
    await new Profile(visitor).renew();
    await visitor.isTold("renewed");
});

test("23 five tabs made visible after their tokens ended: one rotation, nobody signed out", async ({
    visitor,
    newTab,
}) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    const { person, tabs } = await fiveTabs(visitor, newTab);
    for (const tab of tabs) await setVisible(tab.page, false);
    visitor.traffic.reset();

    await time.jump(3_600);
    await Promise.all(tabs.map((tab) => setVisible(tab.page, true)));

    await expect.poll(() => visitor.traffic.count(endpoint.refresh)).toBeGreaterThanOrEqual(1);
    await time.pass(5);
    for (const tab of tabs) {
        const profile = new Profile(tab);
        await profile.call();
        await profile.sees("1 × 200");
        await tab.seesSelf(person);
    }
    expect(await rotations(visitor)).toBeLessThanOrEqual(1);
});

test("24 a frozen tab holds the lock: another renews within ten seconds", async ({ visitor, newTab, guard }) => {
    guard.allow(unanswered);
    const person = await visitor.settleSignedIn(profilePath);
    const other = await newTab();
    await other.open(profilePath);
    await other.traffic.quiet();
    const held = await Held.at(visitor.page, refreshUrl);
    await new Profile(visitor).renew();
    await held.first();
    const thaw = await freeze(visitor.page);
    const profile = new Profile(other);

    // Ten seconds from when it is asked for: whatever loading a page takes does not count.
    const refreshed = other.page.waitForResponse(refreshUrl, { timeout: 10_000 });
    await profile.renew();

    expect((await refreshed).status()).toBe(200);
    await other.isTold("renewed");
    await profile.call();
    await profile.sees("1 × 200");
    await other.seesSelf(person);
    await thaw();
    await held.release();
});

test("37 sign-out in one tab: the other follows within a second, and nothing brings the session back", async ({
    visitor,
    newTab,
    guard,
    gatepost,
}) => {
    guard.allow(unanswered, answered(401));
    await visitor.settleSignedIn(profilePath);
    const other = await newTab();
    await other.open(profilePath);
    await other.traffic.quiet();
    const held = await Held.at(other.page, refreshUrl);
    await new Profile(other).renew();
    const inFlight = await held.first();
    const answer = await deliverOnly(inFlight.request());
    const { access_token: token } = JSON.parse(answer.body) as { access_token: string };

    await visitor.signOut();
    await other.seesNobody(1_000);
    // The answer of before the sign-out arrives late, with a cookie and a token.
    await inFlight.fulfill(answer).catch(() => undefined);

    await other.isTold("signedOutElsewhere");
    await other.seesNobody();
    const call = await fetch(`${gatepost.url}/api/profile`, { headers: { authorization: `Bearer ${token}` } });
    expect(call.status).toBe(401);
    await other.page.unrouteAll();
    await other.reload();
    await other.seesNobody();
});

test("39 somebody else signs in in one tab: the other swaps, and never mixes the two", async ({
    visitor,
    newTab,
    demo,
}) => {
    const first = await visitor.settleSignedIn(profilePath);
    const other = await newTab();
    await recordFrames(other.page);
    await other.open(profilePath);
    await expect(other.main).toContainText(first.email);
    const second = someone();

    await visitor.page.goto(`/auth/okta/start?return_to=${profilePath}`);
    await demo.continueAs(visitor.page, second);
    await visitor.seesSelf(second);

    await other.seesSelf(second);
    await expect(other.main).toContainText(second.email);
    await expect(other.main).not.toContainText(first.email);
    for (const { header, main } of await framesSeen(other.page)) {
        expect(header.includes(first.name) && main.includes(second.email)).toBe(false);
        expect(header.includes(second.name) && main.includes(first.email)).toBe(false);
    }
});
