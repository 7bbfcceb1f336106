import { answered } from "../harness/guard.ts";
import { Mailbox } from "../harness/mailbox.ts";
import { expect, test } from "../harness/test.ts";
import type { Visitor } from "../harness/visitor.ts";

const first = "a lantern over the quiet harbour";
const second = "seven wet boots behind the door";

/** Counts people, so that no two of one Gatepost share an address. */
let people = 0;
const newAddress = () => `account-${process.pid}-${(people += 1)}@example.com`;

const mailbox = (visitor: Visitor, address: string) => new Mailbox(visitor.page.request, address);

async function register(visitor: Visitor, address: string) {
    await visitor.page.goto("/register");
    await visitor.main.getByLabel("E-mail address").fill(address);
    await visitor.main.getByLabel("Password", { exact: true }).fill(first);
    await visitor.main.getByRole("button", { name: "Create account" }).click();
    await expect(visitor.main.getByRole("heading", { name: "Check your mail" })).toBeVisible();
}

async function activate(visitor: Visitor, address: string) {
    await visitor.page.goto(await mailbox(visitor, address).link(/activate/i));
    await visitor.main.getByRole("button", { name: "Activate account" }).click();
    await expect(visitor.main.getByRole("heading", { name: "Your account is open" })).toBeVisible();
}

async function signIn(visitor: Visitor, address: string, password: string) {
    await visitor.page.goto("/sign-in?return_to=/account");
    await visitor.main.getByLabel("E-mail address").fill(address);
    await visitor.main.getByLabel("Password", { exact: true }).fill(password);
    await visitor.main.getByRole("button", { name: "Sign in" }).click();
}

async function member(visitor: Visitor): Promise<string> {
    const address = newAddress();
    await register(visitor, address);
    await activate(visitor, address);
    await signIn(visitor, address, first);
    await expect(visitor.main.getByRole("heading", { name: "Your account" })).toBeVisible();
    return address;
}

for (const tag of ["@with-script", "@no-script"] as const) {
    test.describe(tag === "@no-script" ? "an account, without script" : "an account", { tag }, () => {
        test("register, activate by the link, sign in", async ({ visitor }) => {
            await member(visitor);
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
            const address = newAddress();
            await register(visitor, address);
            const code = await mailbox(visitor, address).code(/activate/i);
            const phone = await newBrowser();
            await phone.page.goto("/activate");
            await phone.main.getByLabel("E-mail address").fill(address);
            await phone.main.getByLabel("Code from the mail").fill(code.toLowerCase());
            await phone.main.getByRole("button", { name: "Activate account" }).click();
            await expect(phone.main.getByRole("heading", { name: "Your account is open" })).toBeVisible();
        });

        test("a second click says that it is done already", async ({ visitor, guard }) => {
            guard.allow(answered(403, 409, 410));
            const address = newAddress();
            await register(visitor, address);
            await activate(visitor, address);
            await visitor.page.goto(await mailbox(visitor, address).link(/activate/i));
            const again = visitor.main.getByRole("button", { name: "Activate account" });
            if (await again.isVisible()) await again.click();
            await expect(visitor.main.getByRole("heading", { name: "Already done" })).toBeVisible();
        });

        test("a forgotten password: the link on another device ends every session", async ({ visitor, newBrowser }) => {
            const address = await member(visitor);
            const phone = await newBrowser();
            await phone.page.goto("/reset");
            await phone.main.getByLabel("E-mail address").fill(address);
            await phone.main.getByRole("button", { name: "Send the mail" }).click();
            await expect(phone.main.getByRole("heading", { name: "Check your mail" })).toBeVisible();
            await phone.page.goto(await mailbox(phone, address).link(/password/i));
            await phone.main.getByLabel("New password").fill(second);
            await phone.main.getByRole("button", { name: "Save password" }).click();
            await expect(phone.main.getByRole("heading", { name: "Your new password is set" })).toBeVisible();

            await visitor.page.goto("/");
            await visitor.seesNobody();
            await signIn(visitor, address, second);
            await expect(visitor.main.getByRole("heading", { name: "Your account" })).toBeVisible();
        });

        test("both devices are listed, and signing out everywhere ends both", async ({ visitor, newBrowser }) => {
            const address = await member(visitor);
            const phone = await newBrowser();
            await signIn(phone, address, first);
            await expect(phone.main.getByRole("heading", { name: "Your account" })).toBeVisible();

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
    await signIn(visitor, "nobody@example.com", first);
    await expect(visitor.main.getByText("These do not belong together")).toBeVisible();
    await expect(visitor.main.getByLabel("E-mail address")).toHaveValue("nobody@example.com");
});

test("a password shows its strength while it is typed, and can be looked at", async ({ visitor }) => {
    await visitor.open("/register");
    const password = visitor.main.getByLabel("Password", { exact: true });
    await password.fill("short");
    await expect(visitor.main.getByText(/too short/)).toBeVisible();
    await password.fill(first);
    await expect(visitor.main.getByText("Strong")).toBeVisible();
    await visitor.main.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
});
