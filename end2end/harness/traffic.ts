// What a browser asked of Gatepost, and in which order.

import { expect, type BrowserContext, type Page, type Request } from "@playwright/test";

export const endpoint = {
    refresh: "POST /api/session/refresh",
    handoff: "POST /api/session/handoff",
    check: "GET /api/session",
    signOut: "DELETE /api/session",
    profile: "GET /api/profile",
    order: "POST /api/orders",
} as const;

/** `METHOD /path`, without the query. */
const nameOf = (request: Request) => `${request.method()} ${new URL(request.url()).pathname}`;

export class Traffic {
    readonly requests: Request[] = [];
    private readonly underWay = new Set<Request>();

    /** Of a page, or of a whole browser with its popups. */
    constructor(source: BrowserContext | Page) {
        const listen = source as Page;
        listen.on("request", (request) => {
            this.requests.push(request);
            this.underWay.add(request);
        });
        listen.on("requestfinished", (request) => this.underWay.delete(request));
        listen.on("requestfailed", (request) => this.underWay.delete(request));
    }

    names() {
        return this.requests.map(nameOf);
    }

    of(name: string) {
        return this.requests.filter((request) => nameOf(request) === name);
    }

    count(name: string) {
        return this.of(name).length;
    }

    /** Statuses of the answers so far, in the order of the requests. */
    async statuses(name: string) {
        const answers = await Promise.all(this.of(name).map((request) => request.response()));
        return answers.map((answer) => answer?.status());
    }

    /** Forgets what was. */
    reset() {
        this.requests.length = 0;
    }

    /** Waits until every request has its answer. */
    async quiet() {
        await expect.poll(() => this.underWay.size, { message: "all requests are answered" }).toBe(0);
    }
}
