// The network misbehaving: answers held back, and answers that never arrive.

import { request as send } from "node:http";

import type { BrowserContext, Page, Request, Route } from "@playwright/test";

export const refreshUrl = "**/api/session/refresh";

type Answer = { status: number; headers: Record<string, string>; body: string };

/**
 * Sends a request on to the server without the browser hearing of the answer, cookies included:
 * what a server has done when the answer was lost on the way.
 */
export async function deliverOnly(request: Request, body = request.postData() ?? ""): Promise<Answer> {
    const headers = await request.allHeaders();
    for (const name of Object.keys(headers)) if (name.startsWith(":")) delete headers[name];
    headers["content-length"] = String(Buffer.byteLength(body));
    return new Promise((resolve, reject) => {
        const outgoing = send(request.url(), { method: request.method(), headers }, (incoming) => {
            let text = "";
            incoming.setEncoding("utf8").on("data", (part) => (text += part));
            incoming.on("end", () => {
                const pairs = Object.entries(incoming.headers).map(([name, value]) => [
                    name,
                    [value].flat().join("\n"),
                ]);
                resolve({ status: incoming.statusCode ?? 0, headers: Object.fromEntries(pairs), body: text });
            });
        });
        outgoing.once("error", reject).end(body);
    });
}

/** Requests to an address, held until the test says how each goes on. */
export class Held {
    readonly routes: Route[] = [];
    private arrived: (() => void) | undefined;

    private constructor(
        private readonly where: Page | BrowserContext,
        private readonly url: string | RegExp,
    ) {}

    static async at(where: Page | BrowserContext, url: string | RegExp) {
        const held = new Held(where, url);
        await where.route(url, held.hold);
        return held;
    }

    private readonly hold = (route: Route) => {
        this.routes.push(route);
        this.arrived?.();
    };

    /** The first one held, as soon as there is one. */
    async first(): Promise<Route> {
        if (this.routes.length === 0) await new Promise<void>((resolve) => (this.arrived = resolve));
        const [first] = this.routes;
        if (!first) throw new Error("a request arrived");
        return first;
    }

    /** Lets all go on, and holds no more. */
    async release() {
        await this.where.unroute(this.url, this.hold);
        await Promise.all(this.routes.map((route) => route.continue()));
        this.routes.length = 0;
    }

    /** Lets none of them arrive, and holds no more. */
    async drop() {
        await this.where.unroute(this.url, this.hold);
        await Promise.all(this.routes.map((route) => route.abort().catch(() => undefined)));
        this.routes.length = 0;
    }
}
