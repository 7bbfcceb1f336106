import { profilePath } from "../harness/profile.ts";
import { expect, test } from "../harness/test.ts";
import { Time } from "../harness/time.ts";
import { endpoint } from "../harness/traffic.ts";

test.use({ settings: { SESSION__ACCESS_TTL: 90 } });

test("25 the timer renews between 20 and 60 s before expiry, and an idle page asks for nothing else", async ({
    visitor,
}) => {
    const time = await Time.takeOver(visitor.context, visitor.traffic);
    await visitor.settleSignedIn(profilePath);
    visitor.traffic.reset();

    const second = await time.passUntil(90, () => visitor.traffic.requests.length > 0);

    // Ninety seconds of life less sixty and less twenty, give or take the second a step is long.
    expect(second).toBeGreaterThanOrEqual(29);
    expect(second).toBeLessThanOrEqual(71);
    expect(visitor.traffic.names()).toEqual([endpoint.refresh]);
});
