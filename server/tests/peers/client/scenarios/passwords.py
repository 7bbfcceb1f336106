"""Rows A18 and A19: changing the password."""

import time

from client.app import PASSWORD, PATIENCE

NEW = "Buzzard-under-8-clouds"


def scenarios(app):
    yan = app.activated("yan")
    access, refresh = app.tokens(yan)
    elsewhere, _ = app.tokens(yan)
    path = "users/set_password/"
    good = {"current_password": PASSWORD, "new_password": NEW}

    app.ask("set-password.anonymous", "POST", path, good)
    app.ask("set-password.nothing", "POST", path, {}, token=access)
    app.ask("set-password.no-current", "POST", path, {"new_password": NEW}, token=access)
    app.ask("set-password.no-new", "POST", path, {"current_password": PASSWORD}, token=access)
    app.ask("set-password.wrong", "POST", path, {**good, "current_password": "wrong"}, token=access)
    app.ask("set-password.wrong-and-weak", "POST", path, {"current_password": "wrong", "new_password": "1"}, token=access)
    for name, new in (
        ("short", "x7!kQ"),
        ("three-at-once", "12345"),
        ("common", "password1"),
        ("like-username", yan.username),
        ("like-email", yan.email),
    ):
        app.ask(f"set-password.{name}", "POST", path, {**good, "new_password": new}, token=access)
    app.ask("set-password.retype-not-asked", "POST", path, {**good, "re_new_password": "x", "new_password": "1"}, token=access)

    before = len(app.mails(yan.email))
    app.ask("set-password.ok", "POST", path, good, token=access)
    app.ask("set-password.then-same-token", "GET", "users/me/", token=access)
    app.ask("set-password.then-other-session", "GET", "users/me/", token=elsewhere)
    app.ask("set-password.then-refresh", "POST", "jwt/refresh/", {"refresh": refresh})
    app.ask("set-password.then-old", "POST", "jwt/create/", {"email": yan.email, "password": PASSWORD})
    app.ask("set-password.then-new", "POST", "jwt/create/", {"email": yan.email, "password": NEW})
    yan.password = NEW
    access, _ = app.tokens(yan)
    app.ask("set-password.to-the-same", "POST", path, {"current_password": NEW, "new_password": NEW}, token=access)
    mails(app, "set-password.mail", yan, before + 1)

    zoe = app.activated("zoe")
    access, _ = app.tokens(zoe)
    app.administrator.take_password(zoe.email)
    app.ask("set-password.without-one", "POST", path, good, token=access)


def mails(app, scenario, person, number):
    """A notice came, which holds no link to follow."""
    until = time.monotonic() + PATIENCE
    while len(found := app.mails(person.email)) < number:
        assert time.monotonic() < until, f"the notice to {person.email} does not come"
    app.note(scenario, {"came": True, "to": app.mask.text(found[0]["to"])})
