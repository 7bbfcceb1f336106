import { Demo } from "../../harness/demo.ts";
import { Gatepost } from "../../harness/gatepost.mjs";
import { answered, unanswered } from "../../harness/guard.ts";
import { arriveAsMember } from "../../harness/member.ts";
import { isSignedIn, signInByPage, signInByPopup } from "../../harness/peers/flows.ts";
import { newcomer } from "../../harness/peers/person.ts";
import { expect, test } from "../../harness/peers/test.ts";
import { says } from "../../harness/words.ts";
import { Visitor } from "../../harness/visitor.ts";

// A popup that brings bad news does so with the status of an error.
test.beforeEach(({ guard }) => guard.allow(answered(400, 502, 503)));

test("peers: Panva is down when Gatepost starts: its button says so, all else goes on, and it comes back", async ({
    panva,
    mock,
    settings,
    newBrowser,
    person,
}) => {
    await panva.door.shut();
    const late = await Gatepost.start(settings);
    try {
        await panva.meet(late.url);
        const visit = async () => new Visitor((await newBrowser({ baseURL: late.url })).page, new Demo(late));
        const visitor = await visit();
        await visitor.open("/");

        await visitor.signInButton("Panva").click();

        await visitor.isTold("providerUnreachable");
        await expect(visitor.alerts).toContainText(says.supportCode);
        await expect.poll(() => visitor.popups().length).toBe(0);
        await visitor.seesNobody();

        // The same without a popup.
        await visitor.page.goto("/auth/panva/start?return_to=/profile");
        await visitor.isTold("providerUnreachable");
        await expect(visitor.page).toHaveURL(/\/sign-in/);
        await expect(visitor.signInButton("Panva")).toHaveAccessibleDescription(says.silent("Panva"));
        await expect(visitor.main).not.toContainText(says.silent("Mock"));

        // Another provider, and an account of one's own.
        await signInByPage(visitor, mock, "mock", mock.person);
        await arriveAsMember(await visit());

        await panva.door.open();

        const back = await visit();
        const leadsThere = async () => {
            const answer = await back.context.request.get("/auth/panva/start", { maxRedirects: 0 });
            return answer.headers()["location"]?.startsWith(panva.issuer);
        };
        await expect.poll(leadsThere, { message: "Panva is found again", timeout: 15_000 }).toBe(true);
        await back.open("/");
        await expect(back.main).not.toContainText(says.silent("Panva"));
        await signInByPopup(back, panva, "Panva", person);
    } finally {
        await late.stop();
    }
});

test("peers: Panva goes down in the middle: told in words, all else goes on, and it comes back", async ({
    visitor,
    newBrowser,
    panva,
    mock,
    person,
}) => {
    await visitor.open("/");
    await visitor.signInButton("Panva").click();
    const popup = await panva.door.window(visitor.context);
    panva.door.broken = /^\/token$/;

    await panva.prove(popup, person);

    await visitor.isTold("providerUnreachable");
    await expect(visitor.alerts).toContainText(says.supportCode);
    await expect.poll(() => visitor.popups().length).toBe(0);
    expect(await isSignedIn(visitor)).toBe(false);

    await visitor.signInButton("Mock").click();
    await visitor.seesSelf(mock.person);

    panva.door.broken = undefined;
    const other = await newBrowser();
    await other.open("/");
    await signInByPopup(other, panva, "Panva", newcomer());
});

test("peers: Panva went down a while ago: nobody is sent to a page that is not there", async ({
    visitor,
    newBrowser,
    panva,
    mock,
    person,
}) => {
    // An exchange that is cut off is the last that Gatepost hears of it; what Panva says of itself is known.
    await visitor.open("/");
    await visitor.signInButton("Panva").click();
    const popup = await panva.door.window(visitor.context);
    panva.door.broken = /^\/token$/;
    await panva.prove(popup, person);
    await visitor.isTold("providerUnreachable");
    await panva.door.shut();

    const other = await newBrowser();
    await other.open("/");
    await expect(other.main).toContainText(says.silent("Panva"));
    await other.signInButton("Panva").click();
    await other.isTold("providerUnreachable");
    await expect.poll(() => other.popups().length).toBe(0);
    await other.signInButton("Mock").click();
    await other.seesSelf(mock.person);

    panva.door.broken = undefined;
    await panva.door.open();
    const third = await newBrowser();
    const isBack = async () => {
        await third.open("/");
        return (await third.main.textContent())?.includes(says.silent("Panva"));
    };
    await expect.poll(isBack, { timeout: 15_000 }).toBe(false);
    await signInByPopup(third, panva, "Panva", newcomer());
});

test("peers: nobody answers at Panva: the popup stands alone, the page waits, others go on", async ({
    visitor,
    newBrowser,
    panva,
    mock,
    person,
    guard,
}) => {
    guard.allow(unanswered);
    // Gatepost knows it already, and believes for an hour what it says of itself.
    await signInByPage(await newBrowser(), panva, "panva", newcomer());
    await panva.door.shut();
    await visitor.open("/");
    await visitor.signInButton("Panva").click();
    await expect.poll(() => visitor.popups().length).toBe(1);
    await expect(visitor.main).toContainText(says.waitingFor("Panva"));
    // The page has had a look at the open popup by the time it asks for the session.
    await visitor.page.waitForRequest("**/api/session");
    await visitor.popups()[0]?.close();
    await visitor.isTold("cancelled");

    await visitor.signInButton("Mock").click();
    await visitor.seesSelf(mock.person);
    await arriveAsMember(await newBrowser());

    await panva.door.open();
    const other = await newBrowser();
    await other.open("/");
    await signInByPopup(other, panva, "Panva", person);
});

for (const [what, status] of [
    ["is out of order", 503],
    ["refuses us", 401],
] as const) {
    test(`peers: a provider whose token endpoint ${what} (${status}): told in words, no session`, async ({
        visitor,
        mock,
    }) => {
        mock.lies.tokens = (answer) => {
            for (const name of Object.keys(answer)) delete answer[name];
            Object.assign(answer, { error: status === 401 ? "invalid_client" : "temporarily_unavailable" });
            return status;
        };
        await visitor.open("/");

        await visitor.signInButton("Mock").click();

        await visitor.isTold("providerError");
        expect(await visitor.sessionCookie()).toBeUndefined();
        mock.lies = {};
        await visitor.signInButton("Mock").click();
        await visitor.seesSelf(mock.person);
    });
}
