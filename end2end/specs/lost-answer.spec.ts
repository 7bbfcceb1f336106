import { deliverOnly, Held, refreshUrl } from "../harness/answers.ts";
import { unanswered } from "../harness/guard.ts";
import { Profile, profilePath } from "../harness/profile.ts";
import { expect, test } from "../harness/test.ts";
import type { Visitor } from "../harness/visitor.ts";

test.use({ settings: { SESSION__GRACE: 1 } });

/**
 * Waits for the grace window of every answer so far to close on the server. Of an answer of somebody
 * else, given only now and seen to have arrived, the server shows when: it takes the token of before
 * for a copy.
 */
async function graceToPass(somebody: Visitor, origin: string) {
    await somebody.arriveSignedIn();
    const before = await somebody.sessionCookie();
    const refresh = () =>
        fetch(`${origin}/api/session/refresh`, {
            method: "POST",
            headers: { origin, cookie: `${before?.name}=${before?.value}` },
        });
    const { access_token: token } = (await (await refresh()).json()) as { access_token: string };
    const call = await fetch(`${origin}/api/profile`, { headers: { authorization: `Bearer ${token}` } });
    expect(call.status).toBe(200);
    await expect.poll(async () => (await refresh()).status, { message: "the grace window closes" }).toBe(401);
}

test("21 the answer is lost and the phone sleeps past the grace window: still signed in", async ({
    visitor,
    newBrowser,
    gatepost,
    guard,
}) => {
    guard.allow(unanswered);
    const person = await visitor.settleSignedIn(profilePath);
    const held = await Held.at(visitor.page, refreshUrl);
    await new Profile(visitor).renew();
    const answer = await deliverOnly((await held.first()).request(), "{}");
    expect(answer.status).toBe(200);
    await graceToPass(await newBrowser({ javaScriptEnabled: false }), gatepost.url);
    await held.drop();

    const refreshed = visitor.page.waitForResponse(refreshUrl);
    await visitor.reload();

    expect((await refreshed).status()).toBe(200);
    await visitor.seesSelf(person);
});
