#!/usr/bin/env python3
"""Asks Django and Gatepost the same questions and compares their answers.

    parity.py run --table FILE
        Both, each started for each profile, against the table of the differences that are meant.
    parity.py record --target django|gatepost --base URL --database FILE-OR-URL --profile NAME --out FILE
        Runs the scenarios of a profile against a server that is up, on a fresh database.
    parity.py django|gatepost --out FILE
        Starts one of them for each profile and records its answers.
    parity.py compare DJANGO GATEPOST --table FILE
        Compares two recordings.
    parity.py tell FILE
        Writes a recording as text, for somebody who has to answer the same.

Gatepost is target/release/gatepost, or what GATEPOST_BINARY names.
"""

import argparse
import json
import sys
from pathlib import Path

from client.administrator import Administrator
from client.app import App
from client.differences import compare, read_table
from client.scenarios import PROFILES
from servers import CHEAP_HASHES, DJANGO_KEY, LIKE_DJANGO, SETTINGS, Database, Django, Gatepost, engines


def record(target, base, database, profile):
    app = App(base, Administrator(target, database))
    for scenarios in PROFILES[profile]:
        try:
            scenarios(app)
        except AssertionError as error:
            # What comes after it in that file is not asked, and so told as missing.
            app.note(f"{scenarios.__module__.rpartition('.')[2]}.{scenarios.__name__}", {"broke off": app.mask.text(str(error))})
    return app.entries


def record_django():
    answers = {}
    for profile in PROFILES:
        with Database() as database, Django(database.place, profile) as django:
            answers[profile] = record("django", django.base, database.place, profile)
    return answers


def record_gatepost(server=None):
    answers = {}
    for profile in PROFILES:
        settings = {**LIKE_DJANGO, **SETTINGS[profile], **CHEAP_HASHES, "IMPORT__SIMPLEJWT_KEY": DJANGO_KEY}
        with Database(server) as database, Gatepost(database.url, **settings) as gatepost:
            answers[profile] = record("gatepost", gatepost.base, database.place, profile)
    return answers


def run(table):
    """On every engine: it must make no difference to the answers."""
    django = record_django()
    return [line for server in engines() for line in compare(django, record_gatepost(server), table)]


def tell_complaints(complaints):
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} differences that the table does not have" if complaints else "As the table says.")
    return min(len(complaints), 1)


def write(path, answers):
    Path(path).write_text(json.dumps(answers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


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
    for name in ("django", "gatepost"):
        commands.add_parser(name).add_argument("--out", required=True)
    two = commands.add_parser("compare")
    two.add_argument("django")
    two.add_argument("gatepost")
    two.add_argument("--table", required=True)
    commands.add_parser("run").add_argument("--table", required=True)
    commands.add_parser("tell").add_argument("file")
    arguments = parser.parse_args()
    match arguments.command:
        case "record":
            answers = record(arguments.target, arguments.base, arguments.database, arguments.profile)
            write(arguments.out, {arguments.profile: answers})
        case "django":
            write(arguments.out, record_django())
        case "gatepost":
            write(arguments.out, record_gatepost())
        case "tell":
            tell(read(arguments.file))
        case "compare":
            table = read_table(Path(arguments.table).read_text(encoding="utf-8"))
            return tell_complaints(compare(read(arguments.django), read(arguments.gatepost), table))
        case "run":
            return tell_complaints(run(read_table(Path(arguments.table).read_text(encoding="utf-8"))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
