// The clients that Gatepost is at `oidc-provider`, each with its own way of speaking, by the section of
// Gatepost's settings.

import type { ClientMetadata } from "oidc-provider";

import { callback, clientId, clientSecret, section } from "./peer.ts";

type Client = {
    /** "Sign in with LABEL". */
    label: string;
    settings?: Record<string, string>;
    metadata?: Partial<ClientMetadata>;
};

export const clients: Record<string, Client> = {
    panva: { label: "Panva" },
    panva_es256: { label: "Panva ES256", metadata: { id_token_signed_response_alg: "ES256" } },
    panva_ps256: { label: "Panva PS256", metadata: { id_token_signed_response_alg: "PS256" } },
    panva_form: { label: "Panva form", settings: { RESPONSE_MODE: "form_post" } },
};

/** Named after its section, but for the first. */
const idOfClient = (id: string) => (id === "panva" ? clientId : `${clientId}-${id}`);

/** What Gatepost is told of it. */
export const settingsOf = (id: string, issuer: string) =>
    section(id, {
        ISSUER: issuer,
        CLIENT_ID: idOfClient(id),
        CLIENT_SECRET: clientSecret,
        LABEL: clients[id]?.label ?? id,
        ...clients[id]?.settings,
    });

/** What the provider is told of it; people come back to each of these addresses. */
export const metadataOf = (id: string, gateposts: string[]): ClientMetadata => ({
    client_id: idOfClient(id),
    client_secret: clientSecret,
    redirect_uris: gateposts.map((gatepost) => callback(gatepost, id)),
    ...clients[id]?.metadata,
});
