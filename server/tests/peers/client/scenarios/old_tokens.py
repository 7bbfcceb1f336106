"""Row B10: tokens as simplejwt signs them, right and wrong ones, made with its key.

Gatepost takes them too where it is given the key (`docs/coming-from-django.md`).
"""

import time
import uuid

import jwt

# As in django_project/settings.py.
KEY = "django-peer-secret-key-of-the-tests-and-of-nothing-else"


def scenarios(app):
    sam = app.activated("sam")
    app.administrator.import_from_django(sam.email)
    kinds = {
        "good": {},
        "expired": {"exp": int(time.time()) - 60},
        "no-expiry": {"exp": None},
        "no-id": {"jti": None},
        "no-type": {"token_type": None},
        "other-type": {"token_type": "sliding"},
        "no-user": {"user_id": None},
        "unknown-user": {"user_id": str(uuid.uuid4())},
        "user-no-uuid": {"user_id": "5"},
        "issued-in-future": {"iat": int(time.time()) + 3600},
    }
    for kind, change in kinds.items():
        access = sign(sam, "access", **change)
        app.mask.name(access, f"old access, {kind}")
        app.ask(f"old.header.{kind}", "GET", "users/me/", token=access)
        app.ask(f"old.verify.{kind}", "POST", "jwt/verify/", {"token": access})
        refresh = sign(sam, "refresh", **change)
        app.mask.name(refresh, f"old refresh, {kind}")
        app.ask(f"old.refresh.{kind}", "POST", "jwt/refresh/", {"refresh": refresh})

    app.ask("old.header.wrong-key", "GET", "users/me/", token=sign(sam, "access", key="k" * 40))
    app.ask("old.header.none-algorithm", "GET", "users/me/", token=sign(sam, "access", key=None, algorithm="none"))
    app.ask("old.header.other-algorithm", "GET", "users/me/", token=sign(sam, "access", algorithm="HS512", key=KEY * 2))

    once = sign(sam, "refresh")
    app.mask.name(once, "an old refresh")
    app.ask("old.once.first", "POST", "jwt/refresh/", {"refresh": once})
    app.ask("old.once.second", "POST", "jwt/refresh/", {"refresh": once})
    out = sign(sam, "refresh")
    app.mask.name(out, "another old refresh")
    app.ask("old.blacklist.first", "POST", "jwt/blacklist/", {"refresh": out})
    app.ask("old.blacklist.second", "POST", "jwt/blacklist/", {"refresh": out})
    app.ask("old.blacklist.refresh", "POST", "jwt/refresh/", {"refresh": out})


def sign(person, kind, key=KEY, algorithm="HS256", **change):
    now = int(time.time())
    payload = {
        "token_type": kind,
        "exp": now + 300,
        "iat": now,
        "jti": uuid.uuid4().hex,
        "user_id": person.id,
        **change,
    }
    payload = {name: value for name, value in payload.items() if value is not None}
    return jwt.encode(payload, key, algorithm=algorithm)
