#!/usr/bin/env python3
"""Lets schemathesis loose on the API by its own description, without a token and with one.

    fuzz.py [--examples N] [--seed N]

Any 5xx, any status that the description does not have, any answer that does not fit its schema fails.
"""

import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

from client.administrator import Administrator
from client.app import App
from servers import Database, Gatepost


SETTINGS = Path(__file__).with_name("schemathesis.toml")


def settings(person):
    """Whoever fuzzes signs in again when something it did has ended their session."""
    text = SETTINGS.read_text(encoding="utf-8")
    if person:
        login = json.dumps(person.email), json.dumps(person.password)
        text += "\n[auth.dynamic.openapi.bearer]\n"
        text += 'path = "/api/auth/jwt/create/"\nextract_selector = "/access"\n'
        text += "payload = { email = %s, password = %s }\n" % login
    return text


def fuzz(gatepost, arguments, person=None):
    st = Path(sys.executable).with_name("st")
    Path(gatepost.folder.name, SETTINGS.name).write_text(settings(person), encoding="utf-8")
    command = [str(st), "run", f"{gatepost.base}/api/openapi.json", "--url", gatepost.base, "--mode", "all"]
    command += ["--checks", "all", "--continue-on-failure", "--max-examples", str(arguments.examples)]
    command += ["--seed", str(arguments.seed), "--workers", "1", "--request-timeout", "30", "--no-color"]
    print(f"{'with' if person else 'without'} a token", flush=True)
    status = subprocess.run(command, cwd=gatepost.folder.name).returncode
    errors = [line for line in gatepost.log().splitlines() if " ERROR " in line]
    for line in errors[:20]:
        print(line)
    return status == 0 and not errors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="a route")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    sound = True
    with Database() as database, Gatepost(database.url) as gatepost:
        sound &= fuzz(gatepost, arguments)
        app = App(gatepost.base, Administrator("gatepost", database.place))
        sound &= fuzz(gatepost, arguments, app.activated("fuzzer"))
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
