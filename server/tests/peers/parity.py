#!/usr/bin/env python3
"""Asks Django and Gatepost the same questions and compares their answers.

    parity.py record --target django|gatepost --base URL --database FILE-OR-URL --profile NAME --out FILE
        Runs the scenarios of a profile against a server that is up.
    parity.py django --out FILE
        Starts the Django project for each profile and records its answers.
    parity.py tell FILE
        Writes a recording as text, for somebody who has to answer the same.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from client.administrator import Administrator
from client.app import App
from client.scenarios import PROFILES
from servers import Django


def record(target, base, database, profile):
    app = App(base, Administrator(target, database))
    for scenarios in PROFILES[profile]:
        scenarios(app)
    return app.entries


def record_django():
    answers = {}
    for profile in PROFILES:
        with tempfile.TemporaryDirectory() as folder, Django(f"{folder}/django.sqlite", profile) as django:
            answers[profile] = record("django", django.base, django.database, profile)
    return answers


def write(path, answers):
    Path(path).write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def tell(answers):
    for profile, entries in answers.items():
        print(f"# {profile}\n")
        for scenario, entry in entries.items():
            answer = entry["answer"]
            print(f"{scenario}: {entry['question']}".rstrip(": "))
            if "status" in answer and "body" in answer:
                headers = "".join(f" [{name}: {value}]" for name, value in answer["headers"].items() if value != "application/json")
                print(f"    {answer['status']}{headers} {json.dumps(answer['body'], ensure_ascii=False)}")
            else:
                print(f"    {json.dumps(answer, ensure_ascii=False)}")
        print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("record")
    one.add_argument("--target", choices=["django", "gatepost"], required=True)
    for name in ("base", "database", "out"):
        one.add_argument(f"--{name}", required=True)
    one.add_argument("--profile", choices=list(PROFILES), default="default")
    commands.add_parser("django").add_argument("--out", required=True)
    commands.add_parser("tell").add_argument("file")
    arguments = parser.parse_args()
    if arguments.command == "record":
        answers = record(arguments.target, arguments.base, arguments.database, arguments.profile)
        write(arguments.out, {arguments.profile: answers})
    elif arguments.command == "django":
        write(arguments.out, record_django())
    else:
        tell(json.loads(Path(arguments.file).read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
