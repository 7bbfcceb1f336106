import { clientSecret } from "../../harness/peers/peer.ts";
import { signInByPage, signInByPopup } from "../../harness/peers/flows.ts";
import { expect, test } from "../../harness/peers/test.ts";
import { mark } from "../../harness/test.ts";
import { endpoint } from "../../harness/traffic.ts";

const ways = [
    { peer: "panva", id: "panva", label: "Panva" },
    { peer: "panva", id: "panva_es256", label: "Panva ES256" },
    { peer: "panva", id: "panva_ps256", label: "Panva PS256" },
    { peer: "panva", id: "panva_form", label: "Panva form" },
    { peer: "toolkit", id: "toolkit", label: "Toolkit" },
] as const;

for (const { peer, id, label } of ways) {
    test(`peers: popup through ${label}: the page knows the person and was never reloaded`, async ({
        visitor,
        panva,
        toolkit,
        person,
    }) => {
        await visitor.open("/");
        const isSameDocument = await mark(visitor.page);

        await signInByPopup(visitor, { panva, toolkit }[peer], label, person);

        await visitor.isTold("signedIn");
        await expect.poll(() => visitor.popups().length).toBe(0);
        expect(await isSameDocument()).toBe(true);
        expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
    });

    test(`peers: page through ${label}: back on the very page, and its address tells nothing`, async ({
        visitor,
        panva,
        toolkit,
        person,
    }) => {
        await signInByPage(visitor, { panva, toolkit }[peer], id, person, "/profile?from=mail");

        await expect(visitor.main).toContainText(person.email);
        await expect(visitor.main).toContainText(label);
    });
}

for (const { peer, label } of ways.filter(({ id }) => id === "panva" || id === "toolkit")) {
    test(`peers: page through ${label} without script`, { tag: "@no-script" }, async ({
        visitor,
        panva,
        toolkit,
        person,
    }) => {
        await visitor.page.goto("/sign-in?return_to=/profile");
        await visitor.signInButton(label).click();
        await { panva, toolkit }[peer].prove(visitor.page, person);
        await expect(visitor.page).toHaveURL("/profile");
        await visitor.seesSelf(person);
    });
}

test("peers: popup through a provider that asks nothing", async ({ visitor, mock }) => {
    await visitor.open("/");
    await visitor.signInButton("Mock").click();
    await visitor.seesSelf(mock.person);
    await expect.poll(() => visitor.popups().length).toBe(0);
});

test("peers: page through a provider that asks nothing", async ({ visitor, mock }) => {
    await signInByPage(visitor, mock, "mock", mock.person);
});

/** Which channel told the page first, as the engine notes on the document. */
const via = (page: import("@playwright/test").Page) => page.evaluate(() => document.documentElement.dataset.signInVia);

for (const coop of ["same-origin", "same-origin-allow-popups"] as const) {
    test(`peers: popup through Panva whose pages send COOP ${coop}`, async ({ visitor, panva, person }) => {
        panva.door.coop = coop;
        await visitor.open("/");
        const isSameDocument = await mark(visitor.page);

        await signInByPopup(visitor, panva, "Panva", person);

        await expect.poll(() => visitor.popups().length).toBe(0);
        expect(await isSameDocument()).toBe(true);
        expect(await via(visitor.page)).toBe("bc");
        expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
    });
}

test("peers: popup through Toolkit, whose Django sends COOP of its own accord", async ({ visitor, toolkit, person }) => {
    await visitor.open("/");
    const page = visitor.context.waitForEvent("response", (answer) => answer.url().includes("/accounts/login/"));

    await signInByPopup(visitor, toolkit, "Toolkit", person);

    expect((await page).headers()["cross-origin-opener-policy"]).toBe("same-origin");
    expect(await via(visitor.page)).toBe("bc");
});

test("peers: popup through Toolkit with that header taken away", async ({ visitor, toolkit, person }) => {
    toolkit.door.coop = "unsafe-none";
    await visitor.open("/");

    await signInByPopup(visitor, toolkit, "Toolkit", person);

    expect(["message", "bc"]).toContain(await via(visitor.page));
    await expect.poll(() => visitor.popups().length).toBe(0);
});

for (const { peer, label } of ways.filter(({ id }) => id === "panva" || id === "toolkit")) {
    test(`peers: popup through ${label}, which takes a second for everything and sends COOP`, async ({
        visitor,
        panva,
        toolkit,
        person,
    }) => {
        const slow = { panva, toolkit }[peer];
        slow.door.delay = 1_000;
        slow.door.coop = "same-origin";
        await visitor.open("/");

        await signInByPopup(visitor, slow, label, person);

        await expect.poll(() => visitor.popups().length).toBe(0);
        expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
    });
}

test("peers: the person presses Cancel at Panva: words, and nothing has changed", async ({ visitor, panva, guard }) => {
    guard.allow(/status of 4/);
    await visitor.open("/");
    await visitor.signInButton("Panva").click();

    await panva.deny(await panva.door.window(visitor.context));

    await visitor.isTold("accessDenied");
    await expect.poll(() => visitor.popups().length).toBe(0);
    expect(panva.door.count("POST /token")).toBe(0);
    await visitor.seesNobody();
});

test("peers: what Panva is asked is bound to the sign-in, and asked anew each time", async ({
    visitor,
    panva,
    person,
    gatepost,
}) => {
    const asked: URLSearchParams[] = [];
    visitor.context.on("request", (request) => {
        const url = new URL(request.url());
        if (url.origin === panva.door.origin && url.pathname === "/auth") asked.push(url.searchParams);
    });
    await signInByPage(visitor, panva, "panva", person);
    // Panva knows the person by now and asks nothing.
    await visitor.page.goto("/auth/panva/start");
    await visitor.seesSelf(person);

    expect(asked.length).toBe(2);
    for (const query of asked) {
        expect(query.get("response_type")).toBe("code");
        expect(query.get("code_challenge_method")).toBe("S256");
        expect(query.get("code_challenge")).toMatch(/^[\w-]{43}$/);
        expect(query.get("scope")?.split(" ").sort()).toEqual(["email", "openid", "profile"]);
        for (const name of ["state", "nonce"]) expect(query.get(name)?.length, name).toBeGreaterThanOrEqual(22);
        expect(query.get("state")).not.toBe(query.get("nonce"));
    }
    for (const name of ["state", "nonce", "code_challenge"]) expect(asked[0]?.get(name)).not.toBe(asked[1]?.get(name));
    expect(gatepost.log).not.toContain(clientSecret);
});

test("peers: the same subject at two providers is two people", async ({ visitor, newBrowser, panva, mock, person }) => {
    const whose = async (id: string, at: typeof visitor, sign: () => Promise<void>) => {
        await sign();
        const answer = await at.context.request.post("/api/session/refresh", {
            headers: { origin: new URL(at.page.url()).origin },
        });
        const { access_token: token } = (await answer.json()) as { access_token: string };
        const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sub: string };
        expect(claims.sub, id).toBeTruthy();
        return claims.sub;
    };
    const other = await newBrowser();
    // Without an address there is nothing else that the two could have in common.
    mock.letIn(person);
    mock.lies.idToken = (claims) => delete claims["email"];
    mock.lies.userinfo = (claims) => void delete claims["email"];

    const one = await whose("panva", visitor, () => signInByPage(visitor, panva, "panva", person));
    const two = await whose("mock", other, () => signInByPage(other, mock, "mock", person));
    const again = await newBrowser();
    const three = await whose("panva", again, () => signInByPage(again, panva, "panva", person));

    expect(two).not.toBe(one);
    expect(three).toBe(one);
});
