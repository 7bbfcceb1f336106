#!/usr/bin/env bash
# Sees to PostgreSQL's programs. No running service is needed: scripts/with-postgres.sh starts
# a server of its own.
source "$(dirname "$0")/../env.sh"

[ -z "$(scripts/postgres-folder.sh)" ] || exit 0
say "Installing PostgreSQL (once, about 1 minute)…"
scripts/install/apt.sh postgresql
[ -n "$(scripts/postgres-folder.sh)" ] || die "PostgreSQL is installed, but its initdb is nowhere to be found."
