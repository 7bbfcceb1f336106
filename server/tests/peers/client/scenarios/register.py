"""Rows A02 to A05 and A07: registering."""

from client.app import PASSWORD


def scenarios(app):
    cleo = app.person("cleo")
    app.mask.name(PASSWORD, "password")
    whole = {"email": cleo.email, "username": cleo.username, "password": PASSWORD}

    app.ask("register.ok", "POST", "users/", whole)
    app.ask("register.again-not-yet-activated", "POST", "users/", whole)
    app.ask("register.username-taken-by-inactive", "POST", "users/", {**whole, "email": f"other-{cleo.email}"})
    app.ask("register.email-taken-by-inactive", "POST", "users/", {**whole, "username": f"o{cleo.username}"})

    dora = app.activated("dora")
    taken = {"email": dora.email, "username": dora.username, "password": PASSWORD}
    app.ask("register.taken", "POST", "users/", taken)
    app.ask("register.username-taken", "POST", "users/", {**taken, "email": f"other-{dora.email}"})
    app.ask("register.email-taken", "POST", "users/", {**taken, "username": f"other-{dora.username}"})
    upper = {**taken, "username": f"upper-{dora.username}", "email": dora.email.upper()}
    app.ask("register.email-taken-other-case", "POST", "users/", upper)
    domain = {**taken, "username": f"domain-{dora.username}", "email": dora.email.replace("example", "EXAMPLE")}
    app.ask("register.email-taken-other-case-of-domain", "POST", "users/", domain)
    case = {**taken, "username": dora.username.upper(), "email": f"case-{dora.email}"}
    app.ask("register.username-taken-other-case", "POST", "users/", case)
    weak = {**taken, "password": "1"}
    app.ask("register.taken-and-weak", "POST", "users/", weak)

    app.ask("register.nothing", "POST", "users/", {})
    for field in ("email", "username", "password"):
        app.ask(f"register.no-{field}", "POST", "users/", {k: v for k, v in fresh(app, field).items() if k != field})
        app.ask(f"register.blank-{field}", "POST", "users/", {**fresh(app, field), field: ""})
        app.ask(f"register.spaces-{field}", "POST", "users/", {**fresh(app, field), field: "   "})
        app.ask(f"register.null-{field}", "POST", "users/", {**fresh(app, field), field: None})

    for name, email in (
        ("no-at", "erin"),
        ("no-domain", "erin@"),
        ("no-dot", "erin@example"),
        ("two-ats", "a@b@example.com"),
        ("space-inside", "er in@example.com"),
        ("quoted", '"er in"@example.com'),
        ("literal", f"erin-{app.run}@[127.0.0.1]"),
        ("localhost", f"erin-{app.run}@localhost"),
        ("long-label", f"erin@{'a' * 64}.com"),
        ("dot-first", ".erin@example.com"),
        ("control", "erin\u0001@example.com"),
        ("null-character", "er\u0000in@example.com"),
        ("too-long", f"{'a' * 250}@example.com"),
        ("unicode-local", "ärin@example.com"),
    ):
        app.ask(f"register.email.{name}", "POST", "users/", {**fresh(app, name), "email": email})
    app.ask("register.email.unicode-domain", "POST", "users/", {**fresh(app, "ud"), "email": f"e-{app.run}@exämple.com"})
    app.ask("register.email.plus", "POST", "users/", {**fresh(app, "plus"), "email": f"e+x-{app.run}@example.com"})
    app.ask("register.email.trimmed", "POST", "users/", {**fresh(app, "trim"), "email": f"  t-{app.run}@example.com "})
    mixed = {**fresh(app, "mixed"), "email": f"Mixed-{app.run}@Example.COM"}
    app.ask("register.email.mixed-case", "POST", "users/", mixed)

    for name, username in (
        ("space-inside", "two words"),
        ("angle", "<b>"),
        ("slash", "a/b"),
        ("null-character", "a\u0000b"),
        ("too-long", "u" * 151),
        ("newline", "a\nb"),
    ):
        app.ask(f"register.username.{name}", "POST", "users/", {**fresh(app, f"u{name}"), "username": username})
    app.ask("register.username.unicode", "POST", "users/", {**fresh(app, "uu"), "username": f"Zoë-{app.run}"})
    app.ask("register.username.compatibility", "POST", "users/", {**fresh(app, "uc"), "username": f"ﬁ-{app.run}"})
    app.ask("register.username.trimmed", "POST", "users/", {**fresh(app, "ut"), "username": f" trim-{app.run} "})
    app.ask("register.username.an-address", "POST", "users/", {**fresh(app, "ua"), "username": f"a-{app.run}@b.c"})

    for name, password in (
        ("short", "x7!kQ"),
        ("numeric", "748392017465"),
        ("short-and-numeric", "7483"),
        ("common", "password"),
        ("common-upper-case", "PASSWORD"),
        ("common-and-numeric", "12345678"),
        ("three-at-once", "12345"),
        ("like-email", f"{app.person('plike-email').email}"),
        ("like-email-name", f"plike-email-name-{app.run}"),
        ("like-domain", "example.com"),
        ("null-character", "kestrel\u0000over hills"),
        ("too-short-by-spaces", "  abc  "),
    ):
        body = {**fresh(app, f"p{name}"), "password": password}
        app.ask(f"register.password.{name}", "POST", "users/", body)
    like = fresh(app, "similar")
    app.ask("register.password.like-username", "POST", "users/", {**like, "password": like["username"]})
    app.ask("register.password.unicode", "POST", "users/", {**fresh(app, "pu"), "password": "пустельга над холмами"})
    app.ask("register.password.long", "POST", "users/", {**fresh(app, "pl"), "password": "kestrel " * 500})
    app.ask("register.password.at-limit", "POST", "users/", {**fresh(app, "pa"), "password": "kQ7!zt+w"})

    more = {**fresh(app, "more"), "is_staff": True, "is_active": True, "id": dora.id, "first_name": "Ann", "x": 1}
    app.ask("register.extra-fields", "POST", "users/", more)
    app.ask("register.retype-not-asked", "POST", "users/", {**fresh(app, "re"), "re_password": "something else"})
    app.ask("register.surrogate", "POST", "users/", raw=surrogate(app))
    access, _ = app.tokens(dora)
    app.ask("register.signed-in", "POST", "users/", fresh(app, "signed"), token=access)
    app.ask("register.with-bad-token", "POST", "users/", fresh(app, "badtoken"), token="rubbish")
    first_mail(app)


def first_mail(app):
    """What the mail consists of; its words are each system's own."""
    eve = app.registered("eve")
    link = app.link(eve.email, 1)
    mail = app.mails(eve.email)[0]
    app.note(
        "register.mail",
        {
            "mails": len(app.mails(eve.email)),
            "to": app.mask.text(mail["to"]),
            "has_html": bool(mail["html"]),
            "html_has_link": link.token in mail["html"],
            "has_uid_and_token": bool(link.uid and link.token),
        },
    )


def fresh(app, name):
    """A body that nothing is wrong with, of somebody new."""
    person = app.person(f"x{name}")
    return {"email": person.email, "username": person.username, "password": PASSWORD}


def surrogate(app):
    body = f'{{"email": "s-{app.run}@example.com", "username": "s-{app.run}", "password": "kestrel \\ud800 hills"}}'
    return body.encode()
