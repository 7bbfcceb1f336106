// One account and several ways in: whose address is taken shows whose account it is, in the window of the
// sign-in; on the account page ways in are joined and parted.

import type { Page } from "@playwright/test";

import { someone, type Demo, type Person } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import { arriveAsMember, firstPassword, mailbox, secondPassword } from "../harness/member.ts";
import { expect, mark, test } from "../harness/test.ts";
import { Visitor } from "../harness/visitor.ts";

const title = "There is an account with this address already";

/** Somebody with that address, as a provider knows them. */
const withAddress = (email: string): Person => ({ ...someone(), email });

/** The popup of a sign-in at Google, whose page asks now whose the account is. */
async function askedInPopup(visitor: Visitor, demo: Demo, person: Person): Promise<Visitor> {
    const popup = await visitor.openPopup("Google");
    await demo.continueAs(popup, person);
    const asked = new Visitor(popup, demo, visitor.traffic);
    await asked.seesHeading(title);
    return asked;
}

async function typePassword(asked: Visitor, password: string) {
    await asked.main.getByLabel("Password", { exact: true }).fill(password);
    await asked.button("Sign in and connect").click();
}

/** Signs in at Google, as a full page. */
async function comeByGoogle(visitor: Visitor, demo: Demo, person: Person) {
    await visitor.page.goto("/auth/google/start?return_to=/account");
    await demo.continueAs(visitor.page, person);
}

test.describe("in the popup", () => {
    test("the account's password joins the two, and the page behind never left", async ({ visitor, newBrowser, demo, guard }) => {
        guard.allow(answered(401));
        const address = await arriveAsMember(visitor);
        const phone = await newBrowser();
        await phone.open("/");
        const isSameDocument = await mark(phone.page);
        const person = withAddress(address);
        const asked = await askedInPopup(phone, demo, person);
        await typePassword(asked, secondPassword);
        await expect(asked.main.getByText("This is not your password.").first()).toBeVisible();
        const closed = asked.page.waitForEvent("close");
        await typePassword(asked, firstPassword);
        await closed;
        await phone.isTold("signedIn");
        await expect(phone.signOutButton).toBeVisible();
        expect(await isSameDocument()).toBe(true);
        await mailbox(phone, address).newest(/new way to sign in/);

        await phone.signOut();
        await demo.continueAs(await phone.openPopup("Google"), person);
        await phone.isTold("signedIn");
        await expect(phone.signOutButton).toBeVisible();
    });

    test("its other provider does, in the same window", async ({ visitor, newBrowser, demo }) => {
        const owner = someone();
        await visitor.open("/");
        await visitor.signIn({ provider: "Okta", as: owner });
        const phone = await newBrowser();
        await phone.open("/");
        const asked = await askedInPopup(phone, demo, withAddress(owner.email));
        await asked.link("Continue with Okta").click();
        const closed = asked.page.waitForEvent("close");
        await demo.continueAs(asked.page, owner);
        await closed;
        await phone.seesSelf(owner);
    });

    test("a mailed code does", async ({ visitor, newBrowser, demo }) => {
        const owner = someone();
        await visitor.open("/");
        await visitor.signIn({ provider: "Okta", as: owner });
        const phone = await newBrowser();
        await phone.open("/");
        const asked = await askedInPopup(phone, demo, withAddress(owner.email));
        await asked.button("Send me a code").click();
        await asked.main.getByLabel("Code from the mail").fill(await mailbox(phone, owner.email).code(/connecting/));
        const closed = asked.page.waitForEvent("close");
        await asked.button("Confirm and connect").click();
        await closed;
        await phone.seesSelf(owner);
    });

    test("cancelled, it is told as that", async ({ visitor, newBrowser, demo, guard }) => {
        guard.allow(answered(400));
        const address = await arriveAsMember(visitor);
        const phone = await newBrowser();
        await phone.open("/");
        const asked = await askedInPopup(phone, demo, withAddress(address));
        await asked.button("Cancel").click();
        await phone.isTold("cancelled");
        await phone.seesNobody();
    });

    test("severed from the page, it finishes all the same", async ({ visitor, newBrowser, demo }) => {
        const address = await arriveAsMember(visitor);
        const phone = await newBrowser();
        await demo.switches(phone.context, { coop: "same-origin" });
        await phone.open("/");
        const asked = await askedInPopup(phone, demo, withAddress(address));
        await typePassword(asked, firstPassword);
        await phone.isTold("signedIn");
        await expect(phone.signOutButton).toBeVisible();
    });
});

