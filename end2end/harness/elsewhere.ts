// Pages of somebody else: on another site, or on a sibling origin of the same site.

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export class Elsewhere {
    private constructor(
        private readonly server: Server,
        readonly origin: string,
    ) {}

    /** `localhost` is the same site as Gatepost and another origin, `127.0.0.1` another site. */
    static async open(host: "localhost" | "127.0.0.1") {
        const server = createServer((_request, response) => {
            response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
            response.end("<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>");
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const { port } = server.address() as AddressInfo;
        return new Elsewhere(server, `http://${host}:${port}`);
    }

    async close() {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }
}
