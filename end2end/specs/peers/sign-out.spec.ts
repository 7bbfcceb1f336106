import { answered } from "../../harness/guard.ts";
import { isSignedIn, signInByPage } from "../../harness/peers/flows.ts";
import { backChannel, signedOut } from "../../harness/peers/peer.ts";
import { newcomer } from "../../harness/peers/person.ts";
import { expect, test } from "../../harness/peers/test.ts";

const form = { "content-type": "application/x-www-form-urlencoded" };

test("peers: sign-out ends here alone, unless the settings say otherwise", async ({ visitor, panva, person }) => {
    await signInByPage(visitor, panva, "panva", person);
    await visitor.alive();

    await visitor.signOut();

    expect(panva.door.count("GET /session/end")).toBe(0);
    // Panva still knows the person: it asks nothing.
    await visitor.page.goto("/auth/panva/start?return_to=/profile");
    await expect(visitor.page).toHaveURL("/profile");
    await visitor.seesSelf(person);
});

for (const { how, tag } of [
    { how: "with script", tag: [] },
    { how: "without script", tag: ["@no-script"] },
]) {
    test(`peers: sign-out goes on to Panva and comes back, ${how}`, { tag }, async ({
        visitor,
        panva,
        person,
        gatepost,
    }) => {
        await signInByPage(visitor, panva, "panva_out", person);
        if (tag.length === 0) await visitor.alive();
        const there = `${panva.issuer}/session/end?`;
        const asked = visitor.context.waitForEvent("request", (request) => request.url().startsWith(there));

        await visitor.signOutButton.click();

        const query = new URL((await asked).url()).searchParams;
        expect(query.get("post_logout_redirect_uri")).toBe(signedOut(gatepost.url, "panva_out"));
        expect(query.get("id_token_hint")?.split(".").length).toBe(3);
        expect(query.get("state")?.length).toBeGreaterThanOrEqual(22);
        // Here it is over already, whatever becomes of it there.
        expect(await isSignedIn(visitor)).toBe(false);
        await panva.confirmSignOut(visitor.page);
        await visitor.page.waitForURL((url) => url.origin === gatepost.url && !url.pathname.startsWith("/auth/"));
        await visitor.seesNobody();
        expect(new URL(visitor.page.url()).search).not.toContain("state=");

        // Nor is anybody signed in there any more.
        await visitor.page.goto("/auth/panva_out/start");
        await expect(visitor.page.getByLabel("Login")).toBeVisible();
    });
}

test("peers: a sign-out at Panva that is never confirmed is a sign-out here all the same", async ({
    visitor,
    panva,
    person,
}) => {
    await signInByPage(visitor, panva, "panva_out", person);
    await visitor.alive();
    await visitor.signOutButton.click();
    await visitor.page.waitForURL((url) => url.origin === panva.issuer);

    await visitor.page.goto("/profile");

    await visitor.seesNobody();
});

test("peers: Panva is down at sign-out: signed out here all the same", async ({ visitor, panva, person }) => {
    await signInByPage(visitor, panva, "panva_out", person);
    await visitor.alive();
    await panva.door.shut();

    await visitor.signOutButton.click();

    await expect.poll(() => isSignedIn(visitor)).toBe(false);
    // Wherever that has led, it is over.
    await expect.poll(() => visitor.page.url()).not.toContain("/profile");
    await visitor.page.goto("/profile");
    await visitor.seesNobody();
});

test("peers: signed out at Panva elsewhere: that one session ends here within a second, no other", async ({
    visitor,
    newTab,
    newBrowser,
    panva,
    person,
    guard,
}) => {
    guard.allow(answered(401));
    await signInByPage(visitor, panva, "panva", person);
    // The same person at another browser, and somebody else: sessions of their own at Panva.
    const [desk, stranger] = [await newBrowser(), await newBrowser()];
    await signInByPage(desk, panva, "panva", person);
    await signInByPage(stranger, panva, "panva", newcomer());

    await panva.signOut((await newTab()).page);

    expect(panva.logoutTokens.map(({ status }) => status)).toEqual([200]);
    await expect.poll(() => isSignedIn(visitor), { timeout: 1_000 }).toBe(false);
    expect(await isSignedIn(desk)).toBe(true);
    expect(await isSignedIn(stranger)).toBe(true);
    await visitor.page.goto("/profile");
    await visitor.seesNobody();
});

test("peers: a logout token counts once, and at its own provider", async ({
    visitor,
    newTab,
    newBrowser,
    panva,
    person,
    gatepost,
}) => {
    await signInByPage(visitor, panva, "panva", person);
    await panva.signOut((await newTab()).page);
    const [{ token = "" } = {}] = panva.logoutTokens;
    const bystander = await newBrowser();
    await signInByPage(bystander, panva, "panva", person);
    const tell = async (id: string, token: string) => {
        const body = new URLSearchParams({ logout_token: token });
        const answer = await fetch(backChannel(gatepost.url, id), { method: "POST", headers: form, body });
        expect(answer.headers.get("cache-control")).toContain("no-store");
        return answer.status;
    };

    const [head, claims = "", signature] = token.split(".");
    const told = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
    const forged = Buffer.from(JSON.stringify({ ...told, jti: "another" })).toString("base64url");
    expect(await tell("panva", token)).toBe(400);
    expect(await tell("panva_es256", token)).toBe(400);
    expect(await tell("panva", `${head}.${forged}.${signature}`)).toBe(400);
    expect(await tell("panva", "")).toBe(400);

    expect(await isSignedIn(bystander)).toBe(true);
});
