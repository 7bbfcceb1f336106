// @ts-check
// The binary under test: a process of its own, in a folder of its own, on ports of its own.

import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The one under test. */
export const binary =
    process.env.GATEPOST_BINARY ?? fileURLToPath(new URL("../../target/release/gatepost", import.meta.url));
const startLimit = 15_000;
const startTries = 3;

/**
 * Settings by their name after `GATEPOST__`, such as `SESSION__ACCESS_TTL`. `{demo}` in a value
 * stands for the demo provider's origin.
 * @typedef {Record<string, string | number>} Settings
 */

/** A free loopback port. Nothing holds it afterwards, so starting on it may fail and is retried. */
export async function freePort() {
    const server = createServer();
    await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", () => resolve(null)));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (address === null || typeof address === "string") throw new Error("a TCP server has a numbered port");
    return address.port;
}

export class Gatepost {
    /** Everything it wrote to stdout and stderr. */
    log = "";

    /**
     * @param {string} folder where it runs and keeps its database
     * @param {{ url: string, demoUrl: string }} origins
     * @param {Record<string, string>} environment
     * @param {string} program
     */
    constructor(folder, { url, demoUrl }, environment, program) {
        this.folder = folder;
        /** Where people go. */
        this.url = url;
        /** The demo provider: another site, so that the browser's cookie rules are the real ones. */
        this.demoUrl = demoUrl;
        const env = { PATH: process.env.PATH ?? "", ...environment };
        this.process = spawn(program, [], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
        for (const stream of [this.process.stdout, this.process.stderr]) {
            stream.setEncoding("utf8").on("data", (text) => (this.log += text));
        }
        this.ended = new Promise((resolve) => this.process.once("close", resolve).once("error", resolve));
    }

    /**
     * Starts one and waits until it is ready.
     * @param {Settings} settings
     * @param {string} program
     */
    static async start(settings = {}, program = binary) {
        const folder = await mkdtemp(join(tmpdir(), "gatepost-e2e-"));
        for (let tries = 1; ; tries += 1) {
            const [port, demoPort] = [await freePort(), await freePort()];
            const origins = { url: `http://localhost:${port}`, demoUrl: `http://127.0.0.1:${demoPort}` };
            /** @type {Record<string, string>} */
            const environment = {
                GATEPOST__SERVER__BIND: `127.0.0.1:${port}`,
                GATEPOST__SERVER__PUBLIC_URL: origins.url,
                GATEPOST__DEMO__BIND: `127.0.0.1:${demoPort}`,
                GATEPOST__DEMO__PUBLIC_URL: origins.demoUrl,
            };
            for (const [name, value] of Object.entries(settings))
                environment[`GATEPOST__${name}`] = String(value).replaceAll("{demo}", origins.demoUrl);
            const gatepost = new Gatepost(folder, origins, environment, program);
            if (await gatepost.ready()) return gatepost;
            await gatepost.giveUp(tries === startTries);
        }
    }

    /**
     * Starts one where a `.env` lies, at the address that it names.
     * @param {{ url: string, dotEnv: string, environment: Record<string, string> }} as
     */
    static async startWith({ url, dotEnv, environment }) {
        const folder = await mkdtemp(join(tmpdir(), "gatepost-e2e-"));
        await writeFile(join(folder, ".env"), dotEnv);
        const gatepost = new Gatepost(folder, { url, demoUrl: "" }, environment, binary);
        if (!(await gatepost.ready())) await gatepost.giveUp(true);
        return gatepost;
    }

    /** @param {boolean} forGood */
    async giveUp(forGood) {
        this.process.kill("SIGKILL");
        if (!forGood) return;
        await rm(this.folder, { recursive: true, force: true });
        throw new Error(`Gatepost does not become ready:\n${this.log}`);
    }

    async ready() {
        const limit = Date.now() + startLimit;
        while (Date.now() < limit && this.process.exitCode === null) {
            const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
            if (answer?.ok) return true;
            await pause(20);
        }
        return false;
    }

    async stop() {
        this.process.kill("SIGTERM");
        await this.ended;
        await rm(this.folder, { recursive: true, force: true });
    }
}
