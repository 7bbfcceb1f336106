// npm `jose` as an API has it: jose_verifier.mjs KEYS ISSUER SECONDS
//
// Verifies a token a line, and answers each with "good" or with why not. SECONDS is how long it keeps the keys.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const installed = createRequire(new URL("../../../end2end/package.json", import.meta.url));
const { createRemoteJWKSet, jwtVerify } = await import(installed.resolve("jose"));

const [keys, issuer, seconds] = process.argv.slice(2);
const published = createRemoteJWKSet(new URL(keys), { cacheMaxAge: Number(seconds) * 1000 });
const expected = { issuer, audience: issuer, typ: "at+jwt", algorithms: ["ES256", "RS256", "EdDSA", "ES512"] };

for await (const token of createInterface({ input: process.stdin })) {
    try {
        await jwtVerify(token, published, expected);
        console.log("good");
    } catch (error) {
        console.log(`${error.code}: ${error.message}`);
    }
}
