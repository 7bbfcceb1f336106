// Gatepost as an OpenID Provider, judged by npm openid-client: every answer passes its checks or the test fails.

import { AxeBuilder } from "@axe-core/playwright";
import * as openid from "openid-client";

import { Application, type Kind } from "../../harness/application.ts";
import { expect, test as base } from "../../harness/test.ts";

const test = base.extend<{ open: (kind?: Kind) => Promise<Application> }>({
    open: async ({ gatepost }, use) => {
        const opened: Application[] = [];
        await use(async (kind) => {
            const application = await Application.open(gatepost, kind);
            opened.push(application);
            return application;
        });
        await Promise.all(opened.map((application) => application.close()));
    },
});

test("somebody signs in to an application, agrees, and is known there", async ({ visitor, open }) => {
    const { page } = visitor;
    const shop = await open({ flags: ["--grant", "authorization_code", "--grant", "refresh_token"] });
    await page.goto(`${shop.url}/start`);
    await visitor.seesHeading("Sign in to continue to Lantern shop");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await visitor.link("Sign in with Okta").click();
    await page.getByRole("button", { name: "Continue" }).click();
    await visitor.seesHeading("Lantern shop asks for access");
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await visitor.button("Allow").click();
    await expect(page.getByRole("heading")).toContainText("Hello");

    const tokens = shop.tokens;
    if (!tokens?.refresh_token) throw new Error("there is a refresh token");
    const sub = tokens.claims()?.sub ?? "";
    const told = await openid.fetchUserInfo(shop.config, tokens.access_token, sub);
    expect(told.email_verified).toBe(true);
    const renewed = await openid.refreshTokenGrant(shop.config, tokens.refresh_token);
    expect(renewed.claims()?.sub).toBe(sub);
    expect((await openid.tokenIntrospection(shop.config, renewed.access_token)).active).toBe(true);

    // The second time nobody is asked, with or without a page.
    await page.goto(`${shop.url}/start?prompt=none`);
    await expect(page.getByRole("heading")).toContainText(`Hello ${sub}`);

    await page.goto(shop.signOut());
    await expect(page).toHaveURL(`${shop.url}/bye?state=s-1`);
    expect((await openid.tokenIntrospection(shop.config, renewed.access_token)).active).toBe(false);
    await page.goto(`${shop.url}/start?prompt=none`);
    await expect(page.getByRole("heading")).toHaveText("login_required");
});

test("somebody says no", { tag: "@no-script" }, async ({ visitor, open }) => {
    const { page } = visitor;
    const shop = await open();
    await page.goto(`${shop.url}/start`);
    await visitor.link("Sign in with Okta").click();
    await page.getByRole("button", { name: "Continue" }).click();
    await visitor.button("Do not allow").click();
    await expect(page.getByRole("heading")).toHaveText("access_denied");
});

const keyPair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
const jwk = { ...(await crypto.subtle.exportKey("jwk", keyPair.publicKey)), kid: "k-1", use: "sig", alg: "ES256" };

const kinds: Record<string, Kind> = {
    "by its secret in the form": {
        flags: ["--auth-method", "client_secret_post"],
        proof: (secret) => openid.ClientSecretPost(secret),
    },
    "by a key of its own": {
        flags: ["--auth-method", "private_key_jwt"],
        jwks: { keys: [jwk] },
        proof: () => openid.PrivateKeyJwt({ key: keyPair.privateKey, kid: "k-1" }),
    },
    "without a secret": { flags: ["--public"], proof: () => openid.None() },
    "by a pushed request": { pushed: true },
    "by a form that the browser posts": { parameters: { response_mode: "form_post" } },
    "with an ID token beside the code": {
        flags: ["--response-type", "code", "--response-type", "code id_token"],
        parameters: { response_mode: "form_post" },
        hybrid: true,
    },
    "with ES256": { flags: ["--id-token-alg", "ES256"] },
    "with EdDSA": { flags: ["--id-token-alg", "EdDSA"] },
    "with ES512": { flags: ["--id-token-alg", "ES512"] },
    "under a name of one's own": { flags: ["--subject-type", "pairwise"] },
};

for (const [how, kind] of Object.entries(kinds)) {
    test(`an application of ours signs somebody in ${how}`, async ({ visitor, open }) => {
        const { page } = visitor;
        const shop = await open({ ...kind, flags: [...(kind.flags ?? []), "--first-party"] });
        await page.goto(`${shop.url}/start`);
        await visitor.link("Sign in with Okta").click();
        await page.getByRole("button", { name: "Continue" }).click();
        await expect(page.getByRole("heading")).toContainText("Hello");
        expect(shop.error).toBeUndefined();
        const tokens = shop.tokens;
        if (!tokens) throw new Error("there are tokens");
        await openid.fetchUserInfo(shop.config, tokens.access_token, tokens.claims()?.sub ?? "");
    });
}

test("a program asks in its own name", async ({ open }) => {
    const program = await open({ flags: ["--grant", "client_credentials", "--scope", "orders:read"] });
    const tokens = await openid.clientCredentialsGrant(program.config, { scope: "orders:read" });
    expect((await openid.tokenIntrospection(program.config, tokens.access_token)).active).toBe(true);
    await openid.tokenRevocation(program.config, tokens.access_token);
    expect((await openid.tokenIntrospection(program.config, tokens.access_token)).active).toBe(false);
});
