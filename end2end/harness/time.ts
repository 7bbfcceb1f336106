// Time that passes at the test's command, in every page of a browser. The server's goes on as ever.

import type { BrowserContext, Page } from "@playwright/test";

import type { Traffic } from "./traffic.ts";

export class Time {
    private constructor(
        private readonly context: BrowserContext,
        private readonly traffic: Traffic,
    ) {}

    /** Before the first page opens. `at` sets the browser's clock wrong. */
    static async takeOver(context: BrowserContext, traffic: Traffic, at?: Date) {
        await context.clock.install(at ? { time: at } : {});
        return new Time(context, traffic);
    }

    /** Lets seconds pass one by one, with time for every answer to arrive in between. */
    async pass(seconds: number) {
        await this.passUntil(seconds, () => false);
    }

    /** As `pass`, but no further than to the second in which something has happened; that second. */
    async passUntil(seconds: number, happened: () => boolean): Promise<number> {
        const { clock } = this.context;
        // Stopped meanwhile: the seconds the test itself takes must not count.
        await clock.pauseAt((await this.now()) + 1_000);
        let passed = 1;
        await this.traffic.quiet();
        for (; passed < seconds && !happened(); passed += 1) {
            await clock.runFor(1_000);
            await this.traffic.quiet();
        }
        await clock.resume();
        return passed;
    }

    /** As after a closed lid: the clock has moved on, and each timer due fires once. */
    async jump(seconds: number) {
        await this.context.clock.fastForward(seconds * 1_000);
        await this.traffic.quiet();
    }

    private async now() {
        // A popup may close while it is asked.
        const ask = (page: Page) => page.evaluate(() => Date.now()).catch(() => 0);
        return Math.max(...(await Promise.all(this.context.pages().map(ask))));
    }
}
