"""Rows B01 to B04 and B14 to B16: signing in, and what a token is worth in a header."""

from client.app import claims


def scenarios(app):
    mia, ned, ola = app.activated("mia"), app.activated("ned"), app.activated("ola")
    app.administrator.deactivate(ned.email)
    app.administrator.take_password(ola.email)
    path = "jwt/create/"
    good = {"email": mia.email, "password": mia.password}

    response = app.ask("sign-in.ok", "POST", path, good)
    tokens = response.json()
    app.named(mia, tokens)
    for kind in ("access", "refresh"):
        told = claims(tokens[kind]) or {}
        names = ("token_type", "exp", "iat", "jti", "user_id")
        shape = {name: type(told[name]).__name__ for name in names if name in told}
        app.note(
            f"sign-in.claims.{kind}",
            {"jwt": bool(told), "shape": shape, "type": told.get("token_type"), "is_id": told.get("user_id") == mia.id},
        )

    for name, body in (
        ("wrong-password", {**good, "password": "wrong"}),
        ("other-case-of-password", {**good, "password": mia.password.upper()}),
        ("unknown", {**good, "email": f"unknown-{app.run}@example.com"}),
        ("no-address", {**good, "email": "mia"}),
        ("by-username", {**good, "email": mia.username}),
        ("username-field", {"username": mia.username, "password": mia.password}),
        ("inactive", {"email": ned.email, "password": ned.password}),
        ("inactive-wrong-password", {"email": ned.email, "password": "wrong"}),
        ("without-password-set", {"email": ola.email, "password": ola.password}),
        ("other-case-of-address", {**good, "email": mia.email.upper()}),
        ("spaces-around", {"email": f" {mia.email} ", "password": f" {mia.password} "}),
        ("no-password", {"email": mia.email}),
        ("no-email", {"password": "x"}),
        ("nothing", {}),
        ("extra-field", {**good, "x": 1}),
        ("long-password", {**good, "password": "x" * 10_000}),
        ("long-address", {**good, "email": f"{'a' * 400}@example.com"}),
    ):
        app.ask(f"sign-in.{name}", "POST", path, body)
    app.ask("sign-in.ignores-authorization", "POST", path, good, token="rubbish")


def header(app):
    pia = app.activated("pia")
    access, refresh = app.tokens(pia)
    for name, value in (
        ("bearer", f"Bearer {access}"),
        ("lower-case", f"bearer {access}"),
        ("upper-case", f"BEARER {access}"),
        ("jwt-scheme", f"JWT {access}"),
        ("token-scheme", f"Token {access}"),
        ("basic", "Basic YTpi"),
        ("scheme-alone", "Bearer"),
        ("three-parts", f"Bearer {access} x"),
        ("two-spaces", f"Bearer  {access}"),
        ("empty", ""),
        ("rubbish", "Bearer rubbish"),
        ("undefined", "Bearer undefined"),
        ("null", "Bearer null"),
        ("quoted", f'Bearer "{access}"'),
        ("changed-signature", f"Bearer {access[:-4]}AAAA"),
        ("refresh-token", f"Bearer {refresh}"),
        ("token-alone", access),
    ):
        app.ask(f"header.{name}", "GET", "users/me/", headers={"Authorization": value})
    app.ask("header.none", "GET", "users/me/")

    gone, barred = app.activated("gone"), app.activated("barred")
    of_gone, refresh_of_gone = app.tokens(gone)
    of_barred, refresh_of_barred = app.tokens(barred)
    assert app.send("DELETE", "users/me/", {"current_password": gone.password}, token=of_gone).status_code == 204
    app.administrator.deactivate(barred.email)
    app.ask("header.of-deleted", "GET", "users/me/", token=of_gone)
    app.ask("header.of-inactive", "GET", "users/me/", token=of_barred)
    app.ask("header.of-inactive-elsewhere", "POST", "users/set_password/", {}, token=of_barred)
    app.ask("refresh.of-deleted", "POST", "jwt/refresh/", {"refresh": refresh_of_gone})
    app.ask("refresh.of-inactive", "POST", "jwt/refresh/", {"refresh": refresh_of_barred})
