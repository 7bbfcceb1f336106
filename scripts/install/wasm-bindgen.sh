#!/usr/bin/env bash
# Sees to the wasm-bindgen command of exactly the version in Cargo.lock: its two halves must agree.
source "$(dirname "$0")/../env.sh"

version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
[ "$(wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ] || exit 0

if have cargo-binstall; then
    say "Installing wasm-bindgen $version (once, about 1 minute)…"
    quietly cargo binstall --no-confirm "wasm-bindgen-cli@$version" && exit
fi
# Not --locked: its lock file names crates that a package mirror may not have yet.
say "Installing wasm-bindgen $version (once, about 2 minutes: it is compiled here)…"
quietly cargo install "wasm-bindgen-cli@$version" || die "wasm-bindgen could not be installed (see above)."
