// Time that passes at the test's command, in every page of a browser. The server's goes on as ever.

import type { BrowserContext } from "@playwright/test";

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
        for (let second = 0; second < seconds; second += 1) {
            await this.context.clock.runFor(1_000);
            await this.traffic.quiet();
        }
    }

    /** As after a closed lid: the clock has moved on, and each timer due fires once. */
    async jump(seconds: number) {
        await this.context.clock.fastForward(seconds * 1_000);
        await this.traffic.quiet();
    }
}
