// PyPI `django-oauth-toolkit`: a Django with a sign-in form, a question of consent, and Django's own
// Cross-Origin-Opener-Policy, which is `same-origin`.

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Page } from "@playwright/test";

import type { Person } from "../demo.ts";
import { Door, forwardTo } from "./door.ts";
import { callback, clientId, clientSecret, section, type Peer } from "./peer.ts";

const root = new URL("../../../", import.meta.url);
const python = fileURLToPath(new URL("target/python/bin/python", root));
const program = fileURLToPath(new URL("server/tests/peers/serve_toolkit.py", root));
/** That of everybody there. */
const password = "a lantern over the quiet harbour";

export class Toolkit implements Peer {
    private process: ChildProcess | undefined;

    private constructor(readonly door: Door) {}

    static async start() {
        return new Toolkit(await Door.stand());
    }

    get issuer() {
        return `${this.door.origin}/o`;
    }

    settings() {
        const values = { ISSUER: this.issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret, LABEL: "Toolkit" };
        return section("toolkit", values);
    }

    async meet(gatepost: string) {
        const client = { "client-id": clientId, "client-secret": clientSecret };
        const told = { issuer: this.issuer, password, "redirect-uri": callback(gatepost, "toolkit"), ...client };
        const options = Object.entries(told).map(([name, value]) => `--${name}=${value}`);
        this.process = spawn(python, [program, ...options], { stdio: ["ignore", "pipe", "inherit"] });
        // It says where it is once it answers; an end of the output means that it died.
        const lines = createInterface({ input: this.process.stdout! });
        const [line] = await Promise.race([once(lines, "line"), once(lines, "close")]);
        if (!line) throw new Error("the Django with django-oauth-toolkit does not start");
        this.door.leadTo(forwardTo(Number(new URL(line).port)));
    }

    async prove(page: Page, person: Person) {
        await page.getByLabel("Username").fill(person.sub);
        await page.getByLabel("Password").fill(password);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("button", { name: "Authorize" }).click();
    }

    async restore() {
        await this.door.restore();
    }

    async end() {
        if (this.process) {
            const ended = once(this.process, "close");
            this.process.kill();
            await ended;
        }
        await this.door.shut();
    }
}
