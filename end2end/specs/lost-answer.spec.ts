import { deliverOnly, Held, refreshUrl } from "../harness/answers.ts";
import { unanswered } from "../harness/guard.ts";
import { Profile, profilePath } from "../harness/profile.ts";
import { expect, test } from "../harness/test.ts";

test.use({ settings: { SESSION__GRACE: 1 } });

test("21 the answer is lost and the phone sleeps past the grace window: still signed in", async ({
    visitor,
    guard,
}) => {
    guard.allow(unanswered);
    const person = await visitor.settleSignedIn(profilePath);
    const held = await Held.at(visitor.page, refreshUrl);
    await new Profile(visitor).renew();
    const answer = await deliverOnly((await held.first()).request(), "{}");
    expect(answer.status).toBe(200);
    const lostAt = Date.now();
    await expect.poll(() => Date.now() - lostAt).toBeGreaterThan(2_000);
    await held.drop();

    const refreshed = visitor.page.waitForResponse(refreshUrl);
    await visitor.reload();

    expect((await refreshed).status()).toBe(200);
    await visitor.seesSelf(person);
});
