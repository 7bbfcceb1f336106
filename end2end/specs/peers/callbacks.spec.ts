// Answers of real providers that arrive at the wrong place, twice, or changed on the way.

import { answered } from "../../harness/guard.ts";
import { isSignedIn, signInByPage, signInByPopup } from "../../harness/peers/flows.ts";
import { callback, clientId } from "../../harness/peers/peer.ts";
import { newcomer } from "../../harness/peers/person.ts";
import { expect, test } from "../../harness/peers/test.ts";

const rawCodes = /access_denied|invalid_|nonce|issuer|signature|id_token|panicked/i;

// A popup that brings bad news does so with the status of an error.
test.beforeEach(({ guard }) => guard.allow(answered(400, 403, 404, 409, 410)));

test("peers: a callback replayed: refused in words, Panva is not asked again, the session lives", async ({
    visitor,
    panva,
    person,
}) => {
    await visitor.open("/");
    await signInByPopup(visitor, panva, "Panva", person);
    const used = visitor.traffic.of("GET /auth/panva/callback").at(-1)?.url() ?? "";
    const exchanges = panva.door.count("POST /token");

    await visitor.page.goto(used);

    await visitor.isTold("signInUsed");
    await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
    expect(panva.door.count("POST /token")).toBe(exchanges);
    await visitor.open("/");
    await visitor.seesSelf(person);
});

test("peers: an attacker's own answer in the victim's browser: no session, and no token call", async ({
    visitor,
    newBrowser,
    panva,
    person,
}) => {
    const stolen = panva.door.intercept();
    await visitor.page.goto("/auth/panva/start");
    await panva.prove(visitor.page, person);
    const address = await stolen;
    const victim = await newBrowser();

    await victim.page.goto(address.href);

    await victim.isTold("signInUnknown");
    await expect(victim.page.locator("body")).not.toContainText(rawCodes);
    expect(await isSignedIn(victim)).toBe(false);
    expect(panva.door.count("POST /token")).toBe(0);
});

const issuers: [string, (iss: string) => string | undefined][] = [
    ["no issuer, although Panva promises one", () => undefined],
    ["another issuer", () => "https://evil.example"],
    ["its issuer with a slash behind it", (iss) => `${iss}/`],
    ["an empty issuer", () => ""],
];

for (const [what, change] of issuers) {
    test(`peers: an answer with ${what}: refused before the code is spent`, async ({ visitor, panva, person }) => {
        let sent: string | null = null;
        panva.door.onTheWayBack = (address) => {
            sent = address.searchParams.get("iss");
            const iss = change(sent ?? "");
            if (iss === undefined) address.searchParams.delete("iss");
            else address.searchParams.set("iss", iss);
            return address;
        };
        await visitor.open("/");
        await visitor.signInButton("Panva").click();

        await panva.prove(await panva.door.window(visitor.context), person);

        await visitor.isTold("answerRefused");
        expect(sent).toBe(panva.issuer);
        expect(panva.door.count("POST /token")).toBe(0);
        expect(await visitor.sessionCookie()).toBeUndefined();
        await visitor.seesNobody();

        panva.door.onTheWayBack = undefined;
        await visitor.signInButton("Panva").click();
        await visitor.seesSelf(person);
    });
}

test("peers: a code from another sign-in at the same provider: Panva's own check of the verifier refuses it", async ({
    visitor,
    panva,
    person,
}) => {
    const first = panva.door.intercept();
    await visitor.page.goto("/auth/panva/start");
    await panva.prove(visitor.page, person);
    const one = await first;
    const second = panva.door.intercept();
    // Panva knows the person by now and asks nothing.
    await visitor.page.goto("/auth/panva/start");
    const two = await second;

    one.searchParams.set("code", two.searchParams.get("code") ?? "");
    await visitor.page.goto(one.href);

    await visitor.isTold("providerError");
    expect(panva.door.count("POST /token")).toBe(1);
    expect(await isSignedIn(visitor)).toBe(false);
});

function withoutIssuer(address: URL) {
    const stripped = new URL(address);
    stripped.searchParams.delete("iss");
    return stripped;
}

test("peers: mix-up, one provider's code for the other's sign-in: neither is asked for tokens", async ({
    visitor,
    panva,
    toolkit,
    person,
}) => {
    const fromPanva = panva.door.intercept();
    await visitor.page.goto("/auth/panva/start");
    await panva.prove(visitor.page, person);
    const atPanva = await fromPanva;
    const fromToolkit = toolkit.door.intercept();
    await visitor.page.goto("/auth/toolkit/start");
    await toolkit.prove(visitor.page, newcomer());
    const atToolkit = await fromToolkit;
    const mixed = [
        // Each answer at the other's address.
        { at: new URL(atToolkit.search, atPanva), code: atToolkit, told: "signInUnknown" },
        { at: new URL(atPanva.search, atToolkit), code: atPanva, told: "signInUnknown" },
        // Toolkit's code in Panva's answer. Toolkit names no issuer, and Panva always does.
        { at: withoutIssuer(atPanva), code: atToolkit, told: "answerRefused" },
    ] as const;

    for (const { at, code, told } of mixed) {
        const address = new URL(at);
        address.searchParams.set("code", code.searchParams.get("code") ?? "");
        await visitor.page.goto(address.href);
        await visitor.isTold(told);
        expect(await isSignedIn(visitor)).toBe(false);
    }
    expect(panva.door.count("POST /token")).toBe(0);
    expect(toolkit.door.count("POST /o/token/")).toBe(0);
});

// RFC 9700 §4.4.1: the attacker's provider sends the browser on to an honest one, in the hope that
// the honest one's code is then brought to the attacker.
test("peers: mix-up, a provider that leads on to an honest one: the honest code reaches nobody", async ({
    visitor,
    mock,
    toolkit,
    gatepost,
    person,
}) => {
    mock.lies.redirect = (address) => {
        const honest = new URL(`${toolkit.issuer}/authorize/`);
        honest.search = new URLSearchParams({
            response_type: "code",
            client_id: clientId,
            redirect_uri: callback(gatepost.url, "toolkit"),
            scope: "openid profile email",
            state: address.searchParams.get("state") ?? "",
            code_challenge: "A".repeat(43),
            code_challenge_method: "S256",
        }).toString();
        address.href = honest.href;
    };
    await visitor.page.goto("/auth/mock/start");

    await toolkit.prove(visitor.page, person);

    await visitor.isTold("signInUnknown");
    expect(new URL(visitor.page.url()).origin).toBe(gatepost.url);
    expect(await isSignedIn(visitor)).toBe(false);
    expect(mock.door.count("POST /token")).toBe(0);
    expect(toolkit.door.count("POST /o/token/")).toBe(0);

    mock.lies = {};
    await signInByPage(visitor, mock, "mock", mock.person);
});
