"""An SMTP server that keeps what it is sent, and says who got what."""

import email
import email.policy
import threading

from aiosmtpd.controller import Controller
from client.app import read_link
from servers import free_port, wait_for

# So long without another mail, and a worker that had one to send would have sent it.
QUIET = 3


class PostBox:
    def __init__(self):
        self.mails = []
        self.changed = threading.Condition()
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.url = f"smtp://127.0.0.1:{self.controller.port}"

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        with self.changed:
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            self.changed.notify_all()
        return "250 Kept"

    def of(self, address):
        """The mails with a link to follow; a notice of a sign-in has none."""
        return [mail for mail in self.mails if mail["To"] == address and read_link(words(mail))]

    def forget(self):
        """What came until now is not counted; the links were read."""
        self.wait_until_quiet()
        self.mails.clear()

    def wait_until_quiet(self):
        with self.changed:
            number = None
            while number != len(self.mails):
                number = len(self.mails)
                self.changed.wait_for(lambda: len(self.mails) != number, timeout=QUIET)

    def link(self, address):
        """What the newest mail's link holds, as the API takes it."""
        wait_for(lambda: self.of(address), f"a mail to {address}")
        return read_link(words(self.of(address)[-1])).body()


def words(mail):
    return mail.get_body(("plain",)).get_content()
