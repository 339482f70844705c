#!/bin/sh
# Installs Debian or Ubuntu packages where that is allowed without asking; else says which, in one
# line, and fails: system-packages.sh REASON PACKAGE...
set -eu
reason=$1
shift

if ! command -v apt-get >/dev/null 2>&1; then
    echo "crossdock: needed $reason, by its name on Debian: $*. Install it with your system's packages." >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=env
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    echo "crossdock: needed $reason; run this, then make again: sudo apt-get install $*" >&2
    exit 1
fi
echo "Installing $* ($reason) …"
install() {
    $as_root DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" </dev/null
}
if ! install "$@" 2>/dev/null; then
    $as_root apt-get update -qq
    install "$@" || {
        echo "crossdock: needed $reason, and apt-get could not install it: $*" >&2
        exit 1
    }
fi
