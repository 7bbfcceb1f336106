import { profilePath } from "../harness/profile.ts";
import { framesSeen, recordFrames } from "../harness/tabs.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";

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

test("38 sign-out, then Back: no private text is ever visible", { tag: "@bfcache" }, async ({ visitor }) => {
    const person = await visitor.settleSignedIn(profilePath);
    await recordFrames(visitor.page);
    await visitor.page.evaluate(() =>
        addEventListener("pageshow", (event) => {
            if (event.persisted) Object.assign(window, { restored: true, frames_seen: [] });
        }),
    );
    await visitor.open("/");
    await visitor.signOut();

    await visitor.page.goBack({ waitUntil: "commit" });

    await visitor.seesNobody();
    await expect(visitor.signInButton()).toBeVisible();
    for (const { header, main } of await framesSeen(visitor.page)) {
        expect(header + main).not.toContain(person.name);
        expect(header + main).not.toContain(person.email);
    }
});

test(
    "38 Back to a page of a session that lives: shown again, and still signed in",
    { tag: "@bfcache" },
    async ({ visitor }) => {
        const person = await visitor.settleSignedIn(profilePath);
        await visitor.page.goto("/healthz");

        await visitor.page.goBack({ waitUntil: "commit" });

        await visitor.alive();
        await visitor.seesSelf(person);
        await expect(visitor.main.getByText(person.email)).toBeVisible();
    },
);
