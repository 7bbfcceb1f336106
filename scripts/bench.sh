#!/usr/bin/env bash
# Gatepost's figures beside its yardsticks', from one run on this machine. JSON lines go to
# target/bench.jsonl, the table to the terminal.
source "$(dirname "$0")/env.sh"

scripts/setup-build.sh
scripts/install/postgresql.sh
scripts/build.sh
say "Measuring (the first time about 5 minutes)…"
scripts/with-postgres.sh --durable cargo bench --package server --bench load --locked
