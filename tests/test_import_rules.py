"""The import contracts of pyproject.toml are able to break: each one, on a copy that breaks it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"
FORBIDDEN = {
    "Each layer knows only those below it": ("models/wrong_layer.py", "import desktop.channels"),
    "Amazon and Shopify do not know each other": (
        "channels/shopify/wrong_side.py",
        "import desktop.channels.amazon.wrong_side",
    ),
    "The sandbox is an independent judge": ("sandbox/wrong_judge.py", "import desktop.actions"),
    "HTTP is spoken in channels only": ("sync/wrong_http.py", "import requests"),
    "The database is spoken to in models only": ("actions/wrong_sql.py", "import peewee"),
    "Keyring, scheduler and Qt have one place each": ("sync/wrong_place.py", "import apscheduler"),
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """KEPT or BROKEN by contract, for a copy of the program with one wrong import for each."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copy(CHECKOUT / "pyproject.toml", copy)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "desktop", copy / "desktop", ignore=ignored)
    (copy / "desktop/channels/amazon/wrong_side.py").write_text("")
    for place, line in FORBIDDEN.values():
        (copy / "desktop" / place).write_text(f"{line}\n")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.argv += ['--no-cache']; {LINT}"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
    )
    return dict(re.findall(r"^(\w.*?) (KEPT|BROKEN)", done.stdout, re.MULTILINE))


def test_there_are_no_other_contracts(verdicts: dict[str, str]) -> None:
    assert verdicts.keys() == FORBIDDEN.keys()


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_each_contract_is_able_to_break(verdicts: dict[str, str], contract: str) -> None:
    assert verdicts[contract] == "BROKEN"
