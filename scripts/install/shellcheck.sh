#!/usr/bin/env bash
# Sees to shellcheck, which reads these scripts as clippy reads the Rust.
source "$(dirname "$0")/../env.sh"

have shellcheck && exit
say "Installing shellcheck (once, a few seconds)…"
scripts/install/apt.sh shellcheck
