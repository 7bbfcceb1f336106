import type { Route } from "@playwright/test";

import { Held, refreshUrl } from "../harness/answers.ts";
import { answered } from "../harness/guard.ts";
import { Profile, profilePath } from "../harness/profile.ts";
import { checkoutPath, Shop } from "../harness/shop.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";

const profileUrl = "**/api/profile";
const ordersUrl = "**/api/orders";

/** What the API says to a token it no longer takes. */
const refuse = (route: Route) =>
    route.fulfill({
        status: 401,
        headers: { "www-authenticate": 'Bearer error="invalid_token"' },
        json: { error: "invalid_token", error_description: "" },
    });

test("30 twenty calls at once get 401: one renewal, twenty retries, twenty answers", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    await visitor.settleSignedIn(profilePath);
    let refusals = 0;
    await visitor.page.route(profileUrl, (route) => {
        refusals += 1;
        return refusals <= 20 ? refuse(route) : route.continue();
    });
    visitor.traffic.reset();
    const profile = new Profile(visitor);

    await profile.call("/api/profile", 20);

    await profile.sees("20 × 200");
    expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
    expect(visitor.traffic.count(endpoint.profile)).toBe(40);
});

test("31 the API always answers 401: one renewal, one retry, then the error is shown", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    const person = await visitor.settleSignedIn(profilePath);
    await visitor.page.route(profileUrl, refuse);
    visitor.traffic.reset();
    const profile = new Profile(visitor);

    await profile.call();

    await profile.sees("1 × 401");
    expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
    expect(visitor.traffic.count(endpoint.profile)).toBe(2);
    await visitor.seesSelf(person);
});

test("32 the API answers 403: no renewal, no retry", async ({ visitor, guard }) => {
    guard.allow(answered(403));
    const person = await visitor.settleSignedIn(profilePath);
    await visitor.page.route(profileUrl, (route) =>
        route.fulfill({ status: 403, json: { error: "insufficient_scope" } }),
    );
    visitor.traffic.reset();
    const profile = new Profile(visitor);

    await profile.call();

    await profile.sees("1 × 403");
    expect(visitor.traffic.count(endpoint.refresh)).toBe(0);
    expect(visitor.traffic.count(endpoint.profile)).toBe(1);
    await visitor.seesSelf(person);
});

test("33 a POST with a body gets 401: sent once more, byte for byte", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    const person = await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await shop.goToCheckout();
    await shop.fillIn(person);
    let refused = false;
    await visitor.page.route(ordersUrl, (route) => {
        if (refused) return route.continue();
        refused = true;
        return refuse(route);
    });
    visitor.traffic.reset();

    await shop.payButton.click();

    await shop.seesOrder();
    const bodies = visitor.traffic.of(endpoint.order).map((request) => request.postData());
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toBe(bodies[0]);
    expect(visitor.traffic.count(endpoint.refresh)).toBe(1);
    expect(await shop.ordersOnProfile()).toBe(1);
});

test("33 the answer to an order is lost: pressing again does not order twice", async ({ visitor, guard }) => {
    guard.allow(/net::ERR_/);
    const person = await visitor.settleSignedIn("/shop");
    const shop = new Shop(visitor);
    await shop.takeLantern();
    await shop.goToCheckout();
    await shop.fillIn(person);
    await visitor.page.route(ordersUrl, async (route) => {
        await route.fetch();
        await route.abort("connectionreset");
    });

    await shop.payButton.click();
    await expect(visitor.main).toContainText("No answer came back.");
    await expect(visitor.page).toHaveURL(checkoutPath);
    await visitor.page.unroute(ordersUrl);
    await shop.payButton.click();

    await shop.seesOrder();
    expect(await shop.ordersOnProfile()).toBe(1);
});

test("34 a 401 for the token of before a renewal: retried with the new one, without another", async ({
    visitor,
    guard,
}) => {
    guard.allow(answered(401));
    await visitor.settleSignedIn(profilePath);
    const profile = new Profile(visitor);
    const held = await Held.at(visitor.page, profileUrl);
    await profile.call();
    const withOldToken = await held.first();
    await profile.renew();
    await visitor.isTold("renewed");
    visitor.traffic.reset();

    held.holdNoMore();
    await refuse(withOldToken);

    await profile.sees("1 × 200");
    expect(visitor.traffic.names()).toEqual([endpoint.profile]);
});

test("34 a call while a renewal is under way waits for it", async ({ visitor }) => {
    await visitor.settleSignedIn(profilePath);
    const profile = new Profile(visitor);
    const held = await Held.at(visitor.page, refreshUrl);
    await profile.renew();
    await held.first();
    visitor.traffic.reset();

    await profile.call("/api/secure-data", 3);
    await held.release();

    await profile.sees("3 × 200");
    expect(visitor.traffic.count(endpoint.refresh)).toBe(0);
    await visitor.isTold("renewed");
});
