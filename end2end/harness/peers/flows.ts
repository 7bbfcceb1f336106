// Signing in at a provider that nobody here wrote, in each of the two ways.

import { expect } from "@playwright/test";

import type { Person } from "../demo.ts";
import type { Visitor } from "../visitor.ts";
import type { Peer } from "./peer.ts";

/** From the page that is open, through the button with that label. */
export async function signInByPopup(visitor: Visitor, peer: Peer, label: string, person: Person) {
    await visitor.signInButton(label).click();
    await peer.prove(await peer.door.window(visitor.context), person);
    await visitor.seesSelf(person);
}

/** In the tab itself, to come back to a path. */
export async function signInByPage(visitor: Visitor, peer: Peer, id: string, person: Person, path = "/profile") {
    await visitor.page.goto(`/auth/${id}/start?return_to=${encodeURIComponent(path)}`);
    await peer.prove(visitor.page, person);
    await expect(visitor.page).toHaveURL(path);
    await visitor.seesSelf(person);
}

/** Whether that browser has a session, by what Gatepost says. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
    const answer = await visitor.context.request.get("/api/session");
    return ((await answer.json()) as { user: unknown }).user !== null;
}
