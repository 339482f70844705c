#!/bin/sh
# The system libraries that Qt needs for the window: installs what is missing, or names it.
# With "offscreen" only those for tests without a display.
set -eu
cd "$(dirname "$0")"

if [ "$(uname -s)" != Linux ]; then
    exit 0 # on Windows and macOS Qt brings all it needs
fi
PATH="$PATH:/sbin:/usr/sbin"
known=$(ldconfig -p)
missing=""

need() {
    case $known in
        *"$1"*) ;;
        *) missing="$missing $2" ;;
    esac
}

need libGL.so.1 libgl1
need libEGL.so.1 libegl1
need libglib-2.0.so.0 libglib2.0-0
need libdbus-1.so.3 libdbus-1-3
need libfontconfig.so.1 libfontconfig1
need libxkbcommon.so.0 libxkbcommon0
if [ "${1:-}" != offscreen ]; then
    need libxcb-cursor.so.0 libxcb-cursor0
    need libxcb-icccm.so.4 libxcb-icccm4
    need libxcb-keysyms.so.1 libxcb-keysyms1
    need libxcb-shape.so.0 libxcb-shape0
    need libxcb-xkb.so.1 libxcb-xkb1
    need libxkbcommon-x11.so.0 libxkbcommon-x11-0
fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # one word a package
    exec sh ./system-packages.sh "for the window" $missing
fi
