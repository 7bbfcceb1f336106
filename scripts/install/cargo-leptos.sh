#!/usr/bin/env bash
# Sees to cargo-leptos, which builds both halves.
source "$(dirname "$0")/../env.sh"

version=0.3.10 # the last that builds with the Rust of rust-toolchain.toml

# Any later 0.3 that is already here does as well.
case "$(cargo-leptos --version 2>/dev/null)" in
    "cargo-leptos 0.3."[1-9][0-9]*) exit ;;
esac

if have cargo-binstall; then
    say "Installing cargo-leptos $version (once, about 1 minute)…"
    quietly cargo binstall --no-confirm "cargo-leptos@$version" && exit
fi
# Its own release profile is one unit with LTO: on two cores half as long again, for a tool that
# spends its time waiting for compilers.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1
say "Installing cargo-leptos $version (once, about 9 minutes: it is compiled here)…"
quietly cargo install --locked "cargo-leptos@$version" --features no_downloads ||
    die "cargo-leptos could not be installed (see above)."
