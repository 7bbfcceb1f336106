import { someone } from "../harness/demo.ts";
import { answered } from "../harness/guard.ts";
import {
    arriveAsMember,
    firstPassword,
    mailbox,
    newAddress,
    secondPassword,
    signInByPassword,
} from "../harness/member.ts";
import { expect, test } from "../harness/test.ts";
import type { Visitor } from "../harness/visitor.ts";

/** A part of /account, unfolded. */
async function unfold(visitor: Visitor, summary: string) {
    const disclosure = visitor.main.locator("details").filter({ hasText: summary });
    if ((await disclosure.getAttribute("open")) === null) await disclosure.locator("summary").click();
    return disclosure;
}

async function askForAddress(visitor: Visitor, address: string) {
    await visitor.page.goto("/account");
    const form = await unfold(visitor, "Change address");
    await form.getByLabel("New e-mail address").fill(address);
    await form.getByLabel("Current password").fill(firstPassword);
    await form.getByRole("button", { name: "Send the mail" }).click();
    await expect(visitor.main.getByText(/^A mail is on its way to the new address/)).toBeVisible();
}

async function choosePassword(visitor: Visitor, password: string) {
    const form = await unfold(visitor, "Set a password");
    await form.getByLabel("New password").fill(password);
    await form.getByRole("button", { name: "Save password" }).click();
    await expect(visitor.main.getByText(/^Your password is saved/)).toBeVisible();
}

