"""Rows C01 to C03: beginning and finishing a sign-in with a provider, as far as no provider is asked."""

PAGE = "http://localhost:3000/signed-in"


def scenarios(app):
    sue = app.activated("sue")
    access, _ = app.tokens(sue)
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    app.ask("social.begin", "GET", f"o/facebook/?redirect_uri={PAGE}")
    app.ask("social.begin.signed-in", "GET", f"o/facebook/?redirect_uri={PAGE}", token=access)
    app.ask("social.begin.bad-token", "GET", f"o/facebook/?redirect_uri={PAGE}", token="x.y.z")
    app.ask("social.begin.no-page", "GET", "o/facebook/")
    for name, page in (
        ("elsewhere", "https://evil.example/"),
        ("longer", f"{PAGE}/more"),
        ("query", f"{PAGE}%3Fx=1"),
        ("case", PAGE.upper()),
        ("empty", ""),
    ):
        app.ask(f"social.begin.{name}", "GET", f"o/facebook/?redirect_uri={page}")
    app.ask("social.begin.unknown", "GET", f"o/nobody/?redirect_uri={PAGE}")
    app.ask("social.begin.unknown-elsewhere", "GET", "o/nobody/?redirect_uri=https://evil.example/")
    app.ask("social.no-slash", "GET", f"o/facebook?redirect_uri={PAGE}")

    app.ask("social.finish.nothing", "POST", "o/facebook/?x=1", raw=b"", headers=form)
    app.ask("social.finish.no-code", "POST", "o/facebook/?state=made-up", raw=b"", headers=form)
    app.ask("social.finish.made-up", "POST", "o/facebook/?state=made-up&code=c", raw=b"", headers=form)
    app.ask("social.finish.form", "POST", "o/facebook/", raw=b"state=made-up&code=c", headers=form)
    app.ask("social.finish.json", "POST", "o/facebook/", {"state": "made-up", "code": "c"})
    app.ask("social.finish.bad-token", "POST", "o/facebook/?state=s&code=c", raw=b"", headers=form, token="x.y.z")
    app.ask("social.finish.unknown", "POST", "o/nobody/?state=s&code=c", raw=b"", headers=form)
    for method in ("PUT", "PATCH", "DELETE"):
        app.ask(f"social.{method.lower()}", method, "o/facebook/")
