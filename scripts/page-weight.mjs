#!/usr/bin/env node
// What a first visit downloads, compressed as it is served, against its limit. Fails over it.

import { readdirSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const site = new URL("../target/site/", import.meta.url);
const budgets = [
    { kind: "WASM", extension: ".wasm", kilobytes: 260 },
    { kind: "JS", extension: ".js", kilobytes: 12 },
    { kind: "CSS", extension: ".css", kilobytes: 12 },
];

const compressed = (name) =>
    brotliCompressSync(readFileSync(new URL(name, site)), {
        params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }).length;

let failed = 0;
for (const { kind, extension, kilobytes } of budgets) {
    const files = readdirSync(site, { recursive: true }).filter((name) => extname(name) === extension);
    const weight = files.map(compressed).reduce((sum, bytes) => sum + bytes, 0) / 1000;
    // No file at all is a broken build, not a light page.
    const good = files.length > 0 && weight <= kilobytes;
    failed += good ? 0 : 1;
    console.log(`${good ? "ok  " : "OVER"} ${kind}: ${weight.toFixed(1)} kB brotli of ${kilobytes} kB`);
}
console.log(`page weight: ${budgets.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
