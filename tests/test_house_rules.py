"""The house rules hold for the whole checkout, and each of them is able to fail."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop import cli
from tests import house_rules as rules
from tests.house_rules import Source

CHECKOUT = Path(__file__).resolve().parent.parent
TOP = {"desktop", "resources", "tests", "pyproject.toml", "build.spec", "README.md"}
TOP_BESIDE = {"Makefile", "LICENSE", "CHANGELOG.md"}
MADE_BY_TOOLS = {"build", "dist", "out"}


def python_files() -> list[Source]:
    """Every Python file of the program and its tests."""
    files = [*CHECKOUT.glob("desktop/**/*.py"), *CHECKOUT.glob("tests/**/*.py")]
    return [
        Source(file.relative_to(CHECKOUT).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(files)
    ]


def tracked_files() -> list[Path]:
    """What git would keep; all that is not made by tools where there is no git."""
    if shutil.which("git") and (CHECKOUT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True
        )
        return [CHECKOUT / name for name in listed.stdout.split("\0") if name]
    return [
        file
        for top in CHECKOUT.iterdir()
        if top.name not in MADE_BY_TOOLS
        and (not top.name.startswith(".") or top.name in (".ci", ".gitignore"))
        and not top.name.endswith(".egg-info")
        for file in ([top] if top.is_file() else top.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]


@pytest.mark.parametrize("rule", rules.FOR_ALL)
def test_everywhere(rule: Callable[[Source], Iterator[str]]) -> None:
    assert [complaint for source in python_files() for complaint in rule(source)] == []


@pytest.mark.parametrize("rule", rules.FOR_THE_PROGRAM)
def test_in_the_program(rule: Callable[[Source], Iterator[str]]) -> None:
    ours = [source for source in python_files() if source.is_program]
    assert len(ours) > 10
    assert [complaint for source in ours for complaint in rule(source)] == []


def test_no_file_names_this_computer_or_a_registry() -> None:
    places = (f"{Path.home()}/", f"{CHECKOUT}/")
    complaints: list[str] = []
    for file in tracked_files():
        if file.is_file() and b"\0" not in (content := file.read_bytes()):
            name = file.relative_to(CHECKOUT).as_posix()
            text = content.decode("utf-8", "replace")
            complaints += rules.machine(name, text, places)
    assert complaints == []


def test_the_top_of_the_checkout_is_as_agreed() -> None:
    names = {file.relative_to(CHECKOUT).parts[0] for file in tracked_files()}
    assert {name for name in names if not name.startswith(".")} <= TOP | TOP_BESIDE


def test_the_readme_names_every_verb() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert rules.verbs_missing(readme, list(cli.VERBS)) == []


def body(lines: int) -> str:
    return "".join(f"    x{number} = {number}\n" for number in range(lines - 1))


BROKEN: list[tuple[Callable[[Source], Iterator[str]], str, str]] = [
    (rules.sizes, "desktop/a.py", "x = 1\n" * 401),
    (rules.sizes, "desktop/a.py", "def long():\n" + body(41)),
    (rules.sizes, "desktop/a.py", "async def long():\n" + body(41)),
    (rules.sizes, "desktop/a.py", "class Long:\n" + body(251)),
    (rules.docstring, "desktop/a.py", "import os\n"),
    (rules.docstring, "desktop/a.py", '"""Things."""\n'),
    (rules.names, "desktop/utils.py", ""),
    (rules.names, "desktop/common/a.py", ""),
    (rules.names, "desktop/order_helpers.py", ""),
    (rules.names, "desktop/a.py", "class OrderManager: ..."),
    (rules.names, "desktop/a.py", "def url_helper(): ..."),
    (rules.calls, "desktop/a.py", "import time\ntime.sleep(1)"),
    (rules.calls, "desktop/a.py", "from time import sleep"),
    (rules.calls, "desktop/ui/a.py", "dialog.exec()"),
    (rules.calls, "desktop/ui/a.py", "QDialog(self).exec_()"),
    (rules.calls, "desktop/sync/a.py", "print('hello')"),
    (rules.calls, "desktop/channels/a.py", "session.get(url, verify=False)"),
    (rules.calls, "desktop/a.py", "eval(text)"),
    (rules.calls, "desktop/a.py", "exec(text)"),
    (rules.control, "desktop/a.py", "try:\n    x()\nexcept:\n    raise"),
    (rules.control, "desktop/a.py", "try:\n    x()\nexcept Exception:\n    pass"),
    (
        rules.control,
        "desktop/a.py",
        "for y in z:\n  try:\n    x()\n  except Exception:\n    continue",
    ),
    (rules.control, "desktop/a.py", "assert x"),
    (rules.control, "desktop/a.py", "raise NotImplementedError"),
    (rules.comments, "desktop/a.py", "x = 1  # TO" + "DO: more"),
    (rules.comments, "desktop/a.py", "# FIX" + "ME"),
    (rules.comments, "desktop/a.py", "x = 1  # XX" + "X odd"),
    (rules.comments, "desktop/a.py", "x = y  # type: " + "ignore"),
    (rules.imports, "desktop/sync/a.py", "import requests"),
    (rules.imports, "desktop/sandbox/a.py", "from requests.adapters import HTTPAdapter"),
    (rules.imports, "desktop/log.py", "import keyring.errors"),
    (rules.imports, "desktop/sync/runner.py", "from apscheduler.triggers import interval"),
    (rules.imports, "desktop/actions/a.py", "    \nimport peewee"),
    (rules.imports, "desktop/cli/a.py", "def f():\n    from PySide6 import QtCore"),
    (rules.imports, "desktop/sync/a.py", "import sqlcipher3.dbapi2"),
    (rules.sql, "desktop/actions/a.py", "x = 'SELECT id\\nFROM orders'"),
    (rules.sql, "desktop/actions/a.py", "x = f'UPDATE orders SET x = {y}'"),
    (rules.chained, "desktop/models/a.py", "low <= Order.total <= high"),
    (rules.chained, "desktop/models/a.py", "Order.total > low > 3"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_each_rule_is_able_to_fail(
    rule: Callable[[Source], Iterator[str]], path: str, text: str
) -> None:
    assert list(rule(Source(path, text.lstrip())))


KEPT: list[tuple[Callable[[Source], Iterator[str]], str, str]] = [
    (rules.sizes, "desktop/a.py", "x = 1\n" * 400),
    (rules.sizes, "desktop/a.py", "def fits():\n" + body(40)),
    (rules.docstring, "desktop/a.py", '"""What a thing is for."""\n'),
    (rules.docstring, "desktop/__init__.py", ""),
    (rules.names, "desktop/communication.py", "def commonplace(): ..."),
    (rules.calls, "desktop/cli/a.py", "print('hello')"),
    (rules.calls, "desktop/a.py", "clock.wait(1, cancel)"),
    (rules.control, "desktop/a.py", "try:\n    x()\nexcept OSError:\n    pass"),
    (rules.control, "desktop/a.py", "try:\n    x()\nexcept Exception as e:\n    log(e)"),
    (rules.comments, "desktop/a.py", "x = y  # type: ignore[no-untyped-call]"),
    (rules.comments, "desktop/a.py", "no_currency = 'XX" + "X'"),
    (rules.imports, "desktop/channels/http.py", "import requests"),
    (rules.imports, "desktop/credentials.py", "import keyring"),
    (rules.imports, "desktop/sync/a.py", "from desktop.models import task"),
    (rules.sql, "desktop/models/a.py", "x = 'SELECT id FROM orders'"),
    (rules.sql, "desktop/cli/a.py", "x = 'Select the orders from the list'"),
    (rules.chained, "desktop/models/a.py", "0 < size <= most"),
    (rules.chained, "desktop/trade/a.py", "0 < self.size <= most"),
]


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_each_rule_lets_right_things_pass(
    rule: Callable[[Source], Iterator[str]], path: str, text: str
) -> None:
    assert list(rule(Source(path, text))) == []


@pytest.mark.parametrize(
    "line",
    [
        "see /home/ann/notes",
        "https://py" + "pi.org/simple",
        "--index" + "-url x",
        "python" + "hosted.org",
    ],
)
def test_a_place_on_a_computer_or_a_registry_is_seen(line: str) -> None:
    assert list(rules.machine("README.md", f"first\n{line}\n", ("/home/ann/",)))


def test_a_verb_that_the_readme_forgets_is_seen() -> None:
    readme = "| `crossdock sync --once` | … |\n| `list` | … |\n"
    assert rules.verbs_missing(readme, ["sync", "list", "show", "lis"]) == ["show", "lis"]
