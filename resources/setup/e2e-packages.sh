#!/bin/sh
# What the end-to-end test needs beside the window's own libraries: an X server without a screen, a
# window manager, a tray, a mouse and keyboard from outside, a Secret Service. Installs or names it.
set -eu
cd "$(dirname "$0")"

if [ "$(uname -s)" != Linux ]; then
    echo "crossdock: the end-to-end test runs on Linux only" >&2
    exit 1
fi
sh ./window-libraries.sh
missing=""

need() {
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

need Xvfb xvfb
need openbox openbox
need trayer trayer
need xdotool xdotool
need gnome-keyring-daemon gnome-keyring
need dbus-run-session dbus-daemon
need import imagemagick
need xprop x11-utils
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086 # one word a package
    exec sh ./system-packages.sh "for the end-to-end test" $missing
fi
