// OpenID Connect Core §3.1.3.7, line by line, from a provider that nobody here wrote.

import { answered } from "../../harness/guard.ts";
import { clientId } from "../../harness/peers/peer.ts";
import {
    byKeyThatComesAlong,
    byPublicKeyAsSecret,
    unsigned,
    withBrokenSignature,
    withOtherClaims,
} from "../../harness/peers/forge.ts";
import type { Lies, Mock } from "../../harness/peers/mock.ts";
import { expect, test } from "../../harness/peers/test.ts";
import { endpoint } from "../../harness/traffic.ts";
import { says } from "../../harness/words.ts";

const rawCodes = /invalid_|nonce|issuer|signature|audience|id_token|userinfo|panicked/i;
const now = () => Math.floor(Date.now() / 1_000);

/** The claims that `change` makes different. */
const claims = (change: Record<string, unknown>): Lies => ({ idToken: (token) => Object.assign(token, change) });
/** The ID token without that claim. */
const without = (name: string): Lies => ({ idToken: (token) => delete token[name] });
/** An ID token that says so little of the person that userinfo has to be asked. */
const thin = (token: Record<string, unknown>) => {
    delete token["name"];
    delete token["email"];
};

const refused: [string, (mock: Mock) => Lies][] = [
    ["another nonce", () => claims({ nonce: "another" })],
    ["no nonce", () => without("nonce")],
    ["another audience", () => claims({ aud: "another" })],
    ["no audience", () => without("aud")],
    ["a further audience that nobody knows", () => claims({ aud: [clientId, "another"], azp: clientId })],
    ["another issuer", () => claims({ iss: "https://evil.example" })],
    ["its issuer with a slash behind it", (mock) => claims({ iss: `${mock.door.origin}/` })],
    ["no issuer", () => without("iss")],
    ["an ID token that has expired", () => claims({ exp: now() - 120 })],
    ["an ID token that never expires", () => without("exp")],
    ["an ID token of tomorrow", () => claims({ iat: now() + 86_400 })],
    ["an ID token of yesterday", () => claims({ iat: now() - 86_400 })],
    ["an ID token of no time", () => without("iat")],
    ["an ID token that is not valid yet", () => claims({ nbf: now() + 3_600 })],
    ["no subject", () => without("sub")],
    ["an empty subject", () => claims({ sub: "" })],
    ["a subject longer than any", () => claims({ sub: "s".repeat(256) })],
    ["a subject that is a number", () => claims({ sub: 7 })],
    ["another authorized party", () => claims({ azp: "another" })],
    ["the hash of another access token", () => claims({ at_hash: "A".repeat(22) })],
    ["a broken signature", () => ({ signed: withBrokenSignature })],
    ["claims changed under the signature", () => ({ signed: (token) => withOtherClaims(token, { sub: "admin" }) })],
    ["the algorithm none", () => ({ signed: (token) => unsigned(token, "none") })],
    ["the algorithm nOnE", () => ({ signed: (token) => unsigned(token, "nOnE") })],
    ["the public key as a secret", ({ publicKey }) => ({ signed: (it) => byPublicKeyAsSecret(it, publicKey, "pem") })],
    ["its bytes as a secret", ({ publicKey }) => ({ signed: (it) => byPublicKeyAsSecret(it, publicKey, "der") })],
    ["a key that comes along", () => ({ signed: (token) => byKeyThatComesAlong(token) })],
    ["a key that nobody knows", () => ({ signed: (token) => byKeyThatComesAlong(token, { kid: "stranger" }) })],
    ["no ID token", () => ({ tokens: (answer) => void delete answer["id_token"] })],
    ["an ID token that is none", () => ({ signed: () => "not.a.token" })],
    ["userinfo of somebody else", () => ({ idToken: thin, userinfo: (told) => void (told["sub"] = "somebody-else") })],
    ["userinfo of nobody", () => ({ idToken: thin, userinfo: (told) => void delete told["sub"] })],
    [
        "an answer in another's name",
        () => ({ redirect: (address) => address.searchParams.set("iss", "https://evil.example") }),
    ],
];

for (const [what, lies] of refused) {
    test(`peers: a hostile provider with ${what}: refused in words, no session`, async ({ visitor, mock, guard }) => {
        guard.allow(answered(400));
        mock.lies = lies(mock);
        await visitor.open("/");

        await visitor.signInButton("Mock").click();

        await visitor.isTold("answerRefused");
        await expect(visitor.alerts).toContainText(says.supportCode);
        await expect(visitor.page.locator("body")).not.toContainText(rawCodes);
        await expect.poll(() => visitor.popups().length).toBe(0);
        expect(await visitor.sessionCookie()).toBeUndefined();
        expect(visitor.traffic.count(endpoint.handoff)).toBe(0);
        await visitor.seesNobody();

        // The same without the lie: it was the lie that was refused.
        mock.lies = {};
        await visitor.signInButton("Mock").click();
        await visitor.seesSelf(mock.person);
    });
}

const fine: [string, Lies][] = [
    ["its audience in a list", claims({ aud: [clientId] })],
    ["us as the authorized party", claims({ azp: clientId })],
    ["no key id, where there is one key", { idToken: (_claims, header) => delete (header as { kid?: string }).kid }],
    ["claims that nobody knows", claims({ favourite: { lantern: [1, 2] }, _: null })],
    ["an ID token that says little, and userinfo that says the rest", { idToken: thin }],
];

for (const [what, lies] of fine) {
    test(`peers: an odd but honest provider with ${what}: signed in`, async ({ visitor, mock }) => {
        mock.lies = lies;
        await visitor.open("/");

        await visitor.signInButton("Mock").click();

        await visitor.seesSelf(mock.person);
        await visitor.isTold("signedIn");
    });
}

test("peers: a provider that tells no address: signed in, and the profile says so", async ({ visitor, mock }) => {
    mock.lies = { idToken: (token) => delete token["email"], userinfo: (told) => void delete told["email"] };
    await visitor.open("/profile");

    await visitor.signInButton("Mock").click();

    await visitor.seesSelf(mock.person);
    await expect(visitor.main).toContainText("Not told by the provider");
});
