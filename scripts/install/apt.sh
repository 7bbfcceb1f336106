#!/usr/bin/env bash
# Installs Debian packages: apt.sh PACKAGE... Asks for root's rights only when it lacks them.
source "$(dirname "$0")/../env.sh"

have apt-get || die "$* is missing and there is no apt-get here. Install it and run this again."

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    have sudo || die "$* is missing. As root, run: apt-get install $*"
    as_root=(sudo)
fi

install() {
    quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# The package lists may be old or absent: read them anew only when the first try fails.
install "$@" 2>/dev/null && exit
quietly "${as_root[@]}" apt-get update || die "apt-get update failed (see above)."
install "$@" || die "apt-get install $* failed (see above)."
