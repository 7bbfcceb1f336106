"""Starts the programs that the tests talk to, each on a free port of loopback."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FLAGS = {"default": [], "retype": ["--retype"], "no-activation": ["--no-activation"]}


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
