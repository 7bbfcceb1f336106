"""Takes out of an answer what differs from run to run, so that two answers can be compared."""

import json
import re

UUID = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b", re.IGNORECASE)
JWT = re.compile(r"\beyJ[\w-]*\.[\w-]*\.[\w-]*")
ADDRESS = re.compile(r"http://(?:127\.0\.0\.1|localhost):\d+")
# What follows is the parser's own: Python's words for Django, others for another.
PARSER = re.compile(r"((?:JSON|Multipart form) parse error - ).*")
STATE = re.compile(r"([?&]state=)[\w-]+")
TOKENS = ("access", "refresh", "token")


class Mask:
    """Knows this run's own suffix, and every token that was handed out."""

    def __init__(self, run):
        self.run = run
        self.names = {}

    def name(self, value, name):
        """From now on this very text is written as its name."""
        if value:
            self.names[value] = f"<{name}>"

    def text(self, text):
        for value in sorted(self.names, key=len, reverse=True):
            text = text.replace(value, self.names[value])
        text = STATE.sub(r"\1<state>", PARSER.sub(r"\1<why>", text))
        text = ADDRESS.sub("<base>", UUID.sub("<uuid>", JWT.sub("<another token>", text)))
        return text.replace(self.run, "RUN").replace(self.run.upper(), "RUN")

    def body(self, body, key=None):
        if isinstance(body, dict):
            return {self.text(name): self.body(value, name) for name, value in body.items()}
        if isinstance(body, list):
            return [self.body(value) for value in body]
        if isinstance(body, str):
            # In an answer such a key holds a token; a list there is a complaint about one.
            return f"<{key}>" if key in TOKENS and body else self.text(body)
        return body

    def answer(self, response):
        """An answer's body as it is compared: JSON as JSON, a page by its kind alone."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if not response.content:
            return None
        if kind == "application/json":
            return self.body(json.loads(response.content))
        return f"a body of {kind or 'no type'}"
