"""Rows A25 and A26: leaving."""

from client.app import PASSWORD


def scenarios(app):
    jay, kay = app.activated("jay"), app.activated("kay")
    access, refresh = app.tokens(jay)
    path = "users/me/"

    app.ask("delete.nothing", "DELETE", path, {}, token=access)
    app.ask("delete.no-body", "DELETE", path, token=access)
    app.ask("delete.wrong", "DELETE", path, {"current_password": "wrong"}, token=access)
    app.ask("delete.ok", "DELETE", path, {"current_password": PASSWORD}, token=access)
    app.ask("delete.then-me", "GET", path, token=access)
    app.ask("delete.then-verify", "POST", "jwt/verify/", {"token": access})
    app.ask("delete.then-sign-in", "POST", "jwt/create/", {"email": jay.email, "password": PASSWORD})
    again = {"email": jay.email, "username": jay.username, "password": PASSWORD}
    app.ask("delete.then-register-again", "POST", "users/", again)

    access, _ = app.tokens(kay)
    app.administrator.take_password(kay.email)
    app.ask("delete.without-password", "DELETE", path, {"current_password": PASSWORD}, token=access)
