"""The locks pin everything by version and hash, for all systems, and name no place on the net."""

import re
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime", "headless", "build", "dev")


def blocks(name: str) -> list[str]:
    """One text a package: the requirement with its hashes."""
    text = (CHECKOUT / "resources" / "locks" / f"{name}.lock").read_text(encoding="utf-8")
    return [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]


def versions(name: str) -> dict[str, str]:
    found = {}
    for block in blocks(name):
        pinned = re.match(r"([a-z0-9-]+)==(\S+)", block)
        assert pinned, block
        found[pinned[1]] = pinned[2]
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_by_hash_and_no_place_is_named(name: str) -> None:
    assert len(blocks(name)) > 30
    for block in blocks(name):
        assert re.match(r"[a-z0-9-]+==[0-9][\w.]*( ;[^\n]*)? \\\n", block), block
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block
        assert "://" not in block


def test_the_locks_agree() -> None:
    runtime, headless, build, dev = (versions(name) for name in LOCKS)
    assert runtime.items() <= headless.items() <= dev.items()
    assert runtime.items() <= build.items()


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {
        re.split(r"[<>=~;\s]", each, maxsplit=1)[0].lower() for each in project["dependencies"]
    }
    assert len(asked) > 10
    assert asked <= versions("runtime").keys()


def test_qt_stays_below_the_version_that_loses_references() -> None:
    assert versions("runtime")["pyside6-essentials"] == "6.11.3"


@pytest.mark.parametrize("name", LOCKS)
def test_other_systems_are_locked_too(name: str) -> None:
    text = "\n".join(blocks(name))
    assert "sys_platform == 'win32'" in text
    assert "python_full_version < '3.12'" in text
