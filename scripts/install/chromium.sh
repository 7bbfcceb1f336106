#!/usr/bin/env bash
# Sees to a Chromium for the end-to-end tests: Debian's own, elsewhere the one Playwright brings.
# GATEPOST_CHROMIUM names another. end2end/harness/chromium.mjs looks in the same places.
source "$(dirname "$0")/../env.sh"

playwright=end2end/node_modules/.bin/playwright

if [ -n "${GATEPOST_CHROMIUM:-}" ]; then
    [ -x "$GATEPOST_CHROMIUM" ] || die "GATEPOST_CHROMIUM names $GATEPOST_CHROMIUM, which cannot be run."
    exit
fi
[ ! -x /usr/bin/chromium ] || exit 0

# Ubuntu's package of that name is only a pointer to a snap, so it is not asked for there.
if have apt-get && grep -q '^ID=debian$' /etc/os-release 2>/dev/null; then
    say "Installing Chromium (once, about 1 minute)…"
    scripts/install/apt.sh chromium
    exit
fi

browser=$(node -e 'console.log(require("./end2end/node_modules/playwright-core").chromium.executablePath())')
[ ! -x "$browser" ] || exit 0
say "Installing Playwright's Chromium (once, about 2 minutes)…"
quietly "$playwright" install --with-deps --no-shell chromium || die "Chromium could not be installed (see above)."
