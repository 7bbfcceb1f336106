// npm `oidc-provider`, certified by the OpenID Foundation. Its own but for the sign-in page, which
// would load a font from elsewhere.

import { generateKeyPairSync, randomUUID } from "node:crypto";
import type { RequestListener } from "node:http";

import type { Page } from "@playwright/test";
import { Provider, type ClientMetadata, type Configuration, type JWK } from "oidc-provider";
import MemoryAdapter from "oidc-provider/lib/adapters/memory_adapter.js";

import type { Person } from "../demo.ts";
import { Door } from "./door.ts";
import { signedOutPage, signedOutThere, signInPage, signOutPage } from "./panva-pages.ts";
import { clients, metadataOf, settingsOf } from "./panva-clients.ts";
import type { Peer } from "./peer.ts";
import { personOf } from "./person.ts";

/** The library's own adapter, which then shares its store: codes and sessions outlive a change of keys. */
class Remembering extends MemoryAdapter {}

function newKeys(): JWK[] {
    const rsa = (alg: string) => ({ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), alg });
    const ec = { ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }), alg: "ES256" };
    const ed = { ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }), alg: "EdDSA" };
    return [rsa("RS256"), rsa("PS256"), ec, ed].map((key) => ({ ...key, kid: randomUUID(), use: "sig" }) as JWK);
}

export class Panva implements Peer {
    /** Where people come back to, for each address of Gatepost's. */
    private readonly known: string[] = [];
    private readonly others: ClientMetadata[] = [];
    private keys = newKeys();
    /** What it has told clients of people who signed out there. */
    readonly logoutTokens: { to: string; token: string; status: number }[] = [];

    private constructor(readonly door: Door) {}

    static async start() {
        return new Panva(await Door.stand());
    }

    get issuer() {
        return this.door.origin;
    }

    settings() {
        return Object.assign({}, ...Object.keys(clients).map((id) => settingsOf(id, this.issuer)));
    }

    async meet(gatepost: string) {
        this.known.push(gatepost);
        this.serve();
    }

    /** Lets it know a client besides Gatepost's usual ones. */
    register(client: ClientMetadata) {
        this.others.push(client);
        this.serve();
    }

    /** New keys from now on; the old ones are gone from its key set. */
    rotateKeys() {
        this.keys = newKeys();
        this.serve();
    }

    async prove(page: Page, person: Person) {
        await page.getByLabel("Login").fill(person.sub);
        await page.getByRole("button", { name: "Sign in" }).click();
    }

    /** Does not want to sign in after all. */
    async deny(page: Page) {
        await page.getByRole("button", { name: "Cancel" }).click();
    }

    /** Signs out there, at every client whose session began there. */
    async signOut(page: Page) {
        await page.goto(`${this.issuer}/session/end`);
        await this.confirmSignOut(page);
        await page.getByText(signedOutThere).waitFor();
    }

    /** On its page, which asks. */
    async confirmSignOut(page: Page) {
        await page.getByRole("button", { name: "Sign out" }).click();
    }

    async restore() {
        this.logoutTokens.length = 0;
        await this.door.restore();
    }

    async end() {
        await this.door.shut();
    }

    /** As its own, which would reach nobody on this computer, and remembers what it told. */
    private async send(url: string | URL | Request, { body, headers, method, signal }: RequestInit = {}) {
        const answer = await fetch(url, { body, headers, method, signal, redirect: "manual" });
        const token = new URLSearchParams(String(body)).get("logout_token");
        if (token) this.logoutTokens.push({ to: String(url), token, status: answer.status });
        return answer;
    }

    private serve() {
        const provider = new Provider(this.issuer, this.configuration());
        const answer = provider.callback();
        const signIn = signInPage(provider);
        const route: RequestListener = (request, response) => {
            const handler = request.url?.startsWith("/sign-in/") ? signIn : answer;
            void handler(request, response);
        };
        this.door.leadTo(route);
    }

    private configuration(): Configuration {
        return {
            adapter: Remembering,
            clients: [...Object.keys(clients).map((id) => metadataOf(id, this.known)), ...this.others],
            jwks: { keys: this.keys },
            cookies: { keys: ["a key of the tests"] },
            claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
            findAccount: (_context, sub) => {
                const { name, email } = personOf(sub);
                return { accountId: sub, claims: () => ({ sub, name, email, email_verified: true }) };
            },
            async loadExistingGrant({ oidc }) {
                const { accountId } = oidc.session ?? {};
                const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId });
                grant.addOIDCScope("openid profile email offline_access");
                await grant.save();
                return grant;
            },
            interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
            features: {
                devInteractions: { enabled: false },
                backchannelLogout: { enabled: true },
                rpInitiatedLogout: { enabled: true, logoutSource: signOutPage, postLogoutSuccessSource: signedOutPage },
            },
            fetch: (url, options) => this.send(url, options),
            pkce: { required: () => true },
            enabledJWA: { idTokenSigningAlgValues: ["RS256", "PS256", "ES256", "EdDSA", "HS256"] },
            ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
            renderError: (context, out) => {
                context.type = "text";
                context.body = JSON.stringify(out);
            },
        };
    }
}
