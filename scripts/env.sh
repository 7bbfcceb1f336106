# shellcheck shell=bash
# Sourced by every script: stands in the repository's root, finds the tools, says things.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# wasm-opt comes from npm, the cargo tools from cargo's own folder.
PATH="$PWD/scripts/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
export PATH

# A step that takes a while, announced before it begins.
say() {
    printf '==> %s\n' "$*"
}

# What went wrong and what to do about it; ends the script.
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Runs a command quietly; where it fails, shows the end of what it said and fails as well.
quietly() {
    local log status=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        tail -n 40 "$log" >&2
    fi
    rm -f "$log"
    return "$status"
}

# rust-toolchain.toml names a version. Where the default toolchain is that very version, rustup
# would download it once more under its number.
pinned=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
if have rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ] && ! rustup toolchain list | grep -q "^$pinned-"; then
    default=$(rustup default 2>/dev/null | cut -d' ' -f1)
    if [ -n "$default" ] && [ "$(rustc "+$default" --version 2>/dev/null | cut -d' ' -f2)" = "$pinned" ]; then
        export RUSTUP_TOOLCHAIN=$default
    fi
fi
