// The shop, from the shelf to the order.

import { expect, type Locator } from "@playwright/test";

import type { Visitor } from "./visitor.ts";

export const checkoutPath = "/shop/checkout";
export const address = "1 Gate Lane\n12345 Gateshead";

export class Shop {
    constructor(private readonly visitor: Visitor) {}

    /** On the shop's page: takes a lantern. */
    async takeLantern() {
        const lantern = this.visitor.main.getByRole("listitem").filter({ hasText: "Lantern" });
        await lantern.getByRole("button", { name: "Add to cart" }).click();
        await expect(this.visitor.header.getByRole("link", { name: /^Cart/ })).toContainText("1");
    }

    /** From the shop to the checkout, without a reload. */
    async goToCheckout() {
        await this.visitor.follow(this.visitor.header.getByRole("link", { name: /^Cart/ }), "/shop/cart");
        await this.visitor.follow(this.visitor.link("To the checkout"), checkoutPath);
    }

    get recipient(): Locator {
        return this.visitor.main.getByLabel("Recipient");
    }

    get address(): Locator {
        return this.visitor.main.getByLabel("Address");
    }

    get payButton(): Locator {
        return this.visitor.main.getByRole("button", { name: /^Pay/ });
    }

    async fillIn(person: { name: string }) {
        await this.recipient.fill(person.name);
        await this.address.fill(address);
    }

    /** The order page after paying; the number of the order. */
    async seesOrder(): Promise<string> {
        await expect(this.visitor.page).toHaveURL(/\/shop\/orders\/[^/]+$/);
        await expect(this.visitor.main).toContainText("1 × Lantern");
        return new URL(this.visitor.page.url()).pathname.split("/").at(-1) ?? "";
    }

    /** How many orders the profile lists. */
    async ordersOnProfile(): Promise<number> {
        await this.visitor.page.goto("/profile");
        const orders = this.visitor.main.getByRole("region", { name: "Your orders" });
        await expect(orders).toBeVisible();
        return orders.getByRole("listitem").count();
    }
}
