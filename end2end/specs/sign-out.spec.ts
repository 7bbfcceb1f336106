import { Held } from "../harness/answers.ts";
import type { Person } from "../harness/demo.ts";
import { comingBack, letKeep, noteRestores } from "../harness/page-cache.ts";
import { profilePath } from "../harness/profile.ts";
import { framesSeen, recordFrames } from "../harness/tabs.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";
import type { Visitor } from "../harness/visitor.ts";

test(
    "37 sign-out: ended on the server first, the cookie gone, the page stays",
    { tag: "@everywhere" },
    async ({ visitor, gatepost }) => {
        await visitor.settleSignedIn(profilePath);
        const cookie = await visitor.sessionCookie();

        await visitor.signOut();

        await visitor.isTold("signedOut");
        expect(await visitor.traffic.statuses(endpoint.signOut)).toEqual([204]);
        expect(await visitor.sessionCookie()).toBeUndefined();
        await expect(visitor.page).toHaveURL(profilePath);
        // The old cookie, kept by somebody, opens nothing.
        const replay = await fetch(`${gatepost.url}/api/session`, {
            headers: { cookie: `${cookie?.name}=${cookie?.value}` },
        });
        expect(await replay.json()).toEqual({ user: null });
    },
);

test.describe("38 Back", { tag: "@bfcache" }, () => {
    const noStore = "response-cache-control-no-store";

    test.beforeEach(async ({ visitor }) => {
        await noteRestores(visitor.page);
        await recordFrames(visitor.page);
    });

    /** Signed in and at the profile, by its address: `letKeep` does not reach what a redirect leads to. */
    async function atProfile(visitor: Visitor) {
        const person = await visitor.settleSignedIn("/");
        await visitor.open(profilePath);
        await expect(visitor.main.getByText(person.email)).toBeVisible();
        await visitor.traffic.quiet();
        return person;
    }

    async function sawNothingOf(person: Person, visitor: Visitor) {
        const frames = await framesSeen(visitor.page);
        expect(frames.length).toBeGreaterThan(0);
        for (const { header, main } of frames) {
            expect(header + main).not.toContain(person.name);
            expect(header + main).not.toContain(person.email);
        }
    }

    test("38 sign-out, then Back: the page is asked for anew, no private text is ever visible", async ({ visitor }) => {
        const person = await atProfile(visitor);
        await visitor.open("/");
        await visitor.signOut();
        visitor.traffic.reset();

        await visitor.page.goBack({ waitUntil: "commit" });

        await visitor.seesNobody();
        await expect(visitor.signInButton()).toBeVisible();
        const { restored, obstacles } = await comingBack(visitor.page);
        expect(restored).toBe(false);
        expect(obstacles).toContain(noStore);
        expect(visitor.traffic.names()).toContain(`GET ${profilePath}`);
        await sawNothingOf(person, visitor);
    });

    test("38 Back to a page of a session that lives: asked for anew, and still signed in", async ({ visitor }) => {
        const person = await atProfile(visitor);
        await visitor.page.goto("/healthz");

        await visitor.page.goBack({ waitUntil: "commit" });

        await visitor.alive();
        await visitor.seesSelf(person);
        await expect(visitor.main.getByText(person.email)).toBeVisible();
        const { restored, obstacles } = await comingBack(visitor.page);
        expect(restored).toBe(false);
        expect(obstacles).toContain(noStore);
    });

    test("38 sign-out, then Back, and the browser kept the page: no private text is ever visible", async ({
        visitor,
    }) => {
        await letKeep(visitor.page);
        const person = await atProfile(visitor);
        await visitor.open("/");
        await visitor.signOut();

        await visitor.page.goBack({ waitUntil: "commit" });

        await visitor.seesNobody();
        await expect(visitor.signInButton()).toBeVisible();
        expect(await comingBack(visitor.page)).toEqual({ restored: true, obstacles: [] });
        await sawNothingOf(person, visitor);
    });

    // No news of either reached the page while it was kept: only the server knows.
    for (const { what, ended } of [
        { what: "a session that ended elsewhere: it shows nobody", ended: true },
        { what: "a session that lives: it shows the person", ended: false },
    ]) {
        test(`38 Back to a kept page of ${what}, and nothing before the server was asked`, async ({
            visitor,
            gatepost,
        }) => {
            await letKeep(visitor.page);
            const person = await atProfile(visitor);
            const held = await visitor.sessionCookie();
            await visitor.page.goto("/healthz");
            const session = `${gatepost.url}/api/session`;
            const headers = { origin: gatepost.url, cookie: `${held?.name}=${held?.value}` };
            if (ended) expect((await fetch(session, { method: "DELETE", headers })).status).toBe(204);
            const check = await Held.at(visitor.page, session);

            await visitor.page.goBack({ waitUntil: "commit" });
            await check.first();
            await expect.poll(() => framesSeen(visitor.page)).not.toEqual([]);
            await sawNothingOf(person, visitor);
            await check.release();

            if (ended) {
                await visitor.seesNobody();
                await sawNothingOf(person, visitor);
            } else {
                await visitor.seesSelf(person);
                await expect(visitor.main.getByText(person.email)).toBeVisible();
            }
            expect(await comingBack(visitor.page)).toEqual({ restored: true, obstacles: [] });
        });
    }
});
