import { chmod, copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { get, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { Demo } from "../harness/demo.ts";
import { binary, Gatepost } from "../harness/gatepost.mjs";
import { expect, test } from "../harness/test.ts";
import { Visitor } from "../harness/visitor.ts";

const kinds = {
    css: "text/css; charset=utf-8",
    js: "text/javascript; charset=utf-8",
    wasm: "application/wasm",
};

/** As it comes over the network: `fetch` would decode it. */
const fetchRaw = (url: string, coding: string) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
        get(url, { headers: { "accept-encoding": coding } }, async (answer) => {
            const body = Buffer.concat(await answer.toArray());
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
        }).once("error", reject);
    });

test("00 the binary alone, wherever it lies and runs, serves the page and its files, compressed", async ({ page }) => {
    const folder = await mkdtemp(join(tmpdir(), "gatepost-alone-"));
    const program = join(folder, "gatepost");
    await copyFile(binary, program);
    await chmod(program, 0o755);
    // It runs in a folder of its own, which is another one and empty.
    const alone = await Gatepost.start({}, program);
    try {
        await new Visitor(page, new Demo(alone)).open(alone.url);

        const html = await (await fetch(alone.url)).text();
        const files = new Set(html.match(/\/pkg\/[\w./-]+\.(wasm|js|css)\b/g));
        expect([...files].map((file) => file.split(".").at(-1)).sort()).toEqual(Object.keys(kinds));
        for (const file of files) {
            const [br, gzip, plain] = await Promise.all(
                ["br", "gzip", "identity"].map((coding) => fetchRaw(alone.url + file, coding)),
            );
            if (!br || !gzip || !plain) throw new Error("three were asked for");
            for (const { status, headers } of [br, gzip, plain]) {
                expect(status, file).toBe(200);
                expect(headers["content-type"], file).toBe(kinds[file.split(".").at(-1) as keyof typeof kinds]);
                expect(headers["cache-control"], file).toContain("immutable");
                expect(headers["vary"], file).toContain("Accept-Encoding");
            }
            const codings = [br, gzip, plain].map(({ headers }) => headers["content-encoding"]);
            expect(codings, file).toEqual(["br", "gzip", undefined]);
            expect(brotliDecompressSync(br.body).equals(plain.body), `${file} as br`).toBe(true);
            expect(gunzipSync(gzip.body).equals(plain.body), `${file} as gzip`).toBe(true);
        }

        const script = [...files].find((file) => file.endsWith(".js")) ?? "";
        for (const types of ["gatepost.d.ts", "gatepost_bg.wasm.d.ts"]) {
            const answer = await fetch(alone.url + script.replace("gatepost.js", types));
            expect(answer.status, types).toBe(404);
        }
        // With a hash in the name nobody can guess the address, but the binary would know it.
        const bytes = await readFile(program);
        expect(bytes.includes("pkg/gatepost.js")).toBe(true);
        for (const types of ["pkg/gatepost.d.", "pkg/gatepost_bg."]) expect(bytes.includes(types), types).toBe(false);
    } finally {
        await alone.stop();
        await rm(folder, { recursive: true, force: true });
    }
});
