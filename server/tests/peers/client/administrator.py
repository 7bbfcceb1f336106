"""What an administrator does behind the API's back, straight in the database of either system."""

import sqlite3
from dataclasses import dataclass

import psycopg

STATEMENTS = {
    "django": {
        "staff": "update accounts_user set is_staff = true where email = ?",
        "inactive": "update accounts_user set is_active = false where email = ?",
        "no_password": "update accounts_user set password = '!' || password where email = ?",
    },
    "gatepost": {
        "staff": "update people set is_staff = true where verified_email = ?",
        "inactive": "update people set is_active = false where verified_email = ?",
        "no_password": "update people set password_hash = null where verified_email = ?",
        "from_django": "insert into imported_people (source, source_id, person_id, taken, imported_at)"
        " select 'django', id, id, '{}', 0 from people where verified_email = ?",
    },
}


@dataclass
class Administrator:
    """`database` is a file of SQLite or a URL of PostgreSQL."""

    target: str
    database: str

    def make_staff(self, email):
        self.run("staff", email)

    def deactivate(self, email):
        self.run("inactive", email)

    def take_password(self, email):
        """As somebody has it who only ever came by another provider."""
        self.run("no_password", email)

    def import_from_django(self, email):
        """Only tokens of people who were imported count, so that no number names somebody else."""
        if self.target == "gatepost":
            self.run("from_django", email)

    def run(self, what, email):
        statement = STATEMENTS[self.target][what]
        if self.database.startswith("postgres"):
            with psycopg.connect(self.database) as connection:
                changed = connection.execute(statement.replace("?", "%s"), [email]).rowcount
        else:
            connection = sqlite3.connect(self.database, timeout=30)
            with connection:
                changed = connection.execute(statement, [email]).rowcount
            connection.close()
        assert changed == 1, f"{what} should change one row of {email}, and changed {changed}"
