#!/usr/bin/env python3
"""Moves a Django project's people to Gatepost and signs every one of them in, over HTTP.

    migrate.py [--people N] [--costly N]

On both sides on SQLite and, where GATEPOST_TEST_POSTGRES_URL names a server, on PostgreSQL. What has
to hold: everybody signs in with the password they had in Django, their hash is then one of
Gatepost's own, a second import changes nothing, and a token that Django signed is good here.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import psycopg
import requests
from servers import DJANGO_KEY, HERE, Database, Gatepost, engines

OKTA = "https://dev-1.okta.com/oauth2/default"
MAPS = (f"okta-openidconnect={OKTA}", "google-oauth2=google", "google=google", "facebook=facebook")


class Move:
    def __init__(self, django, gatepost, people):
        self.django, self.gatepost, self.people = django, gatepost, people

    def bring(self):
        maps = [text for each in MAPS for text in ("--provider", each)]
        command = ["import", "django", "--database", self.django.place, "--user-table", "accounts_user", "--json"]
        return json.loads(self.gatepost.run(*command, *maps))

    def judge_reports(self, first, second):
        expected = {name: sum(one["expect"] == name for one in self.people) for name in ("registration", "duplicate")}
        assert first["registered"] == expected["registration"], first
        assert second["created"] == second["changed"] == second["registered"] == second["links_bound"] == 0, second
        assert second["already_there"] == first["created"] + first["registered"], second

    def sign_in(self, one):
        body = {"email": one["email"], "password": one["password"]}
        return requests.post(f"{self.gatepost.base}/api/auth/jwt/create/", json=body, timeout=60)

    def judge_sign_ins(self):
        """Everybody who could sign in to Django can here, and nobody else."""
        entitled = [one for one in self.people if one["password"] and one["active"]]
        entitled = [one for one in entitled if one["expect"] in ("person", "unnamed") and one.get("allauth_verified", True)]
        others = [one for one in self.people if one["password"] and one not in entitled and one["email"]]
        with ThreadPoolExecutor(4) as pool:
            for one, answer in zip(entitled, pool.map(self.sign_in, entitled)):
                assert answer.status_code == 200, f"{one['email']} ({one['algorithm']}): {answer.status_code} {answer.text}"
            for one, answer in zip(others, pool.map(self.sign_in, others)):
                assert answer.status_code == 401 or one.get("allauth_verified") is False, f"{one}: {answer.status_code}"
        return entitled

    def judge_upgrade(self, entitled):
        ids = {one["id"] for one in entitled}
        hashes = [kept for person, kept in self.hashes() if person in ids]
        old = [kept for kept in hashes if not kept.startswith("$argon2id$")]
        assert not old, f"{len(old)} of {len(hashes)} hashes are still Django's after a sign-in"

    def hashes(self):
        sql = "select id, password_hash from people where password_hash is not null"
        if self.gatepost.settings["DATABASE__URL"].startswith("postgres"):
            with psycopg.connect(self.gatepost.settings["DATABASE__URL"]) as connection:
                return connection.execute(sql).fetchall()
        with sqlite3.connect(self.gatepost.settings["DATABASE__URL"].removeprefix("sqlite://")) as connection:
            return connection.execute(sql).fetchall()

    def judge_old_tokens(self, one):
        me = lambda token: requests.get(
            f"{self.gatepost.base}/api/auth/users/me/", headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        refresh = lambda token: requests.post(
            f"{self.gatepost.base}/api/auth/jwt/refresh/", json={"refresh": token}, timeout=60
        )
        answer = me(sign(one, "access", "a"))
        assert answer.status_code == 200 and answer.json()["id"] == one["id"], answer.text
        old = sign(one, "refresh", "b")
        exchanged = refresh(old)
        assert exchanged.status_code == 200, exchanged.text
        assert me(exchanged.json()["access"]).status_code == 200
        assert refresh(old).status_code == 401, "an old refresh token is exchanged once"
        # Django blacklisted it before anybody came here.
        assert refresh(sign(self.named("signed-out"), "refresh", "jti-signed-out")).status_code == 401
        assert refresh(sign(self.named("signed-out"), "refresh", "jti-signed-in")).status_code == 200
        assert me(sign(self.named("barred"), "access", "c")).status_code == 401

    def named(self, username):
        return next(one for one in self.people if one["username"] == username)


def sign(one, kind, jti):
    now = int(time.time())
    payload = {"token_type": kind, "exp": now + 300, "iat": now, "jti": jti, "user_id": one["id"]}
    return jwt.encode(payload, DJANGO_KEY, algorithm="HS256")


def migrate(source, target, number, costly):
    with Database(source) as django, Database(target) as database:
        manifest = Path(django.folder.name) / "people.json"
        command = [sys.executable, str(HERE / "populate.py"), "--database", django.place, "--manifest", str(manifest)]
        subprocess.run([*command, "--people", str(number), "--costly", str(costly)], check=True)
        people = json.loads(manifest.read_text(encoding="utf-8"))
        with Gatepost(database.url, IMPORT__SIMPLEJWT_KEY=DJANGO_KEY) as gatepost:
            move = Move(django, gatepost, people)
            first = move.bring()
            move.judge_reports(first, move.bring())
            entitled = move.judge_sign_ins()
            move.judge_upgrade(entitled)
            move.judge_old_tokens(entitled[1])
            third = move.bring()
            assert third["changed"] == 0, "hashes upgraded here are not changes of Django's"
    names = ["PostgreSQL" if engine else "SQLite" for engine in (source, target)]
    print(f"from {names[0]} to {names[1]}: {first['created']} people came, {len(entitled)} signed in", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--costly", type=int, default=20, help="hashed at Django's own cost")
    arguments = parser.parse_args()
    for source in engines():
        for target in engines():
            migrate(source, target, arguments.people, arguments.costly)
    return 0


if __name__ == "__main__":
    sys.exit(main())
