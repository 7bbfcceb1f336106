// The statuses a page is answered with. To a page of another origin the browser gives no answer that is
// ours, nor does it tell Playwright of it; its developer tools hear what came over the network.

import { expect, type Page } from "@playwright/test";

export class Statuses {
    // By the tools' number of the request, for the two are told in either order.
    private readonly addresses = new Map<string, string>();
    private readonly statuses = new Map<string, number>();

    static async of(page: Page) {
        const heard = new Statuses();
        const devtools = await page.context().newCDPSession(page);
        devtools.on("Network.requestWillBeSent", ({ requestId, request }) => {
            heard.addresses.set(requestId, request.url);
        });
        devtools.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => {
            heard.statuses.set(requestId, statusCode);
        });
        await devtools.send("Network.enable");
        return heard;
    }

    /** Waits for an answer from that address that was not told of before; its status. */
    async next(url: string): Promise<number> {
        const find = () => [...this.addresses].find(([id, address]) => address === url && this.statuses.has(id))?.[0];
        await expect.poll(find, { message: `an answer from ${url}` }).toBeDefined();
        const id = find() ?? "";
        this.addresses.delete(id);
        return this.statuses.get(id) ?? 0;
    }
}
