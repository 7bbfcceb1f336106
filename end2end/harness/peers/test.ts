// Playwright's `test` with a Gatepost that knows three providers nobody here wrote, beside the demo's.

import type { Person } from "../demo.ts";
import { Gatepost } from "../gatepost.mjs";
import { test as base } from "../test.ts";
import { Mock } from "./mock.ts";
import { Panva } from "./panva.ts";
import { newcomer } from "./person.ts";
import { Toolkit } from "./toolkit.ts";

export { expect } from "../test.ts";

type Shared = { panva: Panva; toolkit: Toolkit; mock: Mock };

type Each = {
    /** Somebody whom nobody has met yet. */
    person: Person;
    /** Undoes what the test before has done to the providers. */
    restored: void;
};

export const test = base.extend<Each, Shared>({
    panva: [
        async ({}, use) => {
            const panva = await Panva.start();
            await use(panva);
            await panva.end();
        },
        { scope: "worker" },
    ],

    toolkit: [
        async ({}, use) => {
            const toolkit = await Toolkit.start();
            await use(toolkit);
            await toolkit.end();
        },
        { scope: "worker" },
    ],

    mock: [
        async ({}, use) => {
            const mock = await Mock.start();
            await use(mock);
            await mock.end();
        },
        { scope: "worker" },
    ],

    settings: [
        async ({ panva, toolkit, mock }, use) => {
            const providers = { ...panva.settings(), ...toolkit.settings(), ...mock.settings() };
            await use({ ...providers, SHOP__MAX_AUTH_AGE: 8 });
        },
        { scope: "worker" },
    ],

    gatepost: [
        async ({ settings, panva, toolkit }, use) => {
            const gatepost = await Gatepost.start(settings);
            await panva.meet(gatepost.url);
            await toolkit.meet(gatepost.url);
            await use(gatepost);
            await gatepost.stop();
        },
        { scope: "worker", timeout: 60_000 },
    ],

    restored: [
        async ({ panva, toolkit, mock }, use) => {
            await use();
            for (const peer of [panva, toolkit, mock]) await peer.restore();
        },
        { auto: true },
    ],

    person: async ({}, use) => use(newcomer()),
});
