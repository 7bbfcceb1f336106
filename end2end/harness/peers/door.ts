// The front door of a provider: the address it is known by, and what happens on the way in and out.
// The door stands before its provider does, so that Gatepost can be told of an issuer beforehand.

import {
    createServer,
    request as send,
    type IncomingHttpHeaders,
    type RequestListener,
    type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

import { expect, type BrowserContext, type Page } from "@playwright/test";

const coopHeader = "cross-origin-opener-policy";
/** Where a browser stands whose way back was cut off. */
const parking = "/parked";

export class Door {
    /** What was asked for, `METHOD /path`, the first one first. */
    readonly calls: string[] = [];
    /** The headers of the last request of each. */
    readonly heard = new Map<string, IncomingHttpHeaders>();
    /** Cross-Origin-Opener-Policy of every answer; `unsafe-none` takes away the provider's own. */
    coop: "same-origin" | "same-origin-allow-popups" | "unsafe-none" | undefined;
    /** How much later every answer comes, milliseconds. */
    delay = 0;
    /** Paths whose connection is cut. */
    broken: RegExp | undefined;
    /** Where a redirect to another origin leads instead. */
    onTheWayBack: ((address: URL) => URL) | undefined;

    private inside: RequestListener = (_request, response) => response.writeHead(503).end();
    private readonly server = createServer((request, response) => {
        const path = new URL(request.url ?? "/", this.origin).pathname;
        this.calls.push(`${request.method} ${path}`);
        this.heard.set(`${request.method} ${path}`, request.headers);
        if (this.broken?.test(path)) {
            request.destroy();
        } else if (path === parking) {
            response.writeHead(200, { "content-type": "text/html" });
            response.end('<!doctype html><link rel="icon" href="data:,"><title>Parked</title>');
        } else {
            this.dress(response);
            setTimeout(() => this.inside(request, response), this.delay);
        }
    });

    private constructor(private port: number) {}

    static async stand() {
        const door = new Door(0);
        await door.open();
        return door;
    }

    /** `127.0.0.1`, while Gatepost is on `localhost`: another site, so that the cookie rules are the real ones. */
    get origin() {
        return `http://127.0.0.1:${this.port}`;
    }

    leadTo(inside: RequestListener) {
        this.inside = inside;
    }

    /** Lets people in, after `shut` at the same address as before. */
    async open() {
        if (this.server.listening) return;
        await new Promise<void>((resolve, reject) =>
            this.server.once("error", reject).listen(this.port, "127.0.0.1", resolve),
        );
        this.port = (this.server.address() as AddressInfo).port;
    }

    /** Nobody answers here any more. */
    async shut() {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.server.closeAllConnections();
        await closed;
    }

    /** As it was built: open, and nothing happens on the way. */
    async restore() {
        this.calls.length = 0;
        this.heard.clear();
        this.coop = undefined;
        this.delay = 0;
        this.broken = undefined;
        this.onTheWayBack = undefined;
        await this.open();
    }

    /** How often that was asked for. */
    count(call: string) {
        return this.calls.filter((each) => each === call).length;
    }

    /** Keeps the next answer from arriving: the address it was to arrive at. The browser stays here. */
    async intercept(): Promise<URL> {
        const address = await new Promise<URL>((resolve) => {
            this.onTheWayBack = (address) => {
                resolve(address);
                return new URL(parking, this.origin);
            };
        });
        this.onTheWayBack = undefined;
        return address;
    }

    /** The window or tab that stands here. One that was severed is nobody's popup: it is found by its address. */
    async window(context: BrowserContext): Promise<Page> {
        const find = () => context.pages().find((page) => page.url().startsWith(this.origin));
        await expect.poll(() => find() !== undefined, { message: "the provider's page opens" }).toBe(true);
        const page = find();
        if (!page) throw new Error("the provider's page went away");
        return page;
    }

    /** Changes the headers at the last moment, when the provider has said all of them. */
    private dress(response: ServerResponse) {
        const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
        response.writeHead = (...all: unknown[]) => {
            if (this.coop === "unsafe-none") response.removeHeader(coopHeader);
            else if (this.coop) response.setHeader(coopHeader, this.coop);
            const target = response.getHeader("location");
            if (this.onTheWayBack && typeof target === "string") {
                const address = new URL(target, this.origin);
                if (address.origin !== this.origin) response.setHeader("location", this.onTheWayBack(address).href);
            }
            return writeHead(...all);
        };
    }
}

/** Leads to a process behind the door, which is told the door's own address as its host. */
export function forwardTo(port: number): RequestListener {
    return (incoming, outgoing) => {
        const { method, url, headers } = incoming;
        const onward = send({ host: "127.0.0.1", port, method, path: url, headers }, (answer) => {
            for (const [name, value] of Object.entries(answer.headers)) if (value) outgoing.setHeader(name, value);
            outgoing.writeHead(answer.statusCode ?? 502);
            answer.pipe(outgoing);
        });
        onward.once("error", () => outgoing.destroy());
        incoming.pipe(onward);
    };
}
