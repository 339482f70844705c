#!/bin/sh
# Writes resources/locks/*.lock anew from pyproject.toml: exact versions and hashes for every system
# and Python from 3.11 on, without naming where they come from.
set -eu
cd "$(dirname "$0")/../.."
[ -x build/lock/bin/uv ] || {
    .venv/bin/python -m venv build/lock
    build/lock/bin/python -m pip install --disable-pip-version-check --quiet uv==0.13.9
}
mkdir -p resources/locks
lock() {
    name=$1
    shift
    build/lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
        --generate-hashes --no-emit-index-url --no-header --no-annotate \
        pyproject.toml "$@" --output-file "build/$name.lock"
    if grep -n '://' "build/$name.lock"; then
        echo "crossdock: the lock names an address, so it is not taken" >&2
        exit 1
    fi
    mv "build/$name.lock" "resources/locks/$name.lock"
    echo "resources/locks/$name.lock: $(grep -c == "resources/locks/$name.lock") packages"
}
lock runtime
lock headless --group headless
lock build --group build
lock dev --group test
