"""The React app: sends what axios sends from a browser, and notes every answer."""

import base64
import json
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from client.masks import Mask

# Set by axios and by the browser around it.
BROWSER = {
    "Accept": "application/json, text/plain, */*",
    "Accept-Language": "en-GB,en;q=0.9",
    "Origin": "http://localhost:3000",
    "Referer": "http://localhost:3000/",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Site": "cross-site",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
}
JSON = "application/json"
PASSWORD = "Kestrel-over-9-hills"
# How long a mail may take that is sent after the answer.
PATIENCE = 15


@dataclass
class Person:
    name: str
    email: str
    username: str
    password: str = PASSWORD
    id: str = ""


@dataclass
class Link:
    uid: str
    token: str

    def body(self, **more):
        return {"uid": self.uid, "token": self.token, **more}


class App:
    def __init__(self, base, administrator):
        self.base = base.rstrip("/")
        self.administrator = administrator
        self.run = uuid.uuid4().hex[:10]
        self.mask = Mask(self.run)
        self.entries = {}
        self.http = requests.Session()
        # A proxy of the machine has no business with loopback.
        self.http.trust_env = False

    # --- requests

    def send(self, method, path, body=None, token=None, raw=None, headers=None):
        """`body` goes as axios sends an object; `raw` is bytes as they stand; a header of None is left out."""
        sent = dict(BROWSER)
        if raw is None and body is not None:
            raw = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        if raw is not None:
            sent["Content-Type"] = JSON
        if token:
            sent["Authorization"] = f"Bearer {token}"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        url = f"{self.base}/api/auth/{path}"
        return self.http.request(method, url, data=raw, headers=sent, allow_redirects=False, timeout=60)

    def ask(self, scenario, method, path, body=None, **how):
        """Sends, and notes question and answer under the scenario's name."""
        try:
            response = self.send(method, path, body, **how)
        except requests.ConnectionError:
            # An answer too, and none that a client can do anything with.
            self.note(scenario, {"status": 0, "headers": {}, "body": None}, self.question(method, path, body, how))
            return None
        self.note(scenario, self.answer(response), self.question(method, path, body, how))
        return response

    def note(self, scenario, answer, question=""):
        assert scenario not in self.entries, f"two scenarios are called {scenario}"
        self.entries[scenario] = {"question": question, "answer": answer}

    def question(self, method, path, body, how):
        parts = [method, self.mask.text(path)]
        if how.get("token"):
            parts.append("as " + self.mask.text(how["token"]).strip("<>"))
        for name, value in (how.get("headers") or {}).items():
            parts.append(f"{name}: {self.mask.text(value)}" if value is not None else f"no {name}")
        if body is not None:
            parts.append(shorten(self.mask.text(json.dumps(body, ensure_ascii=False))))
        if how.get("raw") is not None:
            parts.append(shorten(self.mask.text(how["raw"].decode("utf-8", "backslashreplace"))))
        return " ".join(parts)

    def answer(self, response):
        headers = {
            "Content-Type": response.headers.get("Content-Type", "").partition(";")[0] if response.content else None,
            "WWW-Authenticate": response.headers.get("WWW-Authenticate"),
            "Location": response.headers.get("Location"),
            "Allow": sorted_list(response.headers.get("Allow")) if response.status_code == 405 else None,
            "Cookies": ", ".join(sorted(response.cookies.keys())) or None,
        }
        told = {name: self.mask.text(value) for name, value in headers.items() if value}
        return {"status": response.status_code, "headers": told, "body": self.mask.answer(response)}

    # --- mail

    def mails(self, address):
        answer = self.http.get(f"{self.base}/inbox.json", params={"to": address}, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def link(self, address, number):
        """The link of the `number`th mail to that address that holds one with uid and token, once it is there."""
        until = time.monotonic() + PATIENCE
        while len(links := [link for mail in self.mails(address) if (link := read_link(mail["text"]))]) < number:
            assert time.monotonic() < until, f"link {number} to {address} does not come"
        return links[-number]

    # --- people

    def person(self, name):
        return Person(name, f"{name}-{self.run}@example.com", f"{name}-{self.run}")

    def registered(self, name, **more):
        """Registered, their activation mail unread."""
        person = self.person(name)
        answer = self.send(
            "POST",
            "users/",
            {"email": person.email, "username": person.username, "password": person.password, **more},
        )
        assert answer.status_code == 201, f"{name} cannot register: {answer.status_code} {answer.text}"
        person.id = answer.json()["id"]
        self.mask.name(person.id, f"{name}'s id")
        return person

    def activated(self, name, **more):
        person = self.registered(name, **more)
        link = self.link(person.email, 1)
        answer = self.send("POST", "users/activation/", link.body())
        assert answer.status_code == 204, f"{name} cannot activate: {answer.status_code} {answer.text}"
        return person

    def known(self, link, person):
        """From now on that link is written by whose it is. Two links of one second may be the same."""
        self.mask.name(link.uid, f"{person.name}'s uid")
        self.mask.name(link.token, f"{person.name}'s token")
        return link

    def tokens(self, person):
        """A new sign-in's access and refresh token."""
        answer = self.send("POST", "jwt/create/", {"email": person.email, "password": person.password})
        assert answer.status_code == 200, f"{person.name} cannot sign in: {answer.status_code} {answer.text}"
        return self.named(person, answer.json())

    def named(self, person, tokens):
        for kind in ("access", "refresh"):
            self.mask.name(tokens.get(kind), person.name if kind == "access" else f"{person.name}'s refresh")
        return tokens["access"], tokens.get("refresh")


def read_link(text):
    """What the first link of a mail ends in; none where it is no uid and token, as in a notice."""
    line = next((line for line in text.splitlines() if line.startswith("http")), "")
    parts = urlsplit(line.strip()).path.rstrip("/").split("/")[-2:]
    try:
        base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), altchars="-_", validate=True).decode()
    except ValueError:
        return None
    return Link(*parts) if len(parts) == 2 and all(parts) else None


def shorten(text):
    return text if len(text) <= 240 else f"{text[:160]}… ({len(text)} characters)"


def sorted_list(text):
    return ", ".join(sorted(part.strip() for part in text.split(","))) if text else text


def claims(token):
    """What stands in a JWT; nobody checks it here. None where it is no JWT."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    return json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
