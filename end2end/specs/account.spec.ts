import { answered } from "../harness/guard.ts";
import {
    activate,
    arriveAsMember,
    firstPassword,
    mailbox,
    newAddress,
    register,
    secondPassword,
    signInByPassword,
} from "../harness/member.ts";
import { expect, test } from "../harness/test.ts";

for (const tag of ["@with-script", "@no-script"] as const) {
    test.describe(tag === "@no-script" ? "an account, without script" : "an account", { tag }, () => {
        test("register, activate by the link, sign in", async ({ visitor }) => {
            await arriveAsMember(visitor);
            await expect(visitor.signOutButton).toBeVisible();
        });

        test("a refused form keeps what was typed and says what is wrong", async ({ visitor, guard }) => {
            guard.allow(answered(400));
            await visitor.page.goto("/register");
            const address = newAddress();
            await visitor.main.getByLabel("E-mail address").fill(address);
            await visitor.main.getByLabel("Password", { exact: true }).fill("password");
            await visitor.main.getByRole("button", { name: "Create account" }).click();

            await expect(visitor.main.getByText("Please look at this again")).toBeVisible();
            await expect(visitor.main.getByLabel("E-mail address")).toHaveValue(address);
            await expect(visitor.main.getByLabel("Password", { exact: true })).toHaveValue("");
        });

        test("the code of the mail does as well, on another device", async ({ visitor, newBrowser }) => {
            const address = await register(visitor);
            const code = await mailbox(visitor, address).code(/activate/i);
            const phone = await newBrowser();
            await phone.page.goto("/activate");
            await phone.main.getByLabel("E-mail address").fill(address);
            await phone.main.getByLabel("Code from the mail").fill(code.toLowerCase());
            await phone.main.getByRole("button", { name: "Activate account" }).click();
            await phone.seesHeading("Your account is open");
        });

        test("a second click says that it is done already", async ({ visitor, guard }) => {
            guard.allow(answered(403, 409, 410));
            const address = await register(visitor);
            await activate(visitor, address);
            await visitor.page.goto(await mailbox(visitor, address).link(/activate/i));
            const again = visitor.main.getByRole("button", { name: "Activate account" });
            if (await again.isVisible()) await again.click();
            await visitor.seesHeading("Already done");
        });

        test("a forgotten password: the link on another device ends every session", async ({ visitor, newBrowser }) => {
            const address = await arriveAsMember(visitor);
            const phone = await newBrowser();
            await phone.page.goto("/reset");
            await phone.main.getByLabel("E-mail address").fill(address);
            await phone.main.getByRole("button", { name: "Send the mail" }).click();
            await phone.seesHeading("Check your mail");
            await phone.page.goto(await mailbox(phone, address).link(/password/i));
            await phone.main.getByLabel("New password").fill(secondPassword);
            await phone.main.getByRole("button", { name: "Save password" }).click();
            await phone.seesHeading("Your new password is set");

            await visitor.page.goto("/");
            await visitor.seesNobody();
            await signInByPassword(visitor, address, secondPassword);
            await visitor.seesHeading("Your account");
        });

        test("both devices are listed, and signing out everywhere ends both", async ({ visitor, newBrowser }) => {
            const address = await arriveAsMember(visitor);
            const phone = await newBrowser();
            await signInByPassword(phone, address, firstPassword);
            await phone.seesHeading("Your account");

            await visitor.page.goto("/account");
            await expect(visitor.main.getByText("This one", { exact: true })).toHaveCount(1);
            await expect(visitor.main.getByRole("button", { name: "End the session of" })).toHaveCount(1);
            await visitor.main.getByRole("button", { name: "Everywhere, here too" }).click();

            await visitor.seesNobody();
            await phone.page.goto("/");
            await phone.seesNobody();
        });
    });
}

test("a wrong password is told in words and keeps the address", async ({ visitor, guard }) => {
    guard.allow(answered(401));
    await signInByPassword(visitor, "nobody@example.com", firstPassword);
    await expect(visitor.main.getByText("These do not belong together")).toBeVisible();
    await expect(visitor.main.getByLabel("E-mail address")).toHaveValue("nobody@example.com");
});

test("a password shows its strength while it is typed, and can be looked at", async ({ visitor }) => {
    await visitor.open("/register");
    const password = visitor.main.getByLabel("Password", { exact: true });
    await password.fill("short");
    await expect(visitor.main.getByText(/too short/)).toBeVisible();
    await password.fill(firstPassword);
    await expect(visitor.main.getByText("Strong")).toBeVisible();
    await visitor.main.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
});

test("another language keeps what was typed, but for the password", async ({ visitor }) => {
    await visitor.open("/register");
    const address = newAddress();
    await visitor.main.getByLabel("E-mail address").fill(address);
    await visitor.main.getByLabel("Password", { exact: true }).fill(firstPassword);
    await visitor.page.getByRole("button", { name: "Deutsch" }).click();
    await visitor.seesHeading("Konto anlegen");
    await expect(visitor.main.getByLabel("E-Mail-Adresse")).toHaveValue(address);
    await expect(visitor.main.getByLabel("Passwort", { exact: true })).toHaveValue("");
});
