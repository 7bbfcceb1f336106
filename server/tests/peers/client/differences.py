"""Compares two recordings, and both with the table of the differences that are meant."""

import fnmatch
import json
import re
from dataclasses import dataclass

# A line of the table: | scenario | row | Django | Gatepost | why |, the first in a code span.
LINE = re.compile(r"^\|\s*`(?P<scenario>[^`]+)`\s*\|(?P<row>[^|]*)\|(?P<django>.*)\|(?P<gatepost>.*)\|(?P<why>[^|]*)\|\s*$")
# What the table may say of a row: its flaw is mended, it is new, or it is left out.
REASONS = ("F", "N", "O")


@dataclass
class Expected:
    """A line of the table. Its scenario may be a pattern; then each that it fits has to differ so."""

    scenario: str
    row: str
    django: str
    gatepost: str
    why: str


def read_table(text):
    lines = (LINE.match(line) for line in text.splitlines())
    return [Expected(**{name: value.strip() for name, value in line.groupdict().items()}) for line in lines if line]


def compare(django, gatepost, table):
    """Every complaint; none means that the systems differ as the table says and in nothing else."""
    complaints = [f"{line.scenario}: its row must end in one of {REASONS}" for line in table if not reasoned(line)]
    used = set()
    for profile, entries in django.items():
        answers = gatepost.get(profile, {})
        for scenario in answers.keys() - entries.keys():
            complaints.append(f"{scenario}: asked of Gatepost alone")
        for scenario, entry in entries.items():
            if scenario not in answers:
                complaints.append(f"{scenario}: not asked of Gatepost")
                continue
            complaints += judge(scenario, entry, answers[scenario], table, used)
    complaints += [f"{line.scenario}: the table knows it, nobody asks it" for line in table if line.scenario not in used]
    return complaints


def judge(scenario, django, gatepost, table, used):
    expected = next((line for line in table if fnmatch.fnmatchcase(scenario, line.scenario)), None)
    same = django["answer"] == gatepost["answer"]
    if expected is None:
        return [] if same else [as_line(scenario, django, gatepost)]
    used.add(expected.scenario)
    if same:
        return [f"{scenario}: the table has a difference ({expected.scenario}), and there is none"]
    return [
        f"{scenario}: the table says that {name} answers {told}, and it answers {brief(entry['answer'])}"
        for name, told, entry in (("Django", expected.django, django), ("Gatepost", expected.gatepost, gatepost))
        if not fits(told, entry["answer"])
    ]


def reasoned(line):
    return line.row.split()[-1:] != [] and line.row.split()[-1] in REASONS


def fits(told, answer):
    """`204` is a status; `400 {…}` a status and a body; any other text is for people, and fits."""
    span = re.fullmatch(r"`(.*)`", told)
    if not span:
        return True
    told = span[1].replace("\\|", "|")
    whole = re.fullmatch(r"(\d{3})(?: (.*))?", told)
    if not whole:
        return json.loads(told) == answer
    status, body = whole.groups()
    return answer.get("status") == int(status) and (body is None or json.loads(body) == answer["body"])


def brief(answer):
    """An answer as the table writes it. Where only a header differs, the line's last column says so."""
    if "body" not in answer:
        text = json.dumps(answer, ensure_ascii=False)
    else:
        body = "" if answer["body"] is None else " " + json.dumps(answer["body"], ensure_ascii=False)
        text = f"{answer['status']}{body}"
    return "`" + text.replace("|", "\\|") + "`"


def as_line(scenario, django, gatepost):
    """A difference that nobody explained, ready for whoever has to explain it."""
    ours, theirs = gatepost["answer"], django["answer"]
    headers = ""
    if ours.get("headers") != theirs.get("headers"):
        headers = f" headers {theirs.get('headers')} and {ours.get('headers')}"
    return f"| `{scenario}` | ? | {brief(theirs)} | {brief(ours)} | ?{headers} |"