for (const tag of ["@with-script", "@no-script"] as const) {
    test.describe(tag === "@no-script" ? "changes of an account, without script" : "changes of an account", { tag }, () => {
        test("a new address counts once it is confirmed there, on whatever device", async ({ visitor, newBrowser }) => {
            const old = await arriveAsMember(visitor);
            const next = newAddress();
            await askForAddress(visitor, next);
            await expect(visitor.main.getByText(`A change to ${next} waits`)).toBeVisible();
            await expect(visitor.main.getByText(old, { exact: true }).first()).toBeVisible();

            const phone = await newBrowser();
            await phone.page.goto(await mailbox(phone, next).link(/confirm/i));
            await phone.seesHeading("Confirm your new address");
            await phone.main.getByRole("button", { name: "Confirm address" }).click();
            await phone.seesHeading("Your address is changed");

            await visitor.page.goto("/account");
            await expect(visitor.main.getByText(next, { exact: true }).first()).toBeVisible();
            await mailbox(visitor, old).newest(/has another address/);
            await signInByPassword(phone, next, firstPassword);
            await phone.seesHeading("Your account");
        });

        test("the code of that mail does as well", async ({ visitor }) => {
            await arriveAsMember(visitor);
            const next = newAddress();
            await askForAddress(visitor, next);
            const code = await mailbox(visitor, next).code(/confirm/i);
            await visitor.main.getByRole("link", { name: "Enter the code" }).click();
            await visitor.main.getByLabel("Code from the mail").fill(code);
            await visitor.main.getByRole("button", { name: "Confirm address" }).click();
            await visitor.seesHeading("Your address is changed");
        });

        test("whoever holds the old address takes a change back, before and after it", async ({ visitor, newBrowser, guard }) => {
            guard.allow(answered(401));
            const old = await arriveAsMember(visitor);
            const next = newAddress();
            await askForAddress(visitor, next);
            const keep = await mailbox(visitor, old).link(/is to get another address/);
            await visitor.page.goto(await mailbox(visitor, next).link(/confirm/i));
            await visitor.main.getByRole("button", { name: "Confirm address" }).click();
            await visitor.seesHeading("Your address is changed");

            const owner = await newBrowser();
            await owner.page.goto(keep);
            await owner.seesHeading("Keep the old address?");
            await owner.main.getByRole("button", { name: "Take it back" }).click();
            await owner.seesHeading("The old address is back");

            await visitor.page.goto("/");
            await visitor.seesNobody();
            await signInByPassword(owner, next, firstPassword);
            await expect(owner.main.getByText("These do not belong together")).toBeVisible();
            await signInByPassword(owner, old, firstPassword);
            await owner.seesHeading("Your account");
        });

        test("a change that is dropped is gone, and so is its link", async ({ visitor, guard }) => {
            guard.allow(answered(403, 404, 409, 410));
            await arriveAsMember(visitor);
            const next = newAddress();
            await askForAddress(visitor, next);
            const link = await mailbox(visitor, next).link(/confirm/i);
            await visitor.main.getByRole("button", { name: "Drop the change" }).click();
            await expect(visitor.main.getByText(/^The change is dropped/)).toBeVisible();
            await visitor.page.goto(link);
            const confirm = visitor.main.getByRole("button", { name: "Confirm address" });
            if (await confirm.isVisible()) await confirm.click();
            await visitor.seesHeading("This link is no longer good");
        });

        test("a new password ends the other sessions and keeps this one", async ({ visitor, newBrowser }) => {
            const address = await arriveAsMember(visitor);
            const phone = await newBrowser();
            await signInByPassword(phone, address, firstPassword);
            await phone.seesHeading("Your account");

            const form = await unfold(visitor, "Change password");
            await form.getByLabel("Current password").fill(firstPassword);
            await form.getByLabel("New password").fill(secondPassword);
            await form.getByRole("button", { name: "Save password" }).click();
            await expect(visitor.main.getByText(/^Your password is saved/)).toBeVisible();
            await mailbox(visitor, address).newest(/password was changed/);

            await phone.page.goto("/");
            await phone.seesNobody();
            await visitor.page.goto("/");
            await expect(visitor.signOutButton).toBeVisible();
        });

        test("deleting an account by its password leaves nothing to sign in to", async ({ visitor, guard }) => {
            guard.allow(answered(400, 401));
            const address = await arriveAsMember(visitor);
            const form = await unfold(visitor, "Delete account…");
            await form.getByLabel("Current password").fill(secondPassword);
            await form.getByRole("button", { name: "Delete my account for good" }).click();
            await expect(visitor.main.getByText("This is not your password.")).toBeVisible();

            const again = await unfold(visitor, "Delete account…");
            await again.getByLabel("Current password").fill(firstPassword);
            await again.getByRole("button", { name: "Delete my account for good" }).click();
            await visitor.seesHeading("Goodbye");
            await visitor.seesNobody();
            await mailbox(visitor, address).newest(/is deleted/);
            await signInByPassword(visitor, address, firstPassword);
            await expect(visitor.main.getByText("These do not belong together")).toBeVisible();
        });

        test("somebody who came by Okta sets a first password and signs in with it", async ({ visitor, newBrowser }) => {
            const person = await visitor.arriveSignedIn("/account");
            await expect(visitor.main.getByText(/^You sign in through a provider/)).toBeVisible();
            await choosePassword(visitor, firstPassword);

            const phone = await newBrowser();
            await signInByPassword(phone, person.email, firstPassword);
            await phone.seesHeading("Your account");
            await phone.seesSelf(person);
        });

        test("somebody who came by Okta deletes the account by a code", async ({ visitor }) => {
            const person = await visitor.arriveSignedIn("/account", someone());
            await (await unfold(visitor, "Delete account…")).getByRole("button", { name: "Send me a code" }).click();
            await expect(visitor.main.getByText(`A code is on its way to ${person.email}.`)).toBeVisible();
            const code = await mailbox(visitor, person.email).code(/code for deleting/);
            const form = await unfold(visitor, "Delete account…");
            await form.getByLabel("Code from the mail").fill(code);
            await form.getByRole("button", { name: "Delete my account for good" }).click();
            await visitor.seesHeading("Goodbye");
            await visitor.seesNobody();
            await expect(visitor.page).toHaveURL(/\/account\/deleted$/);
        });
    });
}
