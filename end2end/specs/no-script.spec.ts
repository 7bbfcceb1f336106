import { Held } from "../harness/answers.ts";
import { someone } from "../harness/demo.ts";
import { unanswered } from "../harness/guard.ts";
import { expect, test } from "../harness/test.ts";

test("12 a click before the WASM is there: the plain link signs in", async ({ visitor, demo }) => {
    const wasm = await Held.at(visitor.page, "**/*.wasm");
    const person = someone();
    await visitor.page.goto("/?from=mail");

    await visitor.signInButton().click();

    await visitor.page.waitForURL(`${demo.origin}/**`);
    expect(visitor.popups()).toEqual([]);
    await wasm.drop();
    await demo.continueAs(visitor.page, person);
    await visitor.seesSelf(person);
    await expect(visitor.page).toHaveURL("/?from=mail");
    await visitor.alive();
});

test("51 the WASM never arrives: the whole visit works", async ({ visitor, demo, guard }) => {
    guard.allow(unanswered, /WebAssembly|Failed to fetch/i);
    await visitor.page.route("**/*.wasm", (route) => route.abort());
    const person = someone();
    await visitor.page.goto("/");

    await visitor.signInButton().click();
    await demo.continueAs(visitor.page, person);

    await visitor.seesSelf(person);
    await visitor.signOutButton.click();
    await visitor.seesNobody();
});

test.describe("without script", { tag: "@no-script" }, () => {
    test("51 sign-in, profile and sign-out", async ({ visitor, demo }) => {
        const person = someone();
        await visitor.page.goto("/profile");

        await visitor.signInButton("Google").click();
        await demo.continueAs(visitor.page, person);

        await expect(visitor.page).toHaveURL("/profile");
        await visitor.seesSelf(person);
        await expect(visitor.main).toContainText(person.email);
        await visitor.isTold("signedIn");
        await visitor.signOutButton.click();
        await visitor.seesNobody();
        await visitor.page.goto("/profile");
        await expect(visitor.main).not.toContainText(person.email);
    });

    test("51 a refusal is told in words", async ({ visitor, demo }) => {
        await visitor.page.goto("/sign-in");
        await visitor.signInButton().click();

        await demo.deny(visitor.page);

        await visitor.isTold("accessDenied");
        await expect(visitor.page.locator("body")).not.toContainText("access_denied");
        await visitor.seesNobody();
    });

    test("51 the shop, from the shelf to the order", async ({ visitor }) => {
        const person = await visitor.arriveSignedIn("/shop");
        const lantern = visitor.main.getByRole("listitem").filter({ hasText: "Lantern" });
        await lantern.getByRole("button", { name: "Add to cart" }).click();
        await visitor.page.goto("/shop/cart");
        await visitor.page.getByLabel("Quantity of Lantern").fill("2");
        await visitor.button("Update").click();

        await visitor.link("To the checkout").click();
        await visitor.page.getByLabel("Recipient").fill(person.name);
        await visitor.page.getByLabel("Address").fill("1 Gate Lane");
        await visitor.main.getByRole("button", { name: /^Pay/ }).click();

        await expect(visitor.page).toHaveURL(/\/shop\/orders\//);
        await expect(visitor.main).toContainText("2 × Lantern");
        await visitor.page.goto("/shop/cart");
        await expect(visitor.main).toContainText("Your cart is empty.");
    });

    test("51 the language is chosen by a form", async ({ visitor }) => {
        await visitor.page.goto("/shop");

        await visitor.header.getByRole("button", { name: "Deutsch" }).click();

        await expect(visitor.page.locator("html")).toHaveAttribute("lang", "de");
        await expect(visitor.header.getByRole("link", { name: "Anmelden" })).toBeVisible();
    });
});
