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
    private letThrough = false;

    static async at(where: Page | BrowserContext, url: string | RegExp) {
        const held = new Held();
        await where.route(url, held.hold);
        return held;
    }

    // Playwright lets go of what is held when its handler is taken away, so the handler stays
    // until every request has its answer.
    private readonly hold = async (route: Route) => {
        if (this.letThrough) {
            await route.continue();
        } else {
            this.routes.push(route);
            this.arrived?.();
        }
    };

    /** The first one held, as soon as there is one. */
    async first(): Promise<Route> {
        if (this.routes.length === 0) await new Promise<void>((resolve) => (this.arrived = resolve));
        const [first] = this.routes;
        if (!first) throw new Error("a request arrived");
        return first;
    }

    /** Holds no more; what is held stays held. */
    holdNoMore() {
        this.letThrough = true;
    }

    /** Lets all go on, and holds no more. */
    async release() {
        this.letThrough = true;
        await Promise.all(this.routes.splice(0).map((route) => route.continue()));
    }

    /** Lets none of them arrive, and holds no more. */
    async drop() {
        this.letThrough = true;
        await Promise.all(this.routes.splice(0).map((route) => route.abort().catch(() => undefined)));
    }
}

/**
 * The provider's answer, on its way back to Gatepost in a redirect, given to `change` instead.
 * Playwright does not see the request that a redirect makes; it sees the form that is answered
 * with one. What `change` returns is where the browser goes; nothing, and it goes nowhere.
 */
export async function onTheWayBack(context: BrowserContext, provider: string, change: (callback: URL) => URL | undefined) {
    await context.route(
        (url) => url.origin === provider,
        async (route) => {
            if (route.request().method() !== "POST") return route.fallback();
            const answer = await route.fetch({ maxRedirects: 0 });
            const target = change(new URL(answer.headers()["location"] ?? ""));
            if (!target) return route.abort();
            const address = target.href.replaceAll("&", "&amp;");
            return route.fulfill({
                contentType: "text/html",
                body: `<!doctype html><meta http-equiv="refresh" content="0; url=${address}">`,
            });
        },
    );
}
