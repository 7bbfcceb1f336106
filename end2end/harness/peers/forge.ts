// ID tokens that `oauth2-mock-server` would not sign: each is made of a good one.

import { createHmac, createPublicKey, generateKeyPairSync, sign, type JsonWebKey } from "node:crypto";

type Parts = { header: Record<string, unknown>; payload: string; signature: string };

function take(token: string): Parts {
    const [header = "", payload = "", signature = ""] = token.split(".");
    return { header: JSON.parse(Buffer.from(header, "base64url").toString()), payload, signature };
}

/** With another header, and signed by whatever `seal` makes of what is to be signed. */
function again(token: string, change: Record<string, unknown>, seal: (signed: string) => Buffer | string) {
    const { header, payload } = take(token);
    const signed = `${Buffer.from(JSON.stringify({ ...header, ...change })).toString("base64url")}.${payload}`;
    return `${signed}.${Buffer.from(seal(signed)).toString("base64url")}`;
}

/** The claims of another token under the signature of this one. */
export function withOtherClaims(token: string, change: Record<string, unknown>) {
    const [header, payload = "", signature] = token.split(".");
    const claims = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), ...change };
    return `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
}

/** One bit of the signature is another. */
export function withBrokenSignature(token: string) {
    const bytes = Buffer.from(take(token).signature, "base64url");
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return token.replace(/[^.]*$/, bytes.toString("base64url"));
}

/** RFC 8725 §2.1: no signature at all, however that is spelled. */
export const unsigned = (token: string, alg: string) => again(token, { alg }, () => "");

/** RFC 8725 §2.1: the public key, which everybody has, taken for a secret. */
export function byPublicKeyAsSecret(token: string, publicKey: object, format: "pem" | "der") {
    const exported = createPublicKey({ key: publicKey as JsonWebKey, format: "jwk" });
    const secret =
        format === "pem" ? exported.export({ type: "spki", format }) : exported.export({ type: "spki", format });
    return again(token, { alg: "HS256" }, (signed) => createHmac("sha256", secret).update(signed).digest());
}

/** RFC 8725 §3.10: a stranger's key, which comes along in the header and says that it is the right one. */
export function byKeyThatComesAlong(token: string, header: Record<string, unknown> = {}) {
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = stranger.publicKey.export({ format: "jwk" });
    return again(token, { jwk, ...header }, (signed) => sign("sha256", Buffer.from(signed), stranger.privateKey));
}
