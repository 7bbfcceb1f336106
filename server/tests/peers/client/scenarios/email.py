"""Rows A20 and A21: another address, which is what djoser calls the user name here."""

from client.app import PASSWORD


def scenarios(app):
    hope, ivy, joy = app.activated("hope"), app.activated("ivy"), app.activated("joy")
    access, _ = app.tokens(hope)
    path = "users/set_email/"
    good = {"new_email": f"new-{hope.email}", "current_password": PASSWORD}

    app.ask("set-email.anonymous", "POST", path, good)
    app.ask("set-email.nothing", "POST", path, {}, token=access)
    app.ask("set-email.wrong", "POST", path, {**good, "current_password": "wrong"}, token=access)
    app.ask("set-email.no-password", "POST", path, {"new_email": good["new_email"]}, token=access)
    for name, email in (
        ("no-address", "hope"),
        ("taken", ivy.email),
        ("unchanged", hope.email),
        ("too-long", f"{'a' * 250}@example.com"),
    ):
        app.ask(f"set-email.{name}", "POST", path, {**good, "new_email": email}, token=access)
    app.ask("set-email.wrong-and-bad", "POST", path, {"new_email": "x", "current_password": "wrong"}, token=access)

    # The name that djoser uses where the model signs in by user name.
    app.ask("set-username.anonymous", "POST", "users/set_username/", {})
    app.ask("set-username.signed-in", "POST", "users/set_username/", {"new_username": "x"}, token=access)

    app.ask("set-email.ok", "POST", path, good, token=access)
    other, _ = app.tokens(joy)
    app.ask("set-email.taken-other-case", "POST", path, {**good, "new_email": ivy.email.upper()}, token=other)
    app.ask("set-email.then-me", "GET", "users/me/", token=access)
    app.ask("set-email.then-old", "POST", "jwt/create/", {"email": hope.email, "password": PASSWORD})
    app.ask("set-email.then-new", "POST", "jwt/create/", {"email": good["new_email"], "password": PASSWORD})
    mails = len(app.mails(hope.email)), len(app.mails(good["new_email"]))
    app.note("set-email.mails", {"old": mails[0] > 1, "new": mails[1] > 0})

    app.ask("legacy.reset-email", "POST", "users/reset_email/", {"email": ivy.email})
    app.ask("legacy.reset-email-confirm", "POST", "users/reset_email_confirm/", {})
    app.ask("legacy.token-login", "POST", "token/login/", {"email": ivy.email, "password": PASSWORD})
    app.ask("legacy.token-logout", "POST", "token/logout/", {}, token=access)
