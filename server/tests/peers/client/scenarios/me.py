"""Rows A22 to A24: one's own record."""


def scenarios(app):
    tia, uma = app.activated("tia"), app.activated("uma")
    access, _ = app.tokens(tia)
    path = "users/me/"

    app.ask("me.get", "GET", path, token=access)
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        app.ask(f"me.{method.lower()}-anonymous", method, path, None if method == "GET" else {})

    app.ask("me.put", "PUT", path, {"username": f"tia2-{app.run}"}, token=access)
    app.ask("me.put-nothing", "PUT", path, {}, token=access)
    app.ask("me.put-other-email", "PUT", path, {"username": tia.username, "email": f"n-{tia.email}"}, token=access)
    app.ask("me.patch", "PATCH", path, {"username": f"tia3-{app.run}"}, token=access)
    app.ask("me.patch-same", "PATCH", path, {"username": f"tia3-{app.run}"}, token=access)
    app.ask("me.patch-nothing", "PATCH", path, {}, token=access)
    app.ask("me.patch-taken", "PATCH", path, {"username": uma.username}, token=access)
    app.ask("me.patch-taken-other-case", "PATCH", path, {"username": uma.username.upper()}, token=access)
    app.ask("me.patch-bad", "PATCH", path, {"username": "two words"}, token=access)
    app.ask("me.patch-long", "PATCH", path, {"username": "u" * 151}, token=access)
    app.ask("me.patch-email", "PATCH", path, {"email": f"new-{tia.email}"}, token=access)
    app.ask("me.patch-password", "PATCH", path, {"password": "Another-long-1"}, token=access)
    app.ask("me.patch-rights", "PATCH", path, {"is_staff": True, "is_active": False, "id": uma.id}, token=access)
    app.ask("me.patch-names", "PATCH", path, {"first_name": "Tia", "last_name": "Åå"}, token=access)
    app.ask("me.patch-list", "PATCH", path, [], token=access)
    app.ask("me.get-after", "GET", path, token=access)
    app.ask("me.password-as-before", "POST", "jwt/create/", {"email": tia.email, "password": tia.password})
