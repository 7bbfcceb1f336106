"""Rows A12, A13, A15 to A17: a forgotten password."""

from client.app import PASSWORD

NEW = "Harrier-above-7-rivers"
OTHER = "Merlin-beyond-6-woods"
ASK, CONFIRM = "users/reset_password/", "users/reset_password_confirm/"


def scenarios(app):
    abe, bea, cy = app.activated("abe"), app.registered("bea"), app.activated("cy")
    access, refresh = app.tokens(abe)
    app.ask("reset.ok", "POST", ASK, {"email": abe.email})
    link = app.known(app.link(abe.email, 2), abe)
    app.administrator.take_password(cy.email)
    for name, email in (
        ("unknown", f"unknown-{app.run}@example.com"),
        ("inactive", bea.email),
        ("without-password", cy.email),
        ("no-address", "abe"),
        ("too-long", f"{'a' * 250}@example.com"),
    ):
        app.ask(f"reset.{name}", "POST", ASK, {"email": email})
    app.ask("reset.missing", "POST", ASK, {})
    app.ask("reset.bad-authorization", "POST", ASK, {"email": abe.email}, token="rubbish")
    app.note("reset.mails", {"inactive": len(app.mails(bea.email)), "unknown": len(app.mails(f"unknown-{app.run}@example.com"))})

    app.ask("confirm.uid-rubbish", "POST", CONFIRM, {**link.body(new_password=NEW), "uid": "!!!"})
    app.ask("confirm.token-rubbish", "POST", CONFIRM, {**link.body(new_password=NEW), "token": "rubbish"})
    app.ask("confirm.token-rubbish-and-weak", "POST", CONFIRM, {**link.body(new_password="1"), "token": "rubbish"})
    app.ask("confirm.uid-rubbish-and-missing", "POST", CONFIRM, {"uid": "!!!", "token": link.token})
    for field in ("uid", "token", "new_password"):
        body = {name: value for name, value in link.body(new_password=NEW).items() if name != field}
        app.ask(f"confirm.no-{field}", "POST", CONFIRM, body)
    for name, new in (("three-at-once", "12345"), ("common", "password1")):
        app.ask(f"confirm.{name}", "POST", CONFIRM, link.body(new_password=new))

    app.ask("confirm.ok", "POST", CONFIRM, link.body(new_password=NEW))
    app.ask("confirm.again", "POST", CONFIRM, link.body(new_password=OTHER))
    app.ask("confirm.then-old", "POST", "jwt/create/", {"email": abe.email, "password": PASSWORD})
    app.ask("confirm.then-new", "POST", "jwt/create/", {"email": abe.email, "password": NEW})
    app.ask("confirm.then-older-access", "GET", "users/me/", token=access)
    app.ask("confirm.then-older-refresh", "POST", "jwt/refresh/", {"refresh": refresh})
    app.ask("reset.other-case", "POST", ASK, {"email": abe.email.upper()})

    dan = app.activated("dan")
    for number in (2, 3):
        app.send("POST", ASK, {"email": dan.email})
        app.link(dan.email, number)
    older, newer = (app.known(app.link(dan.email, number), dan) for number in (2, 3))
    app.ask("confirm.older-of-two", "POST", CONFIRM, older.body(new_password=NEW))
    app.ask("confirm.newer-after-older", "POST", CONFIRM, newer.body(new_password=OTHER))

    similar = app.activated("similar")
    app.send("POST", ASK, {"email": similar.email})
    link = app.known(app.link(similar.email, 2), similar)
    app.ask("confirm.like-username", "POST", CONFIRM, link.body(new_password=similar.username))


def crossed(app):
    """A link is good for one purpose; in djoser it is good for all."""
    elf, fay = app.registered("elf"), app.activated("fay")
    activation = app.known(app.link(elf.email, 1), elf)
    app.send("POST", ASK, {"email": fay.email})
    reset = app.known(app.link(fay.email, 2), fay)
    app.ask("crossed.activation-token-resets", "POST", CONFIRM, activation.body(new_password=NEW))
    app.administrator.deactivate(fay.email)
    app.ask("crossed.reset-token-activates", "POST", "users/activation/", reset.body())

    gil = app.activated("gil")
    app.send("POST", ASK, {"email": gil.email})
    link = app.known(app.link(gil.email, 2), gil)
    app.administrator.deactivate(gil.email)
    app.ask("crossed.reset-of-inactive", "POST", CONFIRM, link.body(new_password=NEW))
