// Fails a test whose pages complained, whatever else it looked at.

import { expect, type BrowserContext, type ConsoleMessage } from "@playwright/test";

/** A browser reports some violations late or not on the console: every page says so itself. */
function reportViolations() {
    addEventListener("securitypolicyviolation", (event) => {
        console.error(`CSP violation: ${event.effectiveDirective} blocked ${event.blockedURI} in ${event.documentURI}`);
    });
}

export class Guard {
    private readonly complaints: string[] = [];
    private readonly allowed: RegExp[] = [];

    /** Says that such a complaint is the point of this test. */
    allow(...complaints: RegExp[]) {
        this.allowed.push(...complaints);
    }

    async watch(context: BrowserContext) {
        await context.addInitScript(reportViolations);
        context.on("console", (message) => this.hear(message));
        context.on("weberror", (error) => this.complaints.push(`uncaught: ${error.error()}`));
    }

    private hear(message: ConsoleMessage) {
        const aboutHydration = /hydrat/i.test(message.text());
        if (message.type() === "error" || (message.type() === "warning" && aboutHydration)) {
            this.complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
        }
    }

    check() {
        const unexpected = this.complaints.filter((text) => !this.allowed.some((pattern) => pattern.test(text)));
        expect(unexpected, "no page complained").toEqual([]);
    }
}

/** The browser's own words for an answer that is an error. */
export const answered = (...statuses: number[]) => new RegExp(`status of (${statuses.join("|")})`);

/** The browser's own words for an answer that never came. */
export const unanswered = /net::ERR_(INTERNET_DISCONNECTED|FAILED|ABORTED|CONNECTION_\w+)/;
