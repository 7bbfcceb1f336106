// npm `oauth2-mock-server`: a provider that says whatever the test wants, and has no page at all.

import { OAuth2Issuer, OAuth2Service, type Header, type Payload } from "oauth2-mock-server";
import type { JWK } from "jose";

import type { Person } from "../demo.ts";
import { Door } from "./door.ts";
import { clientId, clientSecret, section, type Peer } from "./peer.ts";
import { newcomer } from "./person.ts";

/** What it says differently from an honest provider. */
export type Lies = {
    /** Changes the ID token before it is signed. */
    idToken?: (claims: Payload, header: Header) => void;
    /** Takes the place of the signed ID token. */
    signed?: (idToken: string) => string;
    /** Changes the answer of the token endpoint; what it returns is the status. */
    tokens?: (answer: Record<string, unknown>) => number | void;
    /** Changes what userinfo says; what it returns is the status. */
    userinfo?: (claims: Record<string, unknown>) => number | void;
    /** Changes the address that the browser is sent back to. */
    redirect?: (address: URL) => void;
};

export class Mock implements Peer {
    /** Who signs in there: nobody is asked. */
    person = newcomer();
    lies: Lies = {};
    private readonly issuer = new OAuth2Issuer();
    private readonly service = new OAuth2Service(this.issuer);

    private constructor(readonly door: Door) {}

    static async start() {
        const mock = new Mock(await Door.stand());
        mock.issuer.url = mock.door.origin;
        await mock.issuer.keys.generate("RS256");
        mock.listen();
        mock.door.leadTo(mock.service.requestHandler);
        return mock;
    }

    /** The public half of what it signs with. */
    get publicKey(): JWK {
        const [key] = this.issuer.keys.toJSON();
        if (!key) throw new Error("it has a key from the start");
        return key;
    }

    settings() {
        const values = { ISSUER: this.door.origin, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, LABEL: "Mock" };
        return section("mock", values);
    }

    /** It lets everybody come back to everywhere. */
    async meet() {}

    async prove() {}

    /** From now on that person signs in there. */
    letIn(person: Person) {
        this.person = person;
    }

    async restore() {
        this.person = newcomer();
        this.lies = {};
        await this.door.restore();
    }

    async end() {
        await this.door.shut();
    }

    private listen() {
        const { service } = this;
        service.on("beforeTokenSigning", ({ header, payload }: { header: Header; payload: Payload }) => {
            payload["sub"] = this.person.sub;
            // Of the two that it signs, only the ID token is for a client.
            if (!("aud" in payload)) return;
            Object.assign(payload, this.says());
            this.lies.idToken?.(payload, header);
        });
        service.on("beforeResponse", (answer: { body: Record<string, unknown>; statusCode: number }) => {
            const { body } = answer;
            if (this.lies.signed) body["id_token"] = this.lies.signed(String(body["id_token"]));
            answer.statusCode = this.lies.tokens?.(body) ?? answer.statusCode;
        });
        service.on("beforeUserinfo", (answer: { body: Record<string, unknown>; statusCode: number }) => {
            Object.assign(answer.body, this.says());
            answer.statusCode = this.lies.userinfo?.(answer.body) ?? answer.statusCode;
        });
        service.on("beforeAuthorizeRedirect", ({ url }: { url: URL }) => this.lies.redirect?.(url));
    }

    private says() {
        return { ...this.person, email_verified: true };
    }
}
