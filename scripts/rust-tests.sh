#!/usr/bin/env bash
# Unit and integration tests, on SQLite and on a PostgreSQL server of their own.
source "$(dirname "$0")/env.sh"

say "Unit and integration tests, on SQLite and PostgreSQL (the first time about 4 minutes)…"
if have cargo-nextest; then
    scripts/with-postgres.sh cargo nextest run --package app --package server --locked
    cargo test --doc --package app --package server --locked
else
    scripts/with-postgres.sh cargo test --package app --package server --locked
fi
