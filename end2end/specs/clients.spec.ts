import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { answered } from "../harness/guard.ts";
import { employ } from "../harness/staff.ts";
import { expect, test } from "../harness/test.ts";

async function hasNoFaults(page: Page, where: string) {
    const { violations } = await new AxeBuilder({ page }).analyze();
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
    expect(told, where).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${where} is no wider than the window`).toBeLessThanOrEqual(0);
}

test.describe("without script", { tag: "@no-script" }, () => {
    test("52 staff add a client, copy its secret, change it, replace the secret and remove it", async ({
        visitor,
        gatepost,
        guard,
    }) => {
        guard.allow(answered(422));
        const { page } = visitor;
        await employ(gatepost, await visitor.arriveSignedIn());
        await page.goto("/operator/clients");
        await visitor.link("Add a client").click();

        // What is wrong is said, with a link to the field, and what was typed is still there.
        await page.getByLabel("Name", { exact: true }).fill("Lantern shop");
        await page.getByLabel("Redirect URIs", { exact: true }).fill("https://*.example.com/callback");
        await visitor.button("Save").click();
        const alert = page.getByRole("alert");
        await expect(alert).toContainText("holds a wildcard");
        await alert.getByRole("link", { name: "Redirect URIs" }).click();
        await expect(page).toHaveURL(/#redirect_uris$/);
        await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Lantern shop");
        await page.getByLabel("Redirect URIs", { exact: true }).fill("https://app.example.com/callback");
        await visitor.button("Save").click();

        await visitor.seesHeading("The secret");
        const secret = await page.getByLabel("Client secret").inputValue();
        expect(secret).toMatch(/^[\w-]{43}$/);
        await visitor.link("On to the client").click();
        await visitor.seesHeading("Lantern shop");
        await expect(page.locator("body")).not.toContainText(secret);

        await visitor.link("Change").click();
        await page.getByLabel("Name", { exact: true }).fill("Lamp shop");
        await visitor.button("Save").click();
        await visitor.seesHeading("Lamp shop");
        await page.getByText("openid-client (npm)").click();
        await expect(page.locator("details[open] pre")).toContainText("https://app.example.com/callback");

        await visitor.link("Replace the secret").click();
        await page.getByLabel("The old secret counts on for").selectOption("7 days");
        await visitor.button("Replace the secret").click();
        await expect(page.getByLabel("Client secret")).not.toHaveValue(secret);
        await expect(visitor.main).toContainText("The old secret counts until");
        await visitor.link("On to the client").click();

        await visitor.link("Remove").click();
        await visitor.button("Remove").click();
        await expect(page).toHaveURL("/operator/clients");
        await expect(visitor.main).not.toContainText("Lamp shop");
    });
});

for (const { look, viewport } of [
    { look: "desktop", viewport: { width: 1280, height: 800 } },
    { look: "phone", viewport: { width: 360, height: 740 } },
]) {
    test.describe(look, () => {
        test.use({ viewport });

        test(`52 the pages of clients are for everybody, by keyboard too, ${look}`, async ({ visitor, gatepost }) => {
            const { page } = visitor;
            await employ(gatepost, await visitor.arriveSignedIn());
            await page.goto("/operator/clients/new");
            for (const summary of await page.locator("summary").all()) {
                const isOpen = await summary.evaluate((element) => element.closest("details")?.open);
                if (!isOpen) await summary.press("Enter");
            }
            await hasNoFaults(page, "the form, all of it open");
            await page.getByLabel("Name", { exact: true }).fill("Lantern shop");
            await page.getByLabel("Redirect URIs", { exact: true }).fill("https://app.example.com/callback");
            await visitor.button("Save").press("Enter");
            await visitor.seesHeading("The secret");
            await hasNoFaults(page, "the secret");

            // Tab selects the whole of a field: the secret is copied without a mouse and without script.
            await page.getByLabel("Client ID").focus();
            await page.keyboard.press("Tab");
            const field = page.getByLabel("Client secret");
            await expect(field).toBeFocused();
            const selected = await field.evaluate((element: HTMLInputElement) =>
                element.value.slice(element.selectionStart ?? 0, element.selectionEnd ?? 0),
            );
            expect(selected).toBe(await field.inputValue());

            await visitor.link("On to the client").click();
            for (const summary of await page.locator("summary").all()) await summary.press("Enter");
            await hasNoFaults(page, "the client, all of it open");
            for (const link of ["Replace the secret", "Remove"]) {
                await visitor.link(link).click();
                await hasNoFaults(page, link);
                await page.goBack();
            }
            await visitor.link("All clients").click();
            await hasNoFaults(page, "the list");
        });
    });
}
