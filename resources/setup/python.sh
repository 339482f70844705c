#!/bin/sh
# Makes .venv and installs the pinned dependencies into it:
# python.sh runtime|headless|dev
# Safe to run again: where nothing changed it ends at once.
set -eu
cd "$(dirname "$0")/../.."
lock="resources/locks/$1.lock"
here=resources/setup

stop() {
    echo "crossdock: $*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for each in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if new_enough "$each"; then
            echo "$each"
            return
        fi
    done
    stop "Python 3.11 or newer is needed; install it (Debian 12+, Ubuntu 24.04+: apt install python3)"
}

venv_package() {
    case $(command -v "$1") in
        /usr/bin/python3) echo python3-venv ;;
        *) "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])' ;;
    esac
}

# What decides whether anything must be done: this checkout's place, the Python, the lock.
wanted() {
    pwd
    .venv/bin/python -c 'import sys; print(sys.version)'
    cat "$lock"
}

stamp=".venv/.crossdock-$1"
if [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then
    if [ -f "$stamp" ] && wanted | cmp -s - "$stamp"; then
        exit 0
    fi
else
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        sh "$here/system-packages.sh" "to make a Python environment" "$(venv_package "$python")"
    fi
    echo "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv || stop "the environment .venv could not be made (see above)"
fi

install() {
    .venv/bin/python -m pip install --disable-pip-version-check --require-hashes "$@" ||
        stop "the dependencies could not be installed (see above)"
}

# Wheels first, so that no compiler is ever needed; then the one package that comes as source only
# and is plain Python, built with the setuptools of the lock.
echo "Installing the dependencies of $lock (the first time this takes a minute or two) …"
split='/^[^ #]/ { source = /^keyrings-cryptfile==/ } source == wanted'
awk -v wanted=0 "$split" "$lock" > .venv/wheels.txt
awk -v wanted=1 "$split" "$lock" > .venv/source.txt
install --only-binary :all: --requirement .venv/wheels.txt
if [ -s .venv/source.txt ]; then
    install --no-deps --no-build-isolation --use-pep517 --requirement .venv/source.txt
fi

# The program runs from the checkout; nothing is built.
.venv/bin/python -c '
import pathlib, sysconfig
place = pathlib.Path(sysconfig.get_path("purelib"), "crossdock-checkout.pth")
place.write_text(f"{pathlib.Path.cwd()}\n", encoding="utf-8")
'
cat > .venv/bin/crossdock <<'COMMAND'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m desktop "$@"
COMMAND
chmod +x .venv/bin/crossdock
wanted > "$stamp"
