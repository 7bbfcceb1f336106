// One closing line, the same as every other runner's: how many passed and how many failed.

import type { FullConfig, FullResult, Reporter, Suite } from "@playwright/test/reporter";

export default class ClosingLine implements Reporter {
    private suite: Suite | undefined;

    onBegin(_config: FullConfig, suite: Suite) {
        this.suite = suite;
    }

    onEnd(result: FullResult) {
        const outcomes = (this.suite?.allTests() ?? []).map((test) => test.outcome());
        const count = (outcome: string) => outcomes.filter((each) => each === outcome).length;
        const passed = count("expected") + count("flaky");
        // Whatever a broken set-up or an interruption kept from running has not passed.
        const failed = result.status === "passed" ? 0 : Math.max(1, outcomes.length - passed);
        console.log(`${passed} passed, ${failed} failed`);
    }
}
