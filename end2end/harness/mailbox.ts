// What Gatepost has written to somebody, read from the demo's inbox.

import { expect, type APIRequestContext } from "@playwright/test";

type Mail = { subject: string; text: string };

export class Mailbox {
    constructor(
        private readonly request: APIRequestContext,
        readonly address: string,
    ) {}

    /** The newest mail with that in its subject, once it is there. */
    async newest(subject: RegExp): Promise<Mail> {
        let found: Mail | undefined;
        await expect(async () => {
            const answer = await this.request.get("/inbox.json", { params: { to: this.address } });
            const mails = (await answer.json()) as Mail[];
            found = mails.find((mail) => subject.test(mail.subject));
            expect(found, `a mail about ${subject}`).toBeDefined();
        }).toPass({ timeout: 10_000 });
        return found as Mail;
    }

    /** Its link: the first line that is one. */
    async link(subject: RegExp): Promise<string> {
        const { text } = await this.newest(subject);
        return text.split("\n").find((line) => line.startsWith("http")) ?? "";
    }

    /** Its code: alone on a line. */
    async code(subject: RegExp): Promise<string> {
        const { text } = await this.newest(subject);
        return text.split("\n").find((line) => /^[A-Z]{4}-[A-Z]{4}$/.test(line)) ?? "";
    }
}
