// Rows H01 to H17 of the system of FastAPI and React: its front end, unchanged, with Gatepost as its
// back end. Its `.env` is the whole configuration; where to listen was told to uvicorn, too.

import { Elsewhere } from "../../harness/elsewhere.ts";
import { Gatepost } from "../../harness/gatepost.mjs";
import { answered } from "../../harness/guard.ts";
import { backEnd, client, dotEnv, frontEnd, serveFrontEnd } from "../../harness/peers/s4.ts";
import { expect, test as base } from "../../harness/peers/test.ts";
import { notice } from "../../harness/words.ts";

// Its ports are what they are: one test after the other.
base.describe.configure({ mode: "default" });

const test = base.extend<object, { s4: Gatepost }>({
    s4: [
        async ({ panva }, use) => {
            panva.register({ client_id: client.id, client_secret: client.secret, redirect_uris: [client.callback] });
            const closeFrontEnd = await serveFrontEnd();
            const gatepost = await Gatepost.startWith({
                url: backEnd,
                dotEnv: dotEnv(panva.issuer),
                environment: {
                    GATEPOST__SERVER__BIND: `127.0.0.1:${new URL(backEnd).port}`,
                    GATEPOST__DEMO__ENABLED: "false",
                },
            });
            await use(gatepost);
            await gatepost.stop();
            await closeFrontEnd();
        },
        { scope: "worker" },
    ],
});

/** A part of a JWT, unverified. */
const part = (token: string, index: number) =>
    JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString()) as Record<string, unknown>;

test("S4: its front end gets its token by popup and reads /secure-data", async ({ s4, page, context, panva, person }) => {
    const asked = page.context().waitForEvent("request", (request) => request.url().startsWith(`${panva.issuer}/auth?`));
    await page.goto(frontEnd);
    await panva.prove(await panva.door.window(context), person);

    await expect(page.locator("#state")).toHaveText("Welcome to your application!");
    await expect(page.locator("#answer")).toHaveText("You are authenticated!");
    await expect.poll(() => context.pages().length).toBe(1);

    // What S4 left out of the request (H03).
    const query = new URL((await asked).url()).searchParams;
    expect(query.get("redirect_uri")).toBe(client.callback);
    expect(query.get("code_challenge_method")).toBe("S256");
    for (const name of ["state", "nonce"]) expect(query.get(name)?.length, name).toBeGreaterThanOrEqual(22);
    // Not the provider's token, which it handed over unchecked (H07), but Gatepost's.
    const token = (await page.evaluate(() => localStorage.getItem("access_token"))) ?? "";
    expect(part(token, 0)["typ"]).toBe("at+jwt");
    expect(part(token, 1)["iss"]).toBe(backEnd);
    expect(s4.log).not.toContain(client.secret);

    await page.reload();
    await expect(page.locator("#answer")).toHaveText("You are authenticated!");
    expect(context.pages().length).toBe(1);
});

test("S4: /secure-data is for whoever bears a token, and its front end alone may ask from a page", async ({
    s4,
    page,
    guard,
}) => {
    guard.allow(answered(401), /CORS policy/, /net::ERR_FAILED/);
    expect((await fetch(`${s4.url}/secure-data`)).status).toBe(401);
    const forged = { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." };
    expect((await fetch(`${s4.url}/secure-data`, { headers: forged })).status).toBe(401);

    const preflight = (origin: string) =>
        fetch(`${s4.url}/secure-data`, {
            method: "OPTIONS",
            headers: {
                origin,
                "access-control-request-method": "GET",
                "access-control-request-headers": "authorization",
            },
        });
    const ours = await preflight(frontEnd);
    expect(ours.ok).toBe(true);
    expect(ours.headers.get("access-control-allow-origin")).toBe(frontEnd);
    expect(ours.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("authorization");
    const elsewhere = await Elsewhere.open("localhost");
    for (const origin of [elsewhere.origin, "http://127.0.0.1:5173", "null"]) {
        const answer = await preflight(origin);
        expect(answer.headers.get("access-control-allow-origin"), origin).toBeNull();
    }
    await page.goto(elsewhere.origin);
    const read = await page.evaluate(
        (url) => fetch(url, { headers: { authorization: "Bearer x" } }).then(() => true, () => false),
        `${s4.url}/secure-data`,
    );
    expect(read).toBe(false);
    await elsewhere.close();
});

test("S4: a page of somebody else that opens /login hears of no token", async ({ s4, page, context, panva, person }) => {
    const elsewhere = await Elsewhere.open("localhost");
    await page.goto(elsewhere.origin);
    await page.evaluate((url) => {
        const heard: unknown[] = [];
        Object.assign(window, { heard });
        window.addEventListener("message", ({ data }) => heard.push(data));
        window.open(url, "Login", "width=600,height=700");
    }, `${s4.url}/login`);
    await expect.poll(() => context.pages().length).toBe(2);
    const popup = context.pages()[1];
    // Either whoever opened it is asked first, or the token goes to the front end's origin alone.
    await popup?.waitForURL((url) => url.origin === panva.issuer || url.pathname === "/sign-in");
    if (popup?.url().startsWith(panva.issuer)) {
        const finished = context.waitForEvent("response", (answer) => answer.url().startsWith(client.callback));
        await panva.prove(popup, person);
        expect((await finished).status()).toBe(200);
        if (!popup.isClosed()) await popup.close();
    }

    expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([]);
    await elsewhere.close();
});

test("S4: the person presses Cancel: words in the window, and no token", async ({ s4, page, context, panva, guard }) => {
    guard.allow(answered(400, 403));
    expect(s4.url).toBe(backEnd);
    await page.goto(frontEnd);
    const popup = await panva.door.window(context);

    await panva.deny(popup);

    await expect(popup.getByText(notice.accessDenied)).toBeVisible();
    await expect(page.locator("#state")).toHaveText("Authenticating...");
    expect(await page.evaluate(() => localStorage.getItem("access_token"))).toBeNull();
});
