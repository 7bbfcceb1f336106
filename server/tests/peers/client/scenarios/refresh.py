"""Rows B05 to B12: a refresh token's life."""


def scenarios(app):
    quin = app.activated("quin")
    access, refresh = app.tokens(quin)
    path = "jwt/refresh/"

    first = app.ask("refresh.ok", "POST", path, {"refresh": refresh})
    _, newer = app.named(quin, first.json())
    second = app.ask("refresh.rotated", "POST", path, {"refresh": newer})
    _, newest = app.named(quin, second.json())
    app.note("refresh.differs", {"rotates": newer not in (None, refresh) and newest not in (None, newer)})
    app.ask("refresh.new-access-works", "GET", "users/me/", token=second.json()["access"])
    # The first token: its successor has itself been used.
    app.ask("refresh.reused", "POST", path, {"refresh": refresh})
    app.ask("refresh.after-reuse", "POST", path, {"refresh": newest})

    access, refresh = app.tokens(quin)
    app.ask("refresh.raced.first", "POST", path, {"refresh": refresh})
    app.ask("refresh.raced.second", "POST", path, {"refresh": refresh})

    access, refresh = app.tokens(quin)
    for name, token in (
        ("rubbish", "rubbish"),
        ("three-parts", "a.b.c"),
        ("access-token", access),
        ("changed-signature", refresh[:-4] + "AAAA"),
        ("long", "x" * 20_000),
        ("unicode", "ключ"),
    ):
        app.ask(f"refresh.{name}", "POST", path, {"refresh": token})
    app.ask("refresh.trimmed", "POST", path, {"refresh": f" {refresh} "})
    app.ask("refresh.wrong-field", "POST", path, {"token": "x"})


def verify_and_blacklist(app):
    rae = app.activated("rae")
    access, refresh = app.tokens(rae)
    for name, token in (
        ("access", access),
        ("refresh", refresh),
        ("rubbish", "rubbish"),
        ("changed-signature", access[:-4] + "AAAA"),
    ):
        app.ask(f"verify.{name}", "POST", "jwt/verify/", {"token": token})
    app.ask("verify.ignores-authorization", "POST", "jwt/verify/", {"token": access}, token="rubbish")

    app.ask("blacklist.access", "POST", "jwt/blacklist/", {"refresh": access})
    app.ask("blacklist.rubbish", "POST", "jwt/blacklist/", {"refresh": "rubbish"})
    app.ask("blacklist.ok", "POST", "jwt/blacklist/", {"refresh": refresh})
    app.ask("blacklist.again", "POST", "jwt/blacklist/", {"refresh": refresh})
    app.ask("blacklist.then-refresh", "POST", "jwt/refresh/", {"refresh": refresh})
    app.ask("blacklist.then-verify", "POST", "jwt/verify/", {"token": refresh})
    app.ask("blacklist.then-access", "GET", "users/me/", token=access)
    app.ask("blacklist.then-verify-access", "POST", "jwt/verify/", {"token": access})
