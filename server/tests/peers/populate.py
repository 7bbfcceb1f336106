#!/usr/bin/env python3
"""Fills a Django database with people as a grown site has them, and writes down who they are.

    populate.py --database FILE-OR-URL --people N [--costly N] [--plain-users] --manifest FILE

Passwords are hashed by Django itself: by PBKDF2, argon2, bcrypt and scrypt in turn, the first
`--costly` people at Django's own cost, the others cheaply. The manifest tells the tests what each
person's password is and what is odd about them. The same arguments make the same people.
"""

import argparse
import json
import os
import random
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import django

NAMES = [("Ann", "Lee"), ("Zoë", "Åkesson"), ("Łukasz", "Żak"), ("Дмитрий", "Ёлкин"), ("美咲", "佐藤"), ("İpek", "Şahin"), ("", "")]
START = datetime(2019, 3, 1, 12, tzinfo=timezone.utc)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--costly", type=int, default=0)
    parser.add_argument("--plain-users", action="store_true", help="auth_user: numbers for keys, addresses that repeat")
    parser.add_argument("--manifest", required=True)
    arguments = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_project.settings"
    os.environ["PEER_DATABASE"] = arguments.database
    os.environ["PEER_PLAIN_USERS"] = str(int(arguments.plain_users))
    django.setup()

    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        manifest = Site(arguments.plain_users).fill(arguments.people, arguments.costly)
    Path(arguments.manifest).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")


