"""Starts the programs that the tests talk to, each on a free port of loopback."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import requests

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FLAGS = {"default": [], "retype": ["--retype"], "no-activation": ["--no-activation"]}
# As in django_project/settings.py: old tokens are good here too.
DJANGO_KEY = "django-peer-secret-key-of-the-tests-and-of-nothing-else"
# A Gatepost as docs/coming-from-django.md sets it up: as Django's settings have it.
LIKE_DJANGO = {
    "ACCOUNTS__USERNAMES": "required",
    "PASSWORDS__MIN_LENGTH": "8",
    "ACCOUNTS__SOCIAL_REDIRECT_URIS": "http://localhost:3000/signed-in",
}
# What a profile means to Gatepost.
SETTINGS = {
    "default": {},
    "retype": {"ACCOUNTS__RETYPE": "true"},
    "no-activation": {"ACCOUNTS__REQUIRE_ACTIVATION": "false"},
}
# Where it is not asked how hard a password is to guess, hashes are cheap.
CHEAP_HASHES = {"PASSWORDS__MEMORY_KIB": "64", "PASSWORDS__ITERATIONS": "1"}
# How long a server may take to begin.
PATIENCE = 60


class Django:
    """The Django project, up while the block lasts."""

    def __init__(self, database, profile="default"):
        self.database = database
        self.profile = profile

    def __enter__(self):
        command = [sys.executable, str(HERE / "serve.py"), "--database", self.database, *FLAGS[self.profile]]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        # It says where it is once it answers; an end of the output means that it died.
        self.base = self.process.stdout.readline().strip()
        assert self.base, "the Django project does not start"
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Gatepost:
    """A Gatepost of one's own, up while the block lasts; `kill` and `start` are for whoever tests its death."""

    def __init__(self, database_url, **settings):
        self.port, demo = free_port(), free_port()
        # Cookies and the demo provider's rules want a name on one side and an address on the other.
        self.base = f"http://localhost:{self.port}"
        self.settings = {
            "SERVER__BIND": f"127.0.0.1:{self.port}",
            "SERVER__PUBLIC_URL": self.base,
            "DEMO__BIND": f"127.0.0.1:{demo}",
            "DEMO__PUBLIC_URL": f"http://127.0.0.1:{demo}",
            "DATABASE__URL": database_url,
            "LIMITS__ENABLED": "false",
            **settings,
        }
        self.process = None

    def environment(self):
        # Nothing of the caller's own settings may reach it.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GATEPOST__")}
        return kept | {f"GATEPOST__{name}": value for name, value in self.settings.items()}

    def run(self, *arguments):
        """One of its commands, to the end."""
        done = subprocess.run(
            [binary(), *arguments], cwd=self.folder.name, env=self.environment(), capture_output=True, text=True
        )
        assert done.returncode == 0, f"gatepost {arguments} fails: {done.stderr}"
        return done.stdout

    def start(self):
        with open(Path(self.folder.name) / "log", "ab") as log:
            self.process = subprocess.Popen(
                [binary()], cwd=self.folder.name, env=self.environment(), stdout=log, stderr=log
            )
        wait_for(self.answers, f"Gatepost to answer at {self.base}")

    def answers(self):
        assert self.process.poll() is None, f"Gatepost ended: {self.log()[-2000:]}"
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthz", timeout=5).ok
        except requests.RequestException:
            return False

    def kill(self):
        """SIGKILL: no time to finish anything."""
        self.process.kill()
        self.process.wait()

    def log(self):
        return (Path(self.folder.name) / "log").read_text(errors="replace")

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.start()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.folder.cleanup()


class Database:
    """A fresh database: a file of SQLite, or one of its own in a PostgreSQL server."""

    def __init__(self, server=None):
        self.server = server

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        if self.server is None:
            self.place = f"{self.folder.name}/database.sqlite"
            self.url = f"sqlite://{self.place}"
            return self
        self.name = f"peers_{os.getpid()}_{time.monotonic_ns()}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"create database {self.name}")
        self.place = self.url = urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))
        return self

    def __exit__(self, *_):
        self.folder.cleanup()
        if self.server is not None:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f"drop database {self.name} with (force)")


def engines():
    """SQLite, and PostgreSQL where a server is named (scripts/with-postgres.sh names one)."""
    server = os.environ.get("GATEPOST_TEST_POSTGRES_URL")
    return [None, server] if server else [None]


def binary():
    path = os.environ.get("GATEPOST_BINARY") or str(ROOT / "target/release/gatepost")
    # It is run in a folder of its own.
    return str(Path(path).resolve())


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(condition, what, patience=PATIENCE):
    until = time.monotonic() + patience
    while not (met := condition()):
        assert time.monotonic() < until, f"waited {patience} s for {what}"
        # Somebody else's processes decide when it is met, so there is nothing to wait on.
        time.sleep(0.02)
    return met
