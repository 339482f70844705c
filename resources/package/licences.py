"""Collects the licences of everything that is shipped into one text.

The packages are found by what PyInstaller took, so that the list can neither forget one nor name
one that is not there.
"""

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "licences"
_LICENCE = re.compile(r"(^|/)(licen[cs]e|copying|notice)[^/]*$|/licenses/[^/]+$", re.IGNORECASE)
_RULE = "=" * 98

# What comes inside a package without its licence beside it.
_INSIDE = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("SQLCipher.txt",),
}
_WORDS = {
    "pyside6-essentials": "Qt and Qt for Python, by The Qt Company Ltd. and others, under the LGPL"
    " version 3. They are separate files of this folder and may be replaced by other builds; their"
    " source is at https://download.qt.io.",
    "shiboken6": "Part of Qt for Python, under the LGPL version 3 (see PySide6-Essentials).",
    "sqlcipher3": "Holds SQLCipher by Zetetic LLC, SQLite (public domain), and the cryptography of"
    " OpenSSL (Apache License 2.0, see cryptography).",
}


def shipped(modules: Iterable[str], files: Iterable[str]) -> list[metadata.Distribution]:
    """The packages of which a module or a file was taken, by name."""
    owners = metadata.packages_distributions()
    names = {name for module in modules for name in owners.get(module.split(".")[0], ())}
    packages = Path(sysconfig.get_path("purelib")).resolve()
    for file in map(Path, files):
        if file.is_absolute() and file.is_relative_to(packages):
            names.update(owners.get(file.relative_to(packages).parts[0].split(".")[0], ()))
    found = {_plain(name): metadata.distribution(name) for name in names}
    return [found[name] for name in sorted(found)]


def system_libraries(files: Iterable[str]) -> dict[str, list[str]]:
    """Libraries taken from the system: the copyright file of each package and what it owns."""
    bases = tuple(str(Path(each).resolve()) for each in (sys.prefix, sys.base_prefix))
    owned: dict[str, list[str]] = {}
    for file in sorted({str(Path(each).resolve()) for each in files}):
        if not file.startswith("/") or file.startswith(bases):
            continue
        package = _owner(file)
        owned.setdefault(package, []).append(Path(file).name)
    return owned


def text(modules: Iterable[str], files: Iterable[str]) -> str:
    """The whole text. Ends the build when a package has no licence to show."""
    files = list(files)
    parts = [_part("Python", sys.version.split()[0], "", _of_python())]
    for package in shipped(modules, files):
        name = _plain(package.name)
        licences = [*_own(package), *(_read(TEXTS / each) for each in _INSIDE.get(name, ()))]
        if not licences and name not in _WORDS:
            raise SystemExit(f"{package.name} comes without a licence text")
        parts.append(_part(package.name, package.version, _WORDS.get(name, ""), licences))
    for owner, names in system_libraries(files).items():
        copyright_file = Path("/usr/share/doc", owner, "copyright")
        licences = [_read(copyright_file)] if copyright_file.is_file() else []
        words = f"System library, as this system ships it: {', '.join(names)}."
        parts.append(_part(owner, "", words, licences))
    return "\n".join(parts)


def _part(name: str, version: str, words: str, licences: Iterable[str]) -> str:
    body = f"\n\n{'-' * 40}\n\n".join(each.strip() for each in licences)
    return f"{_RULE}\n{name} {version}\n{_RULE}\n{words}\n\n{body}\n".replace("\n\n\n", "\n\n")


def _own(package: metadata.Distribution) -> Iterator[str]:
    for file in package.files or ():
        if ".dist-info/" in str(file) and _LICENCE.search(str(file)):
            yield _read(Path(str(file.locate())))


def _of_python() -> list[str]:
    candidates = (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
    )
    return [_read(each) for each in candidates if each.is_file()][:1]


def _owner(file: str) -> str:
    for name in (file, file.removeprefix("/usr")):
        try:
            asked = subprocess.run(
                ["dpkg", "-S", name], capture_output=True, text=True, check=False
            )
        except OSError:
            break
        if asked.returncode == 0:
            return asked.stdout.split(":")[0]
    return Path(file).name


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
