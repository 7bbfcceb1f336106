import type { Page } from "@playwright/test";

import { Elsewhere } from "../harness/elsewhere.ts";
import { someone } from "../harness/demo.ts";
import { answered, unanswered } from "../harness/guard.ts";
import { profilePath } from "../harness/profile.ts";
import { Statuses } from "../harness/statuses.ts";
import { expect, test } from "../harness/test.ts";
import { endpoint } from "../harness/traffic.ts";

const start = "/auth/okta/start?return_to=/";

test("15 forged messages: nothing changes and nothing is asked for", async ({ visitor, demo }) => {
    await visitor.open("/");
    const popup = await visitor.openPopup();
    const txn = new URL(visitor.traffic.of("GET /auth/okta/start").at(-1)?.url() ?? "").searchParams.get("txn");
    const report = { kind: "gatepost.popup/1", txn, outcome: "signed_in", code: "forged", opener: true };

    // The right window, the wrong origin.
    await popup.evaluate((report) => window.opener.postMessage(report, "*"), report);
    // The right origin, the wrong transaction.
    await visitor.page.evaluate(
        (report) => window.postMessage({ ...report, txn: "A".repeat(22) }, location.origin),
        report,
    );
    // The right origin and transaction, the wrong window: the page itself, and a frame in it.
    await visitor.page.evaluate((report) => window.postMessage(report, location.origin), report);
    await visitor.page.evaluate(() => document.body.append(document.createElement("iframe")));
    const frame = visitor.page.frames().find((frame) => frame !== visitor.page.mainFrame());
    await frame?.evaluate((report) => window.parent.postMessage(report, "*"), report);
    // Nonsense.
    for (const nonsense of [
        null,
        7,
        "gatepost.popup/1",
        { kind: "gatepost.popup/2" },
        { ...report, outcome: "owned" },
    ]) {
        await visitor.page.evaluate((nonsense) => window.postMessage(nonsense, location.origin), nonsense);
    }

    await visitor.page.waitForRequest("**/api/session");
    expect(visitor.traffic.count(endpoint.handoff)).toBe(0);
    expect(visitor.traffic.count(endpoint.refresh)).toBe(0);
    await visitor.seesNobody();
    await expect(visitor.alerts).toHaveText("");

    const person = someone();
    await demo.continueAs(popup, person);
    await visitor.seesSelf(person);
    expect(visitor.traffic.count(endpoint.handoff)).toBe(1);
});

test("16 an unregistered origin on start: 403 and no redirect", async ({ visitor, guard }) => {
    guard.allow(answered(403));
    const address = `${start}&display=popup&txn=${"A".repeat(22)}&challenge=${"A".repeat(43)}`;

    for (const origin of ["https://evil.example", "null", "http://localhost:1"]) {
        const answer = await visitor.page.goto(`${address}&origin=${encodeURIComponent(origin)}`);

        expect(answer?.status()).toBe(403);
        expect(answer?.request().redirectedFrom()).toBeNull();
        expect(answer?.headers().location).toBeUndefined();
    }
});

test("16 return_to leads nowhere but home", async ({ visitor }) => {
    for (const path of ["//evil.example", "/\\evil.example", "https://evil.example", "/%09/evil.example"]) {
        await visitor.context.clearCookies();
        await visitor.arriveSignedIn("/", someone());
        await visitor.page.goto(`/sign-in?return_to=${encodeURIComponent(path)}`);
        await visitor.alive();
        expect(new URL(visitor.page.url()).host).toBe(new URL((await visitor.page.request.get("/")).url()).host);
    }
});

/** What a page can send anywhere without asking, and the statuses it is answered with. */
async function attack(page: Page, origin: string) {
    const heard = await Statuses.of(page);
    // Into a frame of its own each time: one that was used is another process's, which is not heard.
    const submit = (path: string, enctype: string, target: string = crypto.randomUUID()) =>
        page.evaluate(
            ({ action, enctype, target }) => {
                const frame = Object.assign(document.createElement("iframe"), { name: target });
                const form = Object.assign(document.createElement("form"), { action, method: "post", enctype, target });
                // As plain text it reads as the JSON that a refresh takes.
                form.append(
                    Object.assign(document.createElement("input"), { name: '{"rotation":"always","x":"', value: '"}' }),
                );
                document.body.append(frame, form);
                form.submit();
            },
            { action: origin + path, enctype, target },
        );
    const send = (path: string) =>
        page.evaluate(
            (url) =>
                fetch(url, {
                    method: "POST",
                    mode: "no-cors",
                    credentials: "include",
                    body: '{"rotation":"always"}',
                }).then(
                    () => undefined,
                    () => undefined,
                ),
            origin + path,
        );
    const embed = (tag: "img" | "iframe", path: string) =>
        page.evaluate(({ tag, src }) => document.body.append(Object.assign(document.createElement(tag), { src })), {
            tag,
            src: origin + path,
        });

    const [refresh, session, signOut] = ["/api/session/refresh", "/api/session", "/sf/sign-out"];
    const [text, fields] = ["text/plain", "application/x-www-form-urlencoded"];
    const statuses: Record<string, number> = {};
    for (const [way, path, deed] of [
        ["form to refresh", refresh, () => submit(refresh, text)],
        ["fetch to refresh", refresh, () => send(refresh)],
        ["form to the session", session, () => submit(session, text)],
        ["fetch to the session", session, () => send(session)],
        ["form to sign-out", signOut, () => submit(signOut, fields)],
        ["fetch to sign-out", signOut, () => send(signOut)],
        ["img at start", start, () => embed("img", start)],
        ["iframe at start", start, () => embed("iframe", start)],
        // Last, for the attacker's page is gone with it.
        ["form to refresh, in the tab", refresh, () => submit(refresh, text, "_self")],
    ] as const) {
        await deed();
        statuses[way] = await heard.next(origin + path);
    }
    return statuses;
}

