"""Rows A01 and B23: paths, methods, what DRF's router adds."""


def scenarios(app):
    ann = app.activated("ann")
    access, _ = app.tokens(ann)

    app.ask("routing.root-anonymous", "GET", "")
    app.ask("routing.unknown", "GET", "nothing/")
    app.ask("routing.unknown-post", "POST", "nothing/", {})

    # Without the slash Django sends a redirect, which a browser follows with GET.
    app.ask("routing.no-slash.me", "GET", "users/me", token=access)
    app.ask("routing.no-slash.register", "POST", "users", {})
    app.ask("routing.no-slash.create", "POST", "jwt/create", {})
    app.ask("routing.no-slash.refresh", "POST", "jwt/refresh", {})
    app.ask("routing.no-slash.verify", "POST", "jwt/verify", {})
    app.ask("routing.no-slash.blacklist", "POST", "jwt/blacklist", {})
    app.ask("routing.two-slashes", "GET", "users//me/", token=access)
    app.ask("routing.unanchored", "POST", "jwt/createXYZ", {})
    app.ask("routing.query", "GET", "users/me/?x=1", token=access)

    app.ask("routing.json-suffix.me", "GET", "users/me.json", token=access)
    app.ask("routing.json-suffix.list", "GET", "users.json", token=access)
    app.ask("routing.format-query", "GET", "users/me/?format=json", token=access)

    app.ask("routing.head.me", "HEAD", "users/me/", token=access)
    app.ask("routing.head.me-anonymous", "HEAD", "users/me/")
    app.ask("routing.options.me-anonymous", "OPTIONS", "users/me/")
    app.ask("routing.options.create", "OPTIONS", "jwt/create/")

    app.ask("routing.accept-xml", "GET", "users/me/", token=access, headers={"Accept": "application/xml"})
    app.ask("routing.accept-anything", "GET", "users/me/", token=access, headers={"Accept": "*/*"})
    app.ask("routing.accept-nothing", "GET", "users/me/", token=access, headers={"Accept": None})

    for method, path in (
        ("DELETE", "users/"),
        ("PUT", "users/"),
        ("POST", "users/me/"),
        ("GET", "users/activation/"),
        ("GET", "users/resend_activation/"),
        ("GET", "users/reset_password/"),
        ("PUT", "users/reset_password_confirm/"),
        ("GET", "users/set_password/"),
        ("GET", "users/set_email/"),
        ("GET", "jwt/create/"),
        ("PUT", "jwt/refresh/"),
        ("GET", "jwt/verify/"),
        ("DELETE", "jwt/blacklist/"),
    ):
        name = f"routing.method.{method.lower()}-{path.rstrip('/').replace('/', '.')}"
        app.ask(f"{name}-anonymous", method, path, None if method == "GET" else {})
        app.ask(f"{name}-signed-in", method, path, None if method == "GET" else {}, token=access)
    app.ask("routing.method.post-users.id-signed-in", "POST", f"users/{ann.id}/", {}, token=access)
