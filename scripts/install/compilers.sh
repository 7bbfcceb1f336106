#!/usr/bin/env bash
# Checks what must be there already (rustup's cargo, Node, npm) and sees to the rest: a C
# compiler, for SQLite and the cryptography, and the Rust version of rust-toolchain.toml.
source "$(dirname "$0")/../env.sh"

have cargo || die "cargo is missing. Install Rust from https://rustup.rs and run this again."
for program in node npm; do
    have "$program" || die "$program is missing. Install Node.js 20 or newer (https://nodejs.org) and run this again."
done
major=$(node --version)
major=${major#v}
major=${major%%.*}
[ "$major" -ge 20 ] || die "Node.js 20 or newer is needed; this is $(node --version)."

if ! have cc || ! have make || ! have perl; then
    say "Installing a C compiler (once, about 1 minute)…"
    scripts/install/apt.sh build-essential perl
fi

if ! rustc --version >/dev/null 2>&1; then
    channel=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
    say "Installing Rust $channel (once, about 1 minute)…"
    quietly rustup toolchain install "$channel" --profile minimal --component clippy --component rustfmt ||
        die "rustup could not install Rust $channel (see above)."
fi
