import type { Page } from "@playwright/test";

import type { Person } from "../demo.ts";
import type { Settings } from "../gatepost.mjs";
import type { Door } from "./door.ts";

/** A provider that nobody here wrote. */
export interface Peer {
    readonly door: Door;
    /** What makes Gatepost know it. */
    settings(): Settings;
    /** Lets it know Gatepost, by its public address. */
    meet(gatepost: string): Promise<void>;
    /** Signs in on its page, which is open or about to be. */
    prove(page: Page, person: Person): Promise<void>;
    /** As it was in the beginning, whatever a test has done to it. */
    restore(): Promise<void>;
    end(): Promise<void>;
}

/** What Gatepost is called at every provider. */
export const clientId = "gatepost";

/** Characters that a form and a Basic header both have to escape (RFC 6749 §2.3.1), and long enough for HS256. */
export const clientSecret = "s3cret:with+every%kind/of&char=and-long";

/** One section of Gatepost's settings. */
export function section(id: string, values: Record<string, string>): Settings {
    const prefix = `PROVIDERS__${id.toUpperCase()}__`;
    return Object.fromEntries(Object.entries(values).map(([key, value]) => [prefix + key, value]));
}

/** Where a provider sends people back to. */
export const callback = (gatepost: string, id: string) => `${gatepost}/auth/${id}/callback`;

/** Where a provider sends people back to once they are signed out there. */
export const signedOut = (gatepost: string, id: string) => `${gatepost}/auth/${id}/signed-out`;

/** Where a provider tells that somebody is signed out there (OpenID Connect Back-Channel Logout). */
export const backChannel = (gatepost: string, id: string) => `${gatepost}/auth/${id}/backchannel-logout`;