for (const tag of ["@with-script", "@no-script"] as const) {
    test.describe(tag === "@no-script" ? "as a full page, without script" : "as a full page", { tag }, () => {
        test("the password joins, and leads to where the person was going", async ({ visitor, newBrowser, demo, guard }) => {
            guard.allow(answered(401));
            const address = await arriveAsMember(visitor);
            const phone = await newBrowser();
            await comeByGoogle(phone, demo, withAddress(address));
            await phone.seesHeading(title);
            await typePassword(phone, secondPassword);
            await expect(phone.main.getByText("This is not your password.").first()).toBeVisible();
            await typePassword(phone, firstPassword);
            await phone.seesHeading("Your account");
            await expect(phone.main.locator("#methods").getByText("Google").first()).toBeVisible();
        });

        test("the code of a mail joins", async ({ visitor, newBrowser, demo }) => {
            const address = await arriveAsMember(visitor);
            const phone = await newBrowser();
            await comeByGoogle(phone, demo, withAddress(address));
            await phone.button("Send me a code").click();
            await phone.main.getByLabel("Code from the mail").fill(await mailbox(phone, address).code(/connecting/));
            await phone.button("Confirm and connect").click();
            await phone.seesHeading("Your account");
        });

        test("a provider is joined on the account page, opens the account, and is parted", async ({ visitor, newBrowser, demo, guard }) => {
            guard.allow(answered(400));
            const address = await arriveAsMember(visitor);
            const person = someone();
            await unfold(visitor.page, "Connect another");
            const form = visitor.main.locator("#join-form");
            await form.getByLabel("Current password").fill(firstPassword);
            await form.getByRole("button", { name: "Connect Google" }).click();
            await demo.continueAs(visitor.page, person);
            await expect(visitor.main.getByText(/^Connected\./)).toBeVisible();
            await mailbox(visitor, address).newest(/new way to sign in/);

            const phone = await newBrowser();
            await comeByGoogle(phone, demo, person);
            await phone.seesHeading("Your account");
            await expect(phone.main.locator("#email").getByText(address, { exact: true }).first()).toBeVisible();

            await unfold(visitor.page, "Disconnect");
            const part = visitor.main.locator("#part-form");
            await part.getByLabel("Current password").fill(secondPassword);
            await part.getByRole("button", { name: /^Disconnect Google/ }).click();
            await expect(part.getByText("This is not your password.").first()).toBeVisible();
            await part.getByLabel("Current password").fill(firstPassword);
            await part.getByRole("button", { name: /^Disconnect Google/ }).click();
            await expect(visitor.main.getByText(/^Disconnected\./)).toBeVisible();
            await mailbox(visitor, address).newest(/way to sign in .* is gone/);
            await phone.page.goto("/");
            await phone.seesNobody();
        });

        test("what opens another account is in use", async ({ visitor, newBrowser, demo }) => {
            const other = someone();
            const phone = await newBrowser();
            await comeByGoogle(phone, demo, other);
            await phone.seesHeading("Your account");
            await arriveAsMember(visitor);
            await unfold(visitor.page, "Connect another");
            const form = visitor.main.locator("#join-form");
            await form.getByLabel("Current password").fill(firstPassword);
            await form.getByRole("button", { name: "Connect Google" }).click();
            await demo.continueAs(visitor.page, other);
            await expect(visitor.main.getByText(/^This account is already in use\./)).toBeVisible();
        });

        test("the only way in cannot be parted", async ({ visitor, demo }) => {
            await comeByGoogle(visitor, demo, someone());
            await visitor.seesHeading("Your account");
            await expect(visitor.main.getByText("Nothing else opens your account, so this stays.")).toBeVisible();
            await expect(visitor.main.locator("#part-form")).toHaveCount(0);
        });
    });
}

/** A part of the card, unfolded. */
async function unfold(page: Page, summary: string) {
    const disclosure = page.locator("#methods details").filter({ hasText: summary });
    if ((await disclosure.getAttribute("open")) === null) await disclosure.locator("summary").click();
}

test("the page that asks is read out in order, and can be used by keyboard alone", async ({ visitor, newBrowser, demo }) => {
    const address = await arriveAsMember(visitor);
    const phone = await newBrowser();
    await comeByGoogle(phone, demo, withAddress(address));
    await phone.seesHeading(title);
    const headings = phone.main.getByRole("heading", { level: 2 });
    await expect(headings).toHaveText(["With its password", "With a code by mail"]);
    await phone.main.getByLabel("Password", { exact: true }).focus();
    await phone.page.keyboard.type(firstPassword);
    await phone.page.keyboard.press("Enter");
    await phone.seesHeading("Your account");
});
