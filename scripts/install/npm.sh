#!/usr/bin/env bash
# Brings a folder's npm packages to its lock file: npm.sh FOLDER WHAT-FOR
source "$(dirname "$0")/../env.sh"

folder=$1
# A copy of the lock file they were installed by: npm itself takes a second to say so.
installed="$folder/node_modules/.installed-by-lock"
cmp --silent "$folder/package-lock.json" "$installed" && exit

say "Installing $2 (once, under 1 minute)…"
quietly npm ci --prefix "$folder" --no-audit --no-fund || die "npm ci failed in $folder (see above)."
cp "$folder/package-lock.json" "$installed"
