"""Rows A08 to A10: activation, its resend, and both switched off."""

import base64
import uuid


def scenarios(app):
    gus, hal = app.registered("gus"), app.registered("hal")
    link, other = app.known(app.link(gus.email, 1), gus), app.known(app.link(hal.email, 1), hal)
    path = "users/activation/"

    app.ask("activation.sign-in-before", "POST", "jwt/create/", {"email": gus.email, "password": gus.password})
    nobody = base64.urlsafe_b64encode(str(uuid.uuid4()).encode()).decode().rstrip("=")
    app.mask.name(nobody, "nobody's uid")
    for name, uid in (("rubbish", "!!!"), ("no-base64", "a"), ("no-uuid", "MTIz"), ("nobody", nobody), ("no-utf8", "_w")):
        app.ask(f"activation.uid-{name}", "POST", path, {"uid": uid, "token": link.token})
    for name, token in (("rubbish", "rubbish"), ("of-another", other.token), ("form", "abc-def"), ("old", "1-" + "0" * 32)):
        app.ask(f"activation.token-{name}", "POST", path, {"uid": link.uid, "token": token})
    app.ask("activation.both-wrong", "POST", path, {"uid": "!!!", "token": "rubbish"})
    app.ask("activation.uid-of-another", "POST", path, {"uid": other.uid, "token": link.token})
    app.ask("activation.no-uid", "POST", path, {"token": link.token})
    app.ask("activation.no-token", "POST", path, {"uid": link.uid})
    app.ask("activation.bad-authorization", "POST", path, link.body(), token="rubbish")
    app.ask("activation.by-get", "GET", f"users/activation/{link.uid}/{link.token}/")

    app.ask("activation.ok", "POST", path, link.body())
    app.ask("activation.again", "POST", path, link.body())
    app.ask("activation.again-bad-token", "POST", path, {"uid": link.uid, "token": "rubbish"})
    app.ask("activation.sign-in-after", "POST", "jwt/create/", {"email": gus.email, "password": gus.password})
    app.note("activation.mails", {"count": len(app.mails(gus.email))})


def resend(app):
    ida, jon = app.registered("ida"), app.activated("jon")
    path = "users/resend_activation/"
    first = app.link(ida.email, 1)
    app.ask("resend.inactive", "POST", path, {"email": ida.email})
    second = app.link(ida.email, 2)
    for name, email in (
        ("unknown", f"unknown-{app.run}@example.com"),
        ("active", jon.email),
        ("no-address", "jon"),
        ("other-case", ida.email.upper()),
        ("too-long", f"{'a' * 250}@example.com"),
    ):
        app.ask(f"resend.{name}", "POST", path, {"email": email})
    app.ask("resend.missing", "POST", path, {})
    for link in (first, second):
        app.known(link, ida)
    app.ask("resend.second-link", "POST", "users/activation/", second.body())
    app.ask("resend.first-link-after", "POST", "users/activation/", first.body())

    kim = app.registered("kim")
    older = app.known(app.link(kim.email, 1), kim)
    app.send("POST", path, {"email": kim.email})
    app.link(kim.email, 2)
    app.ask("resend.older-link-still-good", "POST", "users/activation/", older.body())
    # Mail that must not have come has had the time that the others took.
    app.note("resend.mails-to-active", {"count": len(app.mails(jon.email))})


def switched_off(app):
    lea = app.person("lea")
    body = {"email": lea.email, "username": lea.username, "password": lea.password}
    app.ask("no-activation.register", "POST", "users/", body)
    app.ask("no-activation.resend", "POST", "users/resend_activation/", {"email": lea.email})
    app.ask("no-activation.resend-unknown", "POST", "users/resend_activation/", {"email": f"x{lea.email}"})
    app.ask("no-activation.resend-bad", "POST", "users/resend_activation/", {"email": "x"})
