"""Rows A06, A17, A18 and A20 where everything new is typed twice."""

from client.app import PASSWORD

NEW = "Osprey-across-5-lakes"


def scenarios(app):
    app.mask.name(PASSWORD, "password")
    lou = app.person("lou")
    body = {"email": lou.email, "username": lou.username, "password": PASSWORD}
    app.ask("retype.register-missing", "POST", "users/", body)
    app.ask("retype.register-blank", "POST", "users/", {**body, "re_password": ""})
    app.ask("retype.register-differs", "POST", "users/", {**body, "re_password": "x"})
    app.ask("retype.register-weak-and-differs", "POST", "users/", {**body, "password": "1", "re_password": "x"})
    app.ask("retype.register-nothing", "POST", "users/", {})
    app.ask("retype.register-ok", "POST", "users/", {**body, "re_password": PASSWORD})

    max_ = app.activated("max", re_password=PASSWORD)
    access, _ = app.tokens(max_)
    path = "users/set_password/"
    good = {"current_password": PASSWORD, "new_password": NEW, "re_new_password": NEW}
    app.ask("retype.set-password-nothing", "POST", path, {}, token=access)
    app.ask("retype.set-password-differs", "POST", path, {**good, "re_new_password": "x"}, token=access)
    weak = {**good, "new_password": "1", "re_new_password": "x"}
    app.ask("retype.set-password-weak-and-differs", "POST", path, weak, token=access)
    app.ask("retype.set-password-wrong-and-differs", "POST", path, {**weak, "current_password": "wrong"}, token=access)

    path = "users/set_email/"
    new = f"new-{max_.email}"
    good_email = {"current_password": PASSWORD, "new_email": new, "re_new_email": new}
    app.ask("retype.set-email-nothing", "POST", path, {}, token=access)
    app.ask("retype.set-email-differs", "POST", path, {**good_email, "re_new_email": max_.email}, token=access)

    app.send("POST", "users/reset_password/", {"email": max_.email})
    link = app.known(app.link(max_.email, 2), max_)
    path = "users/reset_password_confirm/"
    app.ask("retype.confirm-missing", "POST", path, link.body(new_password=NEW))
    app.ask("retype.confirm-differs", "POST", path, link.body(new_password=NEW, re_new_password="x"))
    app.ask("retype.confirm-ok", "POST", path, link.body(new_password=NEW, re_new_password=NEW))
    max_.password = NEW
    access, _ = app.tokens(max_)
    good = {"current_password": NEW, "new_password": PASSWORD, "re_new_password": PASSWORD}
    app.ask("retype.set-password-ok", "POST", "users/set_password/", good, token=access)
