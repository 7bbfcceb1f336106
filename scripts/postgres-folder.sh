#!/usr/bin/env bash
# Prints the folder of PostgreSQL's server programs, the newest where there are several; nothing
# where there are none. Debian keeps them off the PATH.
source "$(dirname "$0")/env.sh"

if newest=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort --version-sort | tail -n 1) && [ -n "$newest" ]; then
    dirname "$newest"
elif initdb=$(command -v initdb); then
    dirname "$initdb"
fi