class Site:
    def __init__(self, plain):
        from allauth.account.models import EmailAddress
        from allauth.socialaccount.models import SocialAccount
        from django.contrib.auth import get_user_model, hashers
        from django_project import cheap_hashers
        from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
        from social_django.models import UserSocialAuth

        self.plain = plain
        self.User, self.Social, self.Account, self.Address = get_user_model(), UserSocialAuth, SocialAccount, EmailAddress
        self.Token, self.Blacklisted = OutstandingToken, BlacklistedToken
        self.chance = random.Random(7)
        self.hashers = [
            (hashers.PBKDF2PasswordHasher(), cheap_hashers.CheapPBKDF2()),
            (hashers.Argon2PasswordHasher(), cheap_hashers.CheapArgon2()),
            (hashers.BCryptSHA256PasswordHasher(), cheap_hashers.CheapBCryptSHA256()),
            (hashers.ScryptPasswordHasher(), cheap_hashers.CheapScrypt()),
        ]
        self.people, self.socials, self.accounts, self.addresses, self.manifest = [], [], [], [], []
        self.tokens, self.blacklisted = [], []

    def fill(self, number, costly):
        for index in range(number):
            self.ordinary(index, costly=index < costly)
        self.odd()
        # Foreign keys of SQLite and PostgreSQL are checked at the end of the transaction.
        self.User.objects.bulk_create(self.people, batch_size=500)
        self.Social.objects.bulk_create(self.socials, batch_size=500)
        self.Account.objects.bulk_create(self.accounts, batch_size=500)
        self.Address.objects.bulk_create(self.addresses, batch_size=500)
        self.Token.objects.bulk_create(self.tokens)
        self.Blacklisted.objects.bulk_create(self.blacklisted)
        return self.manifest

    def ordinary(self, index, costly):
        """One of those who make up the bulk; what is special about somebody goes by their number."""
        never_active = index % 20 == 7
        barred = index % 40 == 13
        unusable = index % 25 == 3
        signed_in = None if never_active or index % 3 == 0 else START + timedelta(days=400, minutes=index)
        person = self.add(
            f"person{index}",
            email=f"Person{index}@example.com" if index % 6 == 0 else f"person{index}@example.com",
            password=None if unusable else f"pässword-{index} of Kestrel",
            hasher=self.hashers[index % 4][0 if costly else 1],
            is_active=not (never_active or barred),
            is_staff=index % 50 == 1,
            last_login=START + timedelta(days=9) if barred else signed_in,
            names=NAMES[index % len(NAMES)],
            expect="registration" if never_active else "person",
        )
        if never_active:
            return
        if index % 8 == 3:
            self.social(person, "google-oauth2", str(10**20 + index))
        if index % 8 == 4:
            # As social-auth-core wrote it before 6.0.
            self.social(person, "google-oauth2", person.email, usable=False, id_key="email" if index % 16 == 4 else "")
        if index % 8 == 5:
            self.social(person, "okta-openidconnect", f"00u{index:017d}", id_key="sub" if index % 16 == 5 else "")
        if index % 8 == 6:
            self.social(person, "okta-openidconnect", person.username, usable=False, id_key="preferred_username" if index % 16 == 6 else "")
        if index % 8 == 7:
            self.social(person, "facebook", str(10**15 + index))
        if index % 10 == 2:
            self.account(person, "google", str(2 * 10**20 + index))
        if index % 10 == 9:
            self.addresses.append(self.Address(user=person, email=person.email, verified=index % 20 == 9, primary=True))
            self.manifest[-1]["allauth_verified"] = index % 20 == 9

    def odd(self):
        """What no import expects, and every old database has."""
        cheap = self.hashers[0][1]
        for index in range(3):
            old = START + timedelta(days=index)
            new = START + timedelta(days=500 + index)
            self.add(f"twin{index}", f"twin{index}@example.com", "first of the Twins", cheap, last_login=old, expect="duplicate")
            self.add(f"other-twin{index}", f"Twin{index}@Example.com", "second of the Twins", cheap, last_login=new)
        self.add("Same-Name", "same1@example.com", "first of that Name", cheap)
        self.add("same-name", "same2@example.com", "second of that Name", cheap, expect="unnamed")
        for kind, encoded in (
            ("md5", "md5$salt$0123456789abcdef0123456789abcdef"),
            ("plain", "letmein-in-clear"),
            ("empty", ""),
            ("cut-off", "pbkdf2_sha256$1000$salt"),
        ):
            person = self.add(f"hash-{kind}", f"hash-{kind}@example.com", "lost for ever", cheap, expect="no-password")
            person.password = encoded
        self.add("no-address", "", "nowhere to write to", cheap, expect="no-address")
        self.add("bad-address", "not an address", "nowhere to write to", cheap, expect="no-address") if self.plain else None
        # Signed in by simplejwt alone, which leaves `last_login` empty, and barred since.
        barred = self.add("barred", "barred@example.com", "barred for Good", cheap, is_active=False)
        self.outstand(barred, "jti-of-barred", blacklisted=False)
        out = self.add("signed-out", "signed-out@example.com", "signed out of Django", cheap)
        self.outstand(out, "jti-signed-out", blacklisted=True)
        self.outstand(out, "jti-signed-in", blacklisted=False)
        self.outstand(out, "jti-long-over", blacklisted=True, expired=True)
        far = self.add("far-away", "f@exämple.com", "far away from Here", cheap)
        self.social(far, "unheard-of", "x-1", usable=False)
        # One who came by Facebook alone and has no address, where the model allows a second such person.
        if self.plain:
            faceless = self.add("faceless", "", None, cheap, expect="person")
            self.social(faceless, "facebook", "777")

    def add(self, username, email, password, hasher, is_active=True, is_staff=False, last_login=None, names=("", ""), expect="person"):
        person = self.User(
            username=username,
            email=email,
            first_name=names[0],
            last_name=names[1],
            is_active=is_active,
            is_staff=is_staff,
            last_login=last_login,
            date_joined=START + timedelta(minutes=len(self.people)),
        )
        if self.plain:
            person.id = len(self.people) + 1
        else:
            person.id = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        if password is None:
            person.set_unusable_password()
        else:
            person.password = hasher.encode(password, hasher.salt() if hasher.algorithm.startswith("bcrypt") else f"salt{len(self.people):08d}")
        self.people.append(person)
        self.manifest.append(
            {
                "id": str(person.id),
                "email": email,
                "username": username,
                "password": password,
                "algorithm": hasher.algorithm if password else None,
                "active": is_active,
                "staff": is_staff,
                "expect": expect,
                "links": [],
            }
        )
        return person

    def social(self, person, provider, uid, usable=True, id_key=""):
        # Tokens of the provider in clear, as python-social-auth keeps them.
        extra = {"access_token": "secret-of-the-provider", "token_type": "Bearer"}
        self.socials.append(self.Social(user=person, provider=provider, uid=uid, extra_data=extra, id_key=id_key))
        self.manifest[-1]["links"].append({"provider": provider, "uid": uid, "usable": usable})

    def outstand(self, person, jti, blacklisted, expired=False):
        """A refresh token as simplejwt keeps it; `expired` long ago or not in our lifetime."""
        expires = START if expired else datetime(2100, 1, 1, tzinfo=timezone.utc)
        token = self.Token(id=len(self.tokens) + 1, user=person, jti=jti, token=f"a token, {jti}", expires_at=expires)
        self.tokens.append(token)
        if blacklisted:
            self.blacklisted.append(self.Blacklisted(token=token))

    def account(self, person, provider, uid):
        self.accounts.append(self.Account(user=person, provider=provider, uid=uid, extra_data={}))
        self.manifest[-1]["links"].append({"provider": provider, "uid": uid, "usable": True})


if __name__ == "__main__":
    main()
