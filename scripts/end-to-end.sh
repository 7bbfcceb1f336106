#!/usr/bin/env bash
# End-to-end tests in a real Chromium against target/release/gatepost. Arguments go to
# Playwright: scripts/end-to-end.sh --grep ' 21 '
source "$(dirname "$0")/env.sh"

[ -x target/release/gatepost ] || die "target/release/gatepost is missing: scripts/build.sh makes it."
say "End-to-end tests in Chromium (about 8 minutes)…"
cd end2end
node_modules/.bin/playwright test "$@"
