// People with an account at the providers. A login is all there is to one of them: every provider
// says the same of it, so that a person is the same one wherever they come from.

import type { Person } from "../demo.ts";

/** What a provider knows of whoever signs in there as that. */
export function personOf(login: string): Person {
    return { sub: login, name: login.charAt(0).toUpperCase() + login.slice(1), email: `${login}@example.com` };
}

let born = 0;

/** Somebody whom neither a provider nor Gatepost has met. */
export function newcomer(): Person {
    born += 1;
    return personOf(`robin-${process.pid.toString(36)}-${born.toString(36)}`);
}
