#!/usr/bin/env bash
# Builds target/release/gatepost: one binary that carries its whole site.
source "$(dirname "$0")/env.sh"

say "Building the release (the first time about 10 minutes, later as long as your change takes)…"
cargo leptos build --release
