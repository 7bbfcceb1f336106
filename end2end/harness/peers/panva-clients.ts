// The clients that Gatepost is at `oidc-provider`, each with its own way of speaking, by the section of
// Gatepost's settings.

import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";

import type { ClientMetadata } from "oidc-provider";

import { backChannel, callback, clientId, clientSecret, section, signedOut } from "./peer.ts";

type Client = {
    /** "Sign in with LABEL". */
    label: string;
    settings?: Record<string, string>;
    metadata?: Partial<ClientMetadata>;
};

/** Proves itself by a signature instead of a secret (RFC 7523). */
function byKey({ privateKey, publicKey }: KeyPairKeyObjectResult, alg: "ES256" | "RS256"): Omit<Client, "label"> {
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    return {
        // In a variable there are no line breaks.
        settings: { CLIENT_AUTHENTICATION: "private_key_jwt", PRIVATE_KEY: pem.replaceAll("\n", "\\n") },
        metadata: {
            token_endpoint_auth_method: "private_key_jwt",
            token_endpoint_auth_signing_alg: alg,
            jwks: { keys: [{ ...publicKey.export({ format: "jwk" }), alg, use: "sig" } as never] },
        },
    };
}

export const clients: Record<string, Client> = {
    panva: { label: "Panva" },
    panva_es256: { label: "Panva ES256", metadata: { id_token_signed_response_alg: "ES256" } },
    panva_ps256: { label: "Panva PS256", metadata: { id_token_signed_response_alg: "PS256" } },
    panva_form: { label: "Panva form", settings: { RESPONSE_MODE: "form_post" } },
    panva_eddsa: { label: "Panva EdDSA", metadata: { id_token_signed_response_alg: "EdDSA" } },
    panva_hs256: {
        label: "Panva HS256",
        settings: { ALGORITHMS: "HS256" },
        metadata: { id_token_signed_response_alg: "HS256" },
    },
    panva_hs256_unasked: { label: "Panva HS256 unasked", metadata: { id_token_signed_response_alg: "HS256" } },
    panva_post: {
        label: "Panva post",
        settings: { CLIENT_AUTHENTICATION: "client_secret_post" },
        metadata: { token_endpoint_auth_method: "client_secret_post" },
    },
    panva_jwt_ec: {
        label: "Panva key EC",
        ...byKey(generateKeyPairSync("ec", { namedCurve: "P-256" }), "ES256"),
    },
    panva_jwt_rsa: {
        label: "Panva key RSA",
        ...byKey(generateKeyPairSync("rsa", { modulusLength: 2048 }), "RS256"),
    },
    panva_out: { label: "Panva out", settings: { SIGN_OUT: "provider" } },
    panva_public: {
        label: "Panva public",
        settings: { CLIENT_AUTHENTICATION: "none" },
        metadata: { token_endpoint_auth_method: "none" },
    },
};

/** Named after its section, but for the first. */
const idOfClient = (id: string) => (id === "panva" ? clientId : `${clientId}-${id}`);

/** Whether it has a secret: who proves itself by a key, or not at all, has none. */
const hasSecret = (id: string) =>
    !["private_key_jwt", "none"].includes(clients[id]?.metadata?.token_endpoint_auth_method ?? "");

/** What Gatepost is told of it. */
export const settingsOf = (id: string, issuer: string) =>
    section(id, {
        ISSUER: issuer,
        CLIENT_ID: idOfClient(id),
        ...(hasSecret(id) ? { CLIENT_SECRET: clientSecret } : {}),
        LABEL: clients[id]?.label ?? id,
        ...clients[id]?.settings,
    });

/** What the provider is told of it; people come back to each of these addresses. */
export const metadataOf = (id: string, gateposts: string[]): ClientMetadata => ({
    client_id: idOfClient(id),
    ...(hasSecret(id) ? { client_secret: clientSecret } : {}),
    redirect_uris: gateposts.map((gatepost) => callback(gatepost, id)),
    post_logout_redirect_uris: gateposts.map((gatepost) => signedOut(gatepost, id)),
    // It knows one such address, and tells it which of the person's sessions has ended.
    ...(gateposts[0] ? { backchannel_logout_uri: backChannel(gateposts[0], id) } : {}),
    backchannel_logout_session_required: gateposts.length > 0,
    ...clients[id]?.metadata,
});
