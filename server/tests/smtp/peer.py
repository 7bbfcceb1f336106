"""A mail server that does as the recipient's address says, for the tests of sending mail.

Prints a JSON line when it listens, and one for everything that happens to a mail. Ends when its
standard input does. What the address begins with:

  bounce    550 at RCPT
  busy      451 at RCPT, the first time
  shut      451 at RCPT, every time
  full      552 after the text
  stall     no answer to the text, the first time
  drop      hangs up on the text without an answer, the first time
  deaf      takes the text and hangs up without an answer, the first time
  slow      takes the text when a line comes in on standard input
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


def tell(**what):
    print(json.dumps(what), flush=True)


class Handler:
    def __init__(self):
        self.seen = set()
        self.connections = 0
        self.go = asyncio.Event()

    def first_time(self, address):
        first = address not in self.seen
        self.seen.add(address)
        return first

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections += 1
        session.number = self.connections
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("bounce"):
            tell(event="bounced", to=address)
            return "550 5.1.1 nobody of that name"
        if address.startswith("shut") or (address.startswith("busy") and self.first_time(address)):
            tell(event="put off", to=address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        if to.startswith("full"):
            return "552 5.2.2 no room"
        if to.startswith("stall") and self.first_time(to):
            tell(event="stalled", to=to)
            await asyncio.Event().wait()
        if to.startswith("drop") and self.first_time(to):
            tell(event="dropped", to=to)
            server.transport.abort()
            return "250 OK"
        if to.startswith("slow"):
            tell(event="waiting", to=to)
            await self.go.wait()
        self.taken(session, envelope)
        if to.startswith("deaf") and self.first_time(to):
            server.transport.abort()
        return "250 OK"

    def taken(self, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.SMTP)
        parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
        tell(
            event="taken",
            to=envelope.rcpt_tos[0],
            sender=envelope.mail_from,
            hello=session.host_name,
            tls=session.ssl is not None,
            connection=session.number,
            headers={name: str(value) for name, value in message.items()},
            text=parts.get("text/plain"),
            html=parts.get("text/html"),
        )


def certificate(folder):
    """A context for localhost, by an authority of its own whose certificate goes to the folder."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(f"{folder}/ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--auth", help="name:password, without which no mail is taken")
    parser.add_argument("--starttls", metavar="FOLDER")
    parser.add_argument("--implicit-tls", metavar="FOLDER")
    options = parser.parse_args()

    handler = Handler()

    def authenticate(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == options.auth, handled=False)

    folder = options.starttls or options.implicit_tls
    context = certificate(folder) if folder else None
    arguments = {"auth_required": bool(options.auth), "auth_require_tls": False, "authenticator": authenticate}
    if options.starttls:
        arguments |= {"tls_context": context, "require_starttls": True}

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="peer.test", loop=loop, enable_SMTPUTF8=True, **arguments),
        host="127.0.0.1",
        port=0,
        ssl=context if options.implicit_tls else None,
    )
    tell(event="listening", port=server.sockets[0].getsockname()[1])
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while await commands.readline():
        handler.go.set()


# It would rather have a login over TLS alone.
warnings.simplefilter("ignore")
asyncio.run(main())
