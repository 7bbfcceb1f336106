// The profile page: the token card, and the card that calls the API.

import { expect } from "@playwright/test";

import type { Visitor } from "./visitor.ts";

export const profilePath = "/profile";

export class Profile {
    constructor(private readonly visitor: Visitor) {}

    async renew() {
        await this.visitor.button("Renew now").click();
    }

    /** Sends calls at the same time. */
    async call(path: "/api/profile" | "/api/secure-data" = "/api/profile", howMany = 1) {
        const { main } = this.visitor;
        await main.getByLabel("What to call").selectOption(path);
        await main.getByLabel("How many at once").fill(String(howMany));
        await this.visitor.button("Send").click();
    }

    /** Waits for what the card says came back, such as `20 × 200`. */
    async sees(answers: string) {
        await expect(this.visitor.main.getByRole("listitem").filter({ hasText: answers })).toBeVisible();
        await expect(this.visitor.button("Send")).toBeVisible();
    }
}