for (const { number, host, what } of [
    { number: "42", host: "127.0.0.1", what: "a page of another site" },
    { number: "43", host: "localhost", what: "a sibling origin of the same site" },
] as const) {
    test(`${number} ${what} reaches refresh, sign-out and start in no way`, async ({
        visitor,
        newTab,
        gatepost,
        guard,
    }) => {
        guard.allow(answered(403), /ERR_BLOCKED_BY_RESPONSE|X-Frame-Options|frame-ancestors/);
        const person = await visitor.settleSignedIn(profilePath);
        const before = await visitor.sessionCookie();
        const elsewhere = await Elsewhere.open(host);
        const attacker = await newTab();
        await attacker.page.goto(elsewhere.origin);

        const statuses = await attack(attacker.page, gatepost.url);

        // By the guard: without it the same requests get 415, 405 and 200.
        for (const [way, status] of Object.entries(statuses)) expect(status, way).toBe(403);
        expect(await visitor.sessionCookie()).toEqual(before);
        const cookies = await visitor.context.cookies(gatepost.url);
        expect(cookies.map(({ name }) => name).filter((name) => /txn|sign.?in/i.test(name))).toEqual([]);
        await visitor.reload();
        await visitor.seesSelf(person);
        await elsewhere.close();
    });
}

test("44 an injected inline script does not run, however it came into the page", async ({ visitor, guard }) => {
    guard.allow(/Content Security Policy|CSP violation/);
    await visitor.page.route("/shop", async (route) => {
        const answer = await route.fetch();
        const html = await answer.text();
        const attributes =
            '<img src="/nothing.svg" onerror="window.owned = 2"><a href="javascript:window.owned=3" id="js">x</a>';
        await route.fulfill({
            response: answer,
            body: html.replace("</body>", `<script>window.owned = 1</script>${attributes}</body>`),
        });
    });
    guard.allow(answered(404));
    await visitor.page.goto("/shop");
    await visitor.page.evaluate(() => {
        document.body.insertAdjacentHTML("beforeend", '<svg onload="window.owned = 4"></svg><script>window.owned = 5</script>');
        document.getElementById("js")?.click();
    });

    expect(await visitor.page.evaluate(() => (window as { owned?: number }).owned)).toBeUndefined();
});

test("44 the app cannot be framed", async ({ visitor, newTab, gatepost, guard }) => {
    guard.allow(/frame|Content Security Policy|CSP/i, unanswered);
    await visitor.settleSignedIn("/");
    for (const host of ["127.0.0.1", "localhost"] as const) {
        const elsewhere = await Elsewhere.open(host);
        const attacker = await newTab();
        await attacker.page.goto(elsewhere.origin);
        for (const path of ["/", profilePath, "/sign-in"]) {
            await attacker.page.evaluate((src) => {
                const frame = Object.assign(document.createElement("iframe"), { src });
                document.body.append(frame);
                return new Promise((resolve) => frame.addEventListener("load", resolve));
            }, gatepost.url + path);
        }
        for (const frame of attacker.page.frames().slice(1)) {
            expect(frame.url()).toMatch(/^chrome-error:/);
        }
        await elsewhere.close();
    }
});

test("44 every page sends the headers of a page that nobody else may use", async ({ visitor }) => {
    for (const path of ["/", "/sign-in", "/shop", "/shop/cart", profilePath, "/no-such-page"]) {
        const { headers, status } = await visitor.context.request
            .get(path)
            .then((answer) => ({ headers: answer.headers(), status: answer.status() }));
        const policy = headers["content-security-policy"] ?? "";

        expect(status, path).toBe(path === "/no-such-page" ? 404 : 200);
        expect(policy, path).toContain("'strict-dynamic'");
        expect(policy, path).toMatch(/script-src[^;]*'nonce-[\w+/=-]{16,}'/);
        expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
        expect(policy, path).toContain("object-src 'none'");
        expect(policy, path).toContain("base-uri 'none'");
        expect(policy, path).toContain("frame-ancestors 'none'");
        expect(headers["cross-origin-opener-policy"], path).toBe("same-origin-allow-popups");
        expect(headers["x-content-type-options"], path).toBe("nosniff");
        expect(headers["cache-control"], path).toContain("no-store");
    }
    const again = await visitor.context.request.get("/");
    const nonces = [again, await visitor.context.request.get("/")].map(
        (answer) => /'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1],
    );
    expect(nonces[0]).not.toBe(nonces[1]);
});

test("44 start and callback send no COOP, on redirects neither", async ({ visitor }) => {
    const seen: [string, string | undefined][] = [];
    visitor.context.on("response", (response) => {
        const url = new URL(response.url());
        if (url.pathname.startsWith("/auth/"))
            seen.push([url.pathname, response.headers()["cross-origin-opener-policy"]]);
    });
    await visitor.open("/");
    await visitor.signIn();

    expect(seen.map(([path]) => path)).toEqual(["/auth/okta/start", "/auth/okta/callback"]);
    for (const [path, policy] of seen) expect(policy, path).toBeUndefined();
});
