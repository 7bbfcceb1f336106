// An application of somebody else's that signs people in at Gatepost, built on openid-client, which the OpenID
// Foundation has certified.

import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

import * as openid from "openid-client";

import { binary, freePort, type Gatepost } from "./gatepost.mjs";

/** How it proves itself, and what it may do beside the usual. */
export type Kind = {
    /** Flags of `gatepost client add`. */
    flags?: string[];
    /** How openid-client proves it; by its secret in a header without. */
    proof?: (secret: string | undefined) => openid.ClientAuth;
    /** A public key that it is known by. */
    jwks?: object;
    /** What each request says more. */
    parameters?: Record<string, string>;
    /** Whether requests are pushed. */
    pushed?: boolean;
    /** Whether the code comes with an ID token. */
    hybrid?: boolean;
};

type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers;

/** What is kept between the request and its answer. */
type Visit = { verifier: string; state: string; nonce: string };

export class Application {
    /** What it was given last. */
    tokens: Tokens | undefined;
    /** What it was told went wrong. */
    error: unknown;
    private visit: Visit | undefined;
    private server: Server | undefined;

    private constructor(
        readonly url: string,
        readonly config: openid.Configuration,
        private readonly kind: Kind,
    ) {}

    /** Registers one at the command line, beside the running server, and opens its doors. */
    static async open(gatepost: Gatepost, kind: Kind = {}) {
        const url = `http://localhost:${await freePort()}`;
        const flags = ["--name", "Lantern shop", "--redirect-uri", `${url}/callback`, ...(kind.flags ?? [])];
        flags.push("--post-logout-redirect-uri", `${url}/bye`);
        if (kind.jwks) {
            const file = join(gatepost.folder, `${new URL(url).port}.json`);
            await writeFile(file, JSON.stringify(kind.jwks));
            flags.push("--jwks", file);
        }
        const env = { PATH: process.env.PATH ?? "", GATEPOST__SERVER__PUBLIC_URL: gatepost.url };
        const command = ["client", "add", "--json", ...flags];
        const { stdout } = await promisify(execFile)(binary, command, { cwd: gatepost.folder, env });
        const { client_id: id, client_secret: secret } = JSON.parse(stdout) as Record<string, string>;
        if (id === undefined) throw new Error(`no client in ${stdout}`);
        const proof = kind.proof ? kind.proof(secret) : openid.ClientSecretBasic(secret);
        const execute = [openid.allowInsecureRequests];
        const config = await openid.discovery(new URL(gatepost.url), id, undefined, proof, { execute });
        if (kind.hybrid) openid.useCodeIdTokenResponseType(config);
        const application = new Application(url, config, kind);
        await application.listen();
        return application;
    }

    private async listen() {
        this.server = createServer((request, response) => {
            const chunks: Buffer[] = [];
            request.on("data", (chunk: Buffer) => chunks.push(chunk));
            request.on("end", () => {
                const body = Buffer.concat(chunks).toString();
                void this.answer(new URL(request.url ?? "/", this.url), request.method === "POST" ? body : undefined).then(
                    ({ location, text }) => {
                        response.writeHead(location ? 302 : 200, {
                            "content-type": "text/html; charset=utf-8",
                            ...(location ? { location } : {}),
                        });
                        response.end(`<!doctype html><link rel="icon" href="data:,"><title>Shop</title><h1>${text}</h1>`);
                    },
                );
            });
        });
        const port = Number(new URL(this.url).port);
        await new Promise<void>((resolve) => this.server?.listen(port, "localhost", resolve));
    }

    private async answer(url: URL, form?: string): Promise<{ location?: string; text: string }> {
        try {
            if (url.pathname === "/start") return { location: await this.begin(url.searchParams), text: "" };
            if (url.pathname === "/callback") {
                this.tokens = await this.redeem(url, form);
                return { text: `Hello ${this.tokens.claims()?.sub ?? "nobody"}` };
            }
            return { text: "The shop" };
        } catch (error) {
            this.error = error;
            return { text: error instanceof openid.AuthorizationResponseError ? error.error : String(error) };
        }
    }

    private async begin(more: URLSearchParams) {
        const visit = {
            verifier: openid.randomPKCECodeVerifier(),
            state: openid.randomState(),
            nonce: openid.randomNonce(),
        };
        this.visit = visit;
        const parameters = {
            redirect_uri: `${this.url}/callback`,
            scope: "openid profile email",
            code_challenge: await openid.calculatePKCECodeChallenge(visit.verifier),
            code_challenge_method: "S256",
            state: visit.state,
            nonce: visit.nonce,
            ...this.kind.parameters,
            ...Object.fromEntries(more),
        };
        const url = this.kind.pushed
            ? await openid.buildAuthorizationUrlWithPAR(this.config, parameters)
            : openid.buildAuthorizationUrl(this.config, parameters);
        return url.href;
    }

    private async redeem(url: URL, form?: string) {
        if (!this.visit) throw new Error("nobody began a sign-in");
        const { verifier, state, nonce } = this.visit;
        const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
        const answer =
            form === undefined
                ? url
                : new Request(url, {
                      method: "POST",
                      body: form,
                      headers: { "content-type": "application/x-www-form-urlencoded" },
                  });
        return openid.authorizationCodeGrant(this.config, answer, checks);
    }

    /** Where the browser goes to sign out. */
    signOut() {
        const hint = this.tokens?.id_token;
        if (!hint) throw new Error("nobody is signed in");
        const parameters = { post_logout_redirect_uri: `${this.url}/bye`, id_token_hint: hint, state: "s-1" };
        return openid.buildEndSessionUrl(this.config, parameters).href;
    }

    async close() {
        this.server?.closeAllConnections();
        await new Promise((resolve) => this.server?.close(resolve));
    }
}
