"""Bodies that are not what the API expects."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def scenarios(app):
    ben = app.activated("ben")
    access, _ = app.tokens(ben)

    for name, path in (("register", "users/"), ("create", "jwt/create/"), ("refresh", "jwt/refresh/")):
        for kind, raw in (
            ("cut-off", b'{"email": "a@example.com"'),
            ("no-json", b"email=a@example.com"),
            ("single-quotes", b"{'email': 'a@example.com'}"),
            ("trailing-comma", b'{"email": "a@example.com",}'),
            ("trailing-rubbish", b'{"email": "a@example.com"} x'),
            ("not-a-number", b'{"email": NaN}'),
            ("no-utf8", b'{"email": "\xff\xfe"}'),
            ("byte-order-mark", b'\xef\xbb\xbf{"email": "a@example.com"}'),
            ("empty", b""),
            ("blank", b"  "),
            ("list", b"[]"),
            ("list-of-one", b'[{"email": "a@example.com"}]'),
            ("string", b'"a@example.com"'),
            ("number", b"5"),
            ("null", b"null"),
            ("true", b"true"),
        ):
            app.ask(f"parsing.{name}.{kind}", "POST", path, raw=raw)

    # The position in the text of a parse error.
    app.ask("parsing.second-line", "POST", "jwt/create/", raw=b'{\n  "email": "a@example.com",\n  "password"\n}')
    app.ask("parsing.deep", "POST", "jwt/create/", raw=b"[" * 100_000)
    app.ask("parsing.no-body", "POST", "jwt/create/")
    app.ask("parsing.no-body-signed-in", "POST", "users/set_password/", token=access)
    app.ask("parsing.error-anonymous", "POST", "users/set_password/", raw=b"{")
    app.ask("parsing.error-signed-in", "POST", "users/set_password/", raw=b"{", token=access)
    app.ask("parsing.error-patch", "PATCH", "users/me/", raw=b"{", token=access)
    app.ask("parsing.error-delete", "DELETE", "users/me/", raw=b"{", token=access)

    good = b'{"email": "nobody@example.com", "password": "x"}'
    for kind in ("text/plain", "application/xml", "application/octet-stream", "nonsense"):
        name = kind.replace("/", "-")
        app.ask(f"parsing.type.{name}", "POST", "jwt/create/", raw=good, headers={"Content-Type": kind})
    app.ask("parsing.type.none", "POST", "jwt/create/", raw=good, headers={"Content-Type": None})
    app.ask("parsing.type.register", "POST", "users/", raw=good, headers={"Content-Type": "text/plain"})
    app.ask("parsing.type.anonymous", "POST", "users/set_password/", raw=good, headers={"Content-Type": "text/plain"})
    charset = {"Content-Type": "application/json; charset=utf-8"}
    app.ask("parsing.type.charset", "POST", "jwt/create/", raw=good, headers=charset)
    upper = {"Content-Type": "Application/JSON"}
    app.ask("parsing.type.upper-case", "POST", "jwt/create/", raw=good, headers=upper)

    login = f"email={ben.email.replace('@', '%40')}&password={ben.password}".encode()
    app.ask("parsing.form.create", "POST", "jwt/create/", raw=login, headers=FORM)
    app.ask("parsing.form.create-missing", "POST", "jwt/create/", raw=b"email=a%40example.com", headers=FORM)
    app.ask("parsing.form.create-empty", "POST", "jwt/create/", raw=b"", headers=FORM)
    app.ask("parsing.form.register-missing", "POST", "users/", raw=b"email=a", headers=FORM)
    app.ask("parsing.form.me", "PATCH", "users/me/", raw=f"username={ben.username}".encode(), headers=FORM, token=access)
    parts = (
        b'--line\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + ben.email.encode() + b"\r\n"
        b'--line\r\nContent-Disposition: form-data; name="password"\r\n\r\n' + ben.password.encode() + b"\r\n--line--\r\n"
    )
    multipart = {"Content-Type": "multipart/form-data; boundary=line"}
    app.ask("parsing.multipart.create", "POST", "jwt/create/", raw=parts, headers=multipart)
    app.ask("parsing.multipart.broken", "POST", "jwt/create/", raw=b"x", headers={"Content-Type": "multipart/form-data"})

    twice = b'{"email": "a@example.com", "email": "b", "password": "x"}'
    app.ask("parsing.same-key-twice", "POST", "users/resend_activation/", raw=twice)
