"""Rows A27 and A28: lists, and other people's records."""

import uuid


def scenarios(app):
    vera, walt, xena = app.activated("vera"), app.activated("walt"), app.activated("xena")
    app.administrator.make_staff(xena.email)
    plain, staff = app.tokens(vera)[0], app.tokens(xena)[0]

    app.ask("list.anonymous", "GET", "users/")
    app.ask("list.plain", "GET", "users/", token=plain)
    people, path, longest = [], "users/", 0
    while path:
        page = app.send("GET", path, token=staff).json()
        people, longest = people + page["results"], max(longest, len(page["results"]))
        path = page["next"] and page["next"].rpartition("/api/auth/")[2]
    app.note(
        "list.staff",
        {
            "keys": sorted(page),
            "at_most_20": longest <= 20,
            "counts": page["count"] == len(people),
            "fields": sorted(people[0]),
            "holds_others": {vera.id, walt.id, xena.id} <= {person["id"] for person in people},
        },
        "GET users/ as staff, page by page",
    )
    app.ask("list.page-1", "GET", "users/?page=1", token=plain)
    app.ask("list.page-2", "GET", "users/?page=2", token=plain)
    app.ask("list.page-0", "GET", "users/?page=0", token=plain)
    app.ask("list.page-no-number", "GET", "users/?page=x", token=plain)

    nobody = uuid.uuid4()
    for name, token in (("anonymous", None), ("plain", plain), ("staff", staff)):
        for method, body in (
            ("GET", None),
            ("PUT", {"username": f"put-by-{name}-{app.run}"}),
            ("PATCH", {"username": f"patched-by-{name}-{app.run}"}),
            ("DELETE", {"current_password": "wrong"}),
        ):
            verb = method.lower()
            app.ask(f"other.{verb}-{name}", method, f"users/{walt.id}/", body, token=token)
            app.ask(f"nobody.{verb}-{name}", method, f"users/{nobody}/", body, token=token)
        app.ask(f"no-uuid.{name}", "GET", "users/5/", token=token)
        app.ask(f"no-uuid.delete-{name}", "DELETE", "users/5/", {"current_password": "wrong"}, token=token)
    app.ask("other.patch-taken-staff", "PATCH", f"users/{walt.id}/", {"username": vera.username}, token=staff)
    app.ask("other.patch-email-staff", "PATCH", f"users/{walt.id}/", {"email": "a@example.com"}, token=staff)
    app.ask("other.delete-plain-own-password", "DELETE", f"users/{walt.id}/", password(vera), token=plain)

    app.ask("self.get", "GET", f"users/{vera.id}/", token=plain)
    app.ask("self.get-upper-case", "GET", f"users/{vera.id.upper()}/", token=plain)
    app.ask("self.get-no-hyphens", "GET", f"users/{vera.id.replace('-', '')}/", token=plain)
    app.ask("self.put", "PUT", f"users/{vera.id}/", {"username": f"vera2-{app.run}"}, token=plain)
    app.ask("self.patch", "PATCH", f"users/{vera.id}/", {"username": f"vera3-{app.run}"}, token=plain)
    app.ask("self.delete-wrong", "DELETE", f"users/{vera.id}/", {"current_password": "wrong"}, token=plain)

    app.ask("other.delete-staff-their-password", "DELETE", f"users/{walt.id}/", password(walt, "x"), token=staff)
    app.ask("other.delete-staff-missing", "DELETE", f"users/{walt.id}/", {}, token=staff)
    app.ask("other.delete-staff-own-password", "DELETE", f"users/{walt.id}/", password(xena), token=staff)
    app.ask("other.get-deleted-staff", "GET", f"users/{walt.id}/", token=staff)
    app.ask("self.delete", "DELETE", f"users/{vera.id}/", password(vera), token=plain)


def password(person, more=""):
    return {"current_password": person.password + more}
