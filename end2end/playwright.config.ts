import { defineConfig, devices } from "@playwright/test";

import {
    launchOptions,
    withBackForwardCache,
    withPopupBlocking,
    withStoragePartitioning,
} from "./harness/chromium.mjs";
import type { Options } from "./harness/test.ts";

// A test runs in the default project unless its tag names another. `@everywhere` tests run in
// every project whose browser has script.
const elsewhere = /@(popup-blocking|bfcache|partitioning|no-script)\b/;

export default defineConfig<object, Options>({
    testDir: "specs",
    outputDir: "test-results",
    fullyParallel: true,
    forbidOnly: true,
    workers: "100%",
    // A browser on a busy machine is late now and then; the reporter says which test was.
    retries: process.env.CI ? 2 : 0,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [["list"], ["./harness/reporter.ts"]],
    use: {
        ...devices["Desktop Chrome"],
        locale: "en-GB",
        trace: "retain-on-failure",
        actionTimeout: 15_000,
        navigationTimeout: 15_000,
        launchOptions: launchOptions(),
    },
    projects: [
        { name: "chromium", grepInvert: elsewhere },
        {
            name: "popup-blocking",
            grep: /@(popup-blocking|everywhere)\b/,
            use: { launchOptions: withPopupBlocking },
        },
        {
            name: "bfcache",
            grep: /@(bfcache|everywhere)\b/,
            use: { launchOptions: withBackForwardCache },
        },
        {
            name: "partitioning",
            grep: /@(partitioning|everywhere)\b/,
            use: { launchOptions: withStoragePartitioning() },
        },
        {
            name: "no-script",
            grep: /@no-script\b/,
            use: { javaScriptEnabled: false },
        },
    ],
});
