#!/usr/bin/env bash
# Gatepost's figures beside its yardsticks', from one run on this machine. JSON lines go to
# target/bench.jsonl, the table to the terminal. Arguments choose figures: scripts/bench.sh profile
source "$(dirname "$0")/env.sh"

scripts/setup-build.sh
scripts/install/postgresql.sh
scripts/build.sh

# The load's own dependencies give some shared ones other features, so `cargo bench` links another
# gatepost over the released one. The released one is measured, and is put back at the end.
released=$PWD/target/release/gatepost
kept=$PWD/target/gatepost-released
cp -p "$released" "$kept"
trap 'mv -f "$kept" "$released"' EXIT

say "Building the load (the first time about 3 minutes)…"
cargo bench --package server --bench load --locked --no-run

# One yardstick is what this very processor can do; everything else runs anywhere.
say "Building the yardstick of hashing…"
RUSTFLAGS="-C target-cpu=native" \
    cargo build --package raw-argon2id --release --locked --target-dir target/native

say "Measuring (about 10 minutes; it fills two databases with a million accounts each, 2 GB at a time)…"
GATEPOST_BINARY=${GATEPOST_BINARY:-$kept} \
    scripts/with-postgres.sh --durable cargo bench --package server --bench load --locked -- "$@"
