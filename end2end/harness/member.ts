// A person with an account of their own: registered by hand, activated by mail, signed in by password.

import { expect } from "@playwright/test";

import { Mailbox } from "./mailbox.ts";
import type { Visitor } from "./visitor.ts";

export const firstPassword = "a lantern over the quiet harbour";
export const secondPassword = "seven wet boots behind the door";

/** Counts people, so that no two of one Gatepost share an address. */
let people = 0;
export const newAddress = () => `account-${process.pid}-${(people += 1)}@example.com`;

export const mailbox = (visitor: Visitor, address: string) => new Mailbox(visitor.page.request, address);

/** The address of the new account, which waits for its activation. */
export async function register(visitor: Visitor, address = newAddress()): Promise<string> {
    await visitor.page.goto("/register");
    await visitor.main.getByLabel("E-mail address").fill(address);
    await visitor.main.getByLabel("Password", { exact: true }).fill(firstPassword);
    await visitor.main.getByRole("button", { name: "Create account" }).click();
    await visitor.seesHeading("Check your mail");
    return address;
}

export async function activate(visitor: Visitor, address: string) {
    await visitor.page.goto(await mailbox(visitor, address).link(/activate/i));
    await visitor.main.getByRole("button", { name: "Activate account" }).click();
    await visitor.seesHeading("Your account is open");
}

/** Types both on the page that is open, and sends them. */
export async function typeCredentials(visitor: Visitor, address: string, password: string) {
    await visitor.main.getByLabel("E-mail address").fill(address);
    await visitor.main.getByLabel("Password", { exact: true }).fill(password);
    await visitor.main.getByRole("button", { name: "Sign in" }).click();
}

/** Asks to come to /account; nothing is said of whether they are let in. */
export async function signInByPassword(visitor: Visitor, address: string, password: string) {
    await visitor.page.goto("/sign-in?return_to=/account");
    await typeCredentials(visitor, address, password);
}

/** The address of somebody who is signed in and stands on /account. */
export async function arriveAsMember(visitor: Visitor): Promise<string> {
    const address = await register(visitor);
    await activate(visitor, address);
    await signInByPassword(visitor, address, firstPassword);
    await visitor.seesHeading("Your account");
    await expect(visitor.signOutButton).toBeVisible();
    return address;
}
