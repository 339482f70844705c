#!/bin/sh
# The demo: with a display the window on a made-up shop; without one the same work headless, its
# summary, and a picture of the window.
set -eu
cd "$(dirname "$0")/../.."
python=.venv/bin/python

if $python -c 'import sys; from desktop.app.run import has_display; sys.exit(not has_display())'; then
    sh resources/setup/window-libraries.sh
    exec $python -m desktop --demo gui
fi
$python -m desktop --demo sync --once
if sh resources/setup/window-libraries.sh offscreen &&
    $python -m desktop --demo gui --screenshot out/crossdock.png; then
    echo "There is no display here; this is what the window shows: out/crossdock.png"
else
    echo "There is no display here, and no picture of the window could be made (see above)." >&2
fi
