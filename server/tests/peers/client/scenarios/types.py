"""Values of the wrong kind, in every field of every form."""

FORMS = {
    "register": ("users/", ("email", "username", "password")),
    "create": ("jwt/create/", ("email", "password")),
    "refresh": ("jwt/refresh/", ("refresh",)),
    "verify": ("jwt/verify/", ("token",)),
    "blacklist": ("jwt/blacklist/", ("refresh",)),
    "activation": ("users/activation/", ("uid", "token")),
    "resend": ("users/resend_activation/", ("email",)),
    "reset": ("users/reset_password/", ("email",)),
    "confirm": ("users/reset_password_confirm/", ("uid", "token", "new_password")),
    "set_password": ("users/set_password/", ("current_password", "new_password")),
    "set_email": ("users/set_email/", ("current_password", "new_email")),
}
VALUES = {
    "number": 5,
    "fraction": 1.5,
    "true": True,
    "list": [],
    "object": {},
    "null": None,
    "blank": "",
    "null-character": "a\u0000b",
}


def scenarios(app):
    finn = app.activated("finn")
    access, _ = app.tokens(finn)
    for form, (path, fields) in FORMS.items():
        token = access if form.startswith("set_") else None
        for kind, value in VALUES.items():
            app.ask(f"types.{form}.{kind}", "POST", path, {field: value for field in fields}, token=token)
        app.ask(f"types.{form}.missing", "POST", path, {}, token=token)
    for kind, value in VALUES.items():
        app.ask(f"types.me.{kind}", "PATCH", "users/me/", {"username": value}, token=access)
        app.ask(f"types.delete.{kind}", "DELETE", "users/me/", {"current_password": value}, token=access)
