#!/usr/bin/env python3
"""Kills Gatepost again and again while people register and ask for resets, and then counts.

    siege.py [--seed N] [--requests N] [--kills N]

What has to hold at the end, on SQLite and, where GATEPOST_TEST_POSTGRES_URL names a server, on
PostgreSQL: of every request that was answered the mail arrives, once
(but for what Gatepost itself calls uncertain, which an operator sends again); whoever was answered 201 can
activate and sign in; whoever was not answered is there whole, or not at all. The seed is printed:
the same one kills after the same numbers of answers.
"""

import argparse
import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests
from post_box import PostBox
from servers import CHEAP_HASHES, PATIENCE, Database, Gatepost, engines, wait_for

CLIENTS = 4
PASSWORD = "Kestrel-over-9-hills"
NEW_PASSWORD = "Buzzard-under-8-clouds"


@dataclass
class Errand:
    """One registration, or the reset of somebody who was there before."""

    number: int
    kind: str
    status: int | None = None

    @property
    def email(self):
        return f"{self.kind}{self.number}@example.com"

    @property
    def answered(self):
        return self.status is not None


class Siege:
    def __init__(self, gatepost, mailbox, seed, number, kills):
        self.gatepost, self.mailbox = gatepost, mailbox
        self.chance = random.Random(seed)
        self.errands = [Errand(n, "register" if n % 2 == 0 else "reset") for n in range(number)]
        # After how many answers it dies, each time.
        self.deaths = sorted(self.chance.sample(range(1, number), kills))
        self.done = 0
        self.lock = threading.Condition()
        self.up = threading.Event()

    def run(self):
        residents = [errand for errand in self.errands if errand.kind == "reset"]
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(self.settle, residents))
        self.mailbox.forget()
        self.up.set()
        executioner = threading.Thread(target=self.execute)
        executioner.start()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(self.attempt, self.errands))
        executioner.join()

    def settle(self, errand):
        """Somebody with an account, before the siege begins."""
        assert self.post("users/", self.registration(errand)).status_code == 201
        link = self.mailbox.link(errand.email)
        assert self.post("users/activation/", link).status_code == 204, errand.email

    def attempt(self, errand):
        """Asked once: a client whose connection breaks does not know whether it was done."""
        self.up.wait()
        try:
            if errand.kind == "register":
                answer = self.post("users/", self.registration(errand))
            else:
                answer = self.post("users/reset_password/", {"email": errand.email})
            errand.status = answer.status_code
        except requests.RequestException:
            pass
        with self.lock:
            self.done += 1
            self.lock.notify_all()

    def execute(self):
        for death in self.deaths:
            with self.lock:
                self.lock.wait_for(lambda: self.done >= death)
            self.up.clear()
            self.gatepost.kill()
            self.gatepost.start()
            self.up.set()

    def registration(self, errand):
        return {"email": errand.email, "username": f"{errand.kind}{errand.number}", "password": PASSWORD}

    def post(self, path, body):
        return requests.post(f"{self.gatepost.base}/api/auth/{path}", json=body, timeout=30)

    # --- afterwards

    def judge(self):
        answered = [errand for errand in self.errands if errand.answered]
        wanted = {"register": 201, "reset": 204}
        assert all(errand.status == wanted[errand.kind] for errand in answered), Counter(e.status for e in answered)
        lost = self.resend_what_was_lost(answered)
        wait_for(lambda: all(self.mailbox.of(errand.email) for errand in answered), "every answered request's mail")
        # The outbox is empty: nothing that could still be sent twice is left.
        self.mailbox.wait_until_quiet()
        ids = [mail["Message-ID"] for mail in self.mailbox.mails]
        twice = [name for name, times in Counter(ids).items() if times > 1]
        assert not twice, f"sent twice: {twice}"
        addresses = Counter(errand.email for errand in self.errands)
        for email in addresses:
            assert len(self.mailbox.of(email)) <= 1, f"{email} has more than one mail"
        for errand in self.errands:
            self.judge_one(errand)
        return len(answered), lost

    def resend_what_was_lost(self, answered):
        """Death between "the server may have it" and the text leaves a mail that Gatepost does not send again by
        itself, lest it come twice: it says so, and an operator lets those go that did not arrive."""
        patience = 3 * PATIENCE
        wait_for(lambda: not self.listed("waiting") and not self.listed("sending"), "the outbox to rest", patience)
        lost = [errand for errand in answered if not self.mailbox.of(errand.email)]
        for errand in lost:
            [mail] = self.listed("uncertain", "--to", errand.email)
            self.gatepost.run("mail", "resend", mail)
        return len(lost)

    def listed(self, state, *more):
        lines = self.gatepost.run("mail", "list", "--state", state, *more).splitlines()
        return [line.split()[0] for line in lines if line.strip()]

    def judge_one(self, errand):
        mails = self.mailbox.of(errand.email)
        if errand.kind == "reset":
            if mails:
                body = {**self.mailbox.link(errand.email), "new_password": NEW_PASSWORD}
                assert self.post("users/reset_password_confirm/", body).status_code == 204, errand
            self.signs_in(errand, NEW_PASSWORD if mails else PASSWORD)
        elif mails:
            assert self.post("users/activation/", self.mailbox.link(errand.email)).status_code == 204, errand
            self.signs_in(errand, PASSWORD)
        else:
            # Nothing is in the way of another try.
            assert not errand.answered, errand
            assert self.post("users/", self.registration(errand)).status_code == 201, errand
            link = self.mailbox.link(errand.email)
            assert self.post("users/activation/", link).status_code == 204, errand
            self.signs_in(errand, PASSWORD)

    def signs_in(self, errand, password):
        tokens = self.post("jwt/create/", {"email": errand.email, "password": password})
        assert tokens.status_code == 200, f"{errand}: {tokens.status_code} {tokens.text}"
        header = {"Authorization": f"Bearer {tokens.json()['access']}"}
        me = requests.get(f"{self.gatepost.base}/api/auth/users/me/", headers=header, timeout=30).json()
        assert me["email"] == errand.email and me["username"] == f"{errand.kind}{errand.number}", me


def besiege(server, seed, number, kills):
    with PostBox() as mailbox, Database(server) as database:
        settings = {**CHEAP_HASHES, "MAIL__SMTP_URL": mailbox.url, "MAIL__FROM": "gatepost@example.com"}
        # So that what a dead process held is soon known for lost.
        settings |= {"MAIL__TIMEOUT": "5", "MAIL__ANSWER_TIMEOUT": "5"}
        with Gatepost(database.url, **settings) as gatepost:
            siege = Siege(gatepost, mailbox, seed, number, kills)
            siege.run()
            answered, lost = siege.judge()
    engine = urlsplit(database.url).scheme
    print(
        f"{engine}: {kills} deaths, {answered} of {number} answered, every one of their mails came once;"
        f" {lost} of them had to be sent again by hand",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--kills", type=int, default=12)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    for server in engines():
        besiege(server, arguments.seed, arguments.requests, arguments.kills)
    return 0


if __name__ == "__main__":
    sys.exit(main())
