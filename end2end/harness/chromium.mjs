// @ts-check
// Which Chromium, and with which of Playwright's own switches taken back.
//
// To make pages easy to test, Playwright switches off what real browsers do: popup blocking, the
// back/forward cache, the partitioning of third-party storage. A sign-in has to live with all
// three, so each has a project where it is switched on again.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What a container wants, where everything runs as root. None of it touches what pages may do. */
const asRoot = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-component-update"];

/** GATEPOST_CHROMIUM, Debian's, or (undefined) the one Playwright brings. */
function executablePath() {
    return [process.env.GATEPOST_CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
}

/** @param {{ args?: string[], ignoreDefaultArgs?: string[] }} changes */
export function launchOptions({ args = [], ignoreDefaultArgs = [] } = {}) {
    return {
        executablePath: executablePath(),
        args: [...(process.getuid?.() === 0 ? asRoot : []), ...args],
        ignoreDefaultArgs,
    };
}

export const withPopupBlocking = launchOptions({ ignoreDefaultArgs: ["--disable-popup-blocking"] });

export const withBackForwardCache = launchOptions({ ignoreDefaultArgs: ["--disable-back-forward-cache"] });

/** Playwright passes its list as one argument, so the list is read from its source and passed again, less one. */
export function withStoragePartitioning() {
    const playwright = createRequire(import.meta.url).resolve("playwright-core/package.json");
    const source = readFileSync(new URL("lib/coreBundle.js", `file://${playwright}`), "utf8");
    const list = /disabledFeatures = \[([^\]]*)\]\.filter/.exec(source)?.[1]?.replace(/\/\/.*$/gm, "");
    const features = list?.match(/(?<=")\w+(?=")/g) ?? [];
    const kept = features.filter((feature) => feature !== "ThirdPartyStoragePartitioning");
    if (kept.length !== features.length - 1)
        throw new Error("Playwright no longer lists ThirdPartyStoragePartitioning");
    return launchOptions({
        args: [`--disable-features=${kept.join()}`],
        ignoreDefaultArgs: [`--disable-features=${features.join()}`],
    });
}
