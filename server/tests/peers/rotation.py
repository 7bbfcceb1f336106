#!/usr/bin/env python3
"""Rotates every key each 2 s while people sign in and APIs check their tokens, and counts what was refused.

    rotation.py [--seconds N] [--clients N]

Four replicas share a PostgreSQL, each signs with another algorithm. Every token is verified at once, and again
shortly before it expires, by three verifiers that keep the keys for as long as they are told: Gatepost's own API
(of another replica than the token's), npm `jose` and PyPI `PyJWT`. Both of these refuse a key that they do not
have, but for a fetch every 30 s at most, as they come: what they pass was published before it signed. Refresh
tokens, whose keys rotate as often, are renewed at yet another replica. None of it may be refused.
"""

import argparse
import base64
import re
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import jwt
import requests
from servers import CHEAP_HASHES, HERE, SETTINGS, Database, Gatepost, engines

ALGORITHMS = ["ES256", "RS256", "EdDSA", "ES512"]
ROTATE_EVERY = 2
# A token's life, and how old it is when it is looked at again.
LIFE, OLD = 12, 10
PASSWORD = "Kestrel-over-9-hills"
PATIENCE = 30


class Jose:
    """npm `jose`, in a process of its own."""

    def __init__(self, keys, issuer, max_age):
        command = ["node", str(HERE / "jose_verifier.mjs"), keys, issuer, str(max_age)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.turn = threading.Lock()

    def verify(self, token):
        with self.turn:
            self.process.stdin.write(f"{token}\n")
            return self.process.stdout.readline().strip() or "it has ended"

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class PyJwt:
    """PyPI `PyJWT`."""

    def __init__(self, keys, issuer, max_age):
        self.issuer = issuer
        self.client = jwt.PyJWKClient(keys, lifespan=max_age)
        self.turn = threading.Lock()

    def verify(self, token):
        try:
            with self.turn:
                key = self.client.get_signing_key_from_jwt(token)
            jwt.decode(token, key, algorithms=ALGORITHMS, issuer=self.issuer, audience=self.issuer)
            return "good"
        except jwt.PyJWTError as error:
            return f"{type(error).__name__}: {error}"


class Api:
    """Gatepost's own."""

    def __init__(self, address):
        self.address = address

    def verify(self, token):
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.get(f"{self.address}/api/auth/users/me/", headers=headers, timeout=PATIENCE)
        return "good" if answer.status_code == 200 else f"{answer.status_code}: {answer.text}"


class Load:
    def __init__(self, replicas, verifiers, seconds):
        self.replicas, self.verifiers = replicas, verifiers
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.counted, self.refused = Counter(), []
        self.keys = {algorithm: set() for algorithm in ALGORITHMS}
        self.later = deque()

    def run(self, clients):
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(self.work, range(clients)))

    def work(self, number):
        turn = number
        while time.monotonic() < self.end:
            here, there = (self.replicas[(turn + step) % len(self.replicas)] for step in (0, 1))
            body = {"email": f"ada{number}@example.com", "password": PASSWORD}
            tokens = self.post(here, "jwt/create/", body)
            renewed = self.post(there, "jwt/refresh/", {"refresh": tokens["refresh"]})
            for token in (tokens["access"], renewed["access"]):
                self.verify(token, "at once", turn + 2)
                self.later.append((time.monotonic() + OLD, token))
            self.look_again(turn)
            turn += 1
        while self.later:
            self.look_again(turn)
            # Tokens grow old by the clock alone.
            time.sleep(0.02)

    def look_again(self, turn):
        """Tokens once more whose keys have signed nothing for a while."""
        while token := self.next_old():
            self.verify(token, "when it was old", turn)

    def next_old(self):
        with self.lock:
            if self.later and self.later[0][0] < time.monotonic():
                return self.later.popleft()[1]
        return None

    def post(self, replica, path, body):
        answer = requests.post(f"{address(replica)}/api/auth/{path}", json=body, timeout=PATIENCE)
        with self.lock:
            self.counted[path] += 1
            if not answer.ok:
                self.refused.append(f"{path}: {answer.status_code} {answer.text}")
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return answer.json()

    def verify(self, token, when, turn):
        header = jwt.get_unverified_header(token)
        api = Api(address(self.replicas[turn % len(self.replicas)]))
        for name, verifier in {"Gatepost": api, **self.verifiers}.items():
            verdict = verifier.verify(token)
            with self.lock:
                self.counted[f"{name}, {when}"] += 1
                self.keys[header["alg"]].add(header["kid"])
                if verdict != "good":
                    self.refused.append(f"{name}, {when}, {header['alg']} {header['kid']}: {verdict}")


def address(replica):
    return f"http://127.0.0.1:{replica.port}"


def settings(algorithm, key):
    return {
        **CHEAP_HASHES,
        **SETTINGS["no-activation"],
        "KEYS__ALGORITHM": algorithm,
        "KEYS__ENCRYPTION_KEY": key,
        "KEYS__ROTATE_EVERY": str(ROTATE_EVERY),
        "KEYS__PUBLISH_AHEAD": str(ROTATE_EVERY),
        "SESSION__ACCESS_TTL": str(LIFE),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--clients", type=int, default=4)
    arguments = parser.parse_args()
    server = engines()[-1]
    assert server, "several replicas need a PostgreSQL: scripts/with-postgres.sh brings one"
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    with ExitStack() as stack:
        database = stack.enter_context(Database(server))
        replicas = []
        for algorithm in ALGORITHMS:
            known_as = {"SERVER__PUBLIC_URL": replicas[0].base} if replicas else {}
            replica = Gatepost(database.url, **settings(algorithm, key), **known_as)
            replicas.append(stack.enter_context(replica))
        issuer = replicas[0].base
        for number in range(arguments.clients):
            body = {"email": f"ada{number}@example.com", "password": PASSWORD}
            requests.post(f"{address(replicas[0])}/api/auth/users/", json=body, timeout=PATIENCE).raise_for_status()
        published = [f"{address(replica)}/.well-known/jwks.json" for replica in replicas]
        told = requests.get(published[0], timeout=PATIENCE).headers["cache-control"]
        max_age = int(re.fullmatch(r"public, max-age=(\d+)", told)[1])
        # Each from another replica than the first, which is the quickest to know of most.
        jose, py_jwt = Jose(published[2], issuer, max_age), PyJwt(published[3], issuer, max_age)
        stack.callback(jose.close)
        load = Load(replicas, {"jose": jose, "PyJWT": py_jwt}, arguments.seconds)
        load.run(arguments.clients)
    return report(load, arguments.seconds, max_age)


def report(load, seconds, max_age):
    print(f"{seconds} s, keys kept for {max_age} s: {dict(sorted(load.counted.items()))}")
    print(f"keys that signed: { {algorithm: len(keys) for algorithm, keys in load.keys.items()} }")
    print(f"refused: {len(load.refused)}", *load.refused[:10], sep="\n", flush=True)
    # Each replica signs all the time; a machine under load is late by less than a rotation.
    fewest = seconds // (2 * ROTATE_EVERY)
    assert all(len(keys) >= fewest for keys in load.keys.values()), f"fewer than {fewest} rotations show nothing"
    return 1 if load.refused else 0


if __name__ == "__main__":
    sys.exit(main())
