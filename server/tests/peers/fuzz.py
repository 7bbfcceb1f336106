#!/usr/bin/env python3
"""Lets schemathesis loose on the API by its own description, without a token and with one.

    fuzz.py [--examples N] [--seed N]

Any 5xx, any status that the description does not have, any answer that does not fit its schema fails.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path

from client.administrator import Administrator
from client.app import App
from servers import Database, Gatepost


def fuzz(gatepost, arguments, token=None):
    st = Path(sys.executable).with_name("st")
    command = [str(st), "run", f"{gatepost.base}/api/openapi.json", "--url", gatepost.base, "--mode", "all"]
    command += ["--checks", "all", "--continue-on-failure", "--max-examples", str(arguments.examples)]
    command += ["--seed", str(arguments.seed), "--workers", "1", "--request-timeout", "30", "--no-color"]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    print(f"{'with' if token else 'without'} a token", flush=True)
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
    # A long life: the token has to outlast the fuzzing.
    with Database() as database, Gatepost(database.url, SESSION__ACCESS_TTL="900") as gatepost:
        sound &= fuzz(gatepost, arguments)
        app = App(gatepost.base, Administrator("gatepost", database.place))
        access, _ = app.tokens(app.activated("fuzzer"))
        sound &= fuzz(gatepost, arguments, access)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
