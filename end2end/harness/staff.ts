// Somebody of the staff. No page makes anybody that: whoever runs Gatepost does, in the database.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { expect } from "@playwright/test";

import type { Person } from "./demo.ts";
import type { Gatepost } from "./gatepost.mjs";

/** Python's own SQLite: Node.js 20 has none, and the integration tests need a Python anyway. */
const statement = `
import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as database:
    print(database.execute("update people set is_staff = 1 where email = ?", [sys.argv[2]]).rowcount)
`;

/** Makes somebody who has signed in before one of the staff. */
export async function employ(gatepost: Gatepost, { email }: Person) {
    const database = join(gatepost.folder, "gatepost.db");
    const { stdout } = await promisify(execFile)("python3", ["-c", statement, database, email]);
    expect(stdout.trim(), `${email} has an account`).toBe("1");
}
