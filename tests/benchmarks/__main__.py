"""Runs the benchmarks: `python -m tests.benchmarks [NAME…] [--quick] [--json]`."""

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import keyring

from tests.benchmarks.measure import QUICK, TINY, Figure, Run, Scale
from tests.benchmarks.table import table

NAMES = {
    "storing": "the app's work per imported order beside plain sqlite3",
    "sync": "calls per 1,000 orders, orders a second, the app's share of the time",
    "way_back": "how late Amazon hears of a shipment, calls of a day, feeds per refund",
    "memory": "memory while a long history is imported",
    "order_list": "exact counts and pages at several sizes beside plain SELECTs",
    "grid": "the window's grid until painted, beside a proxy model and QSqlTableModel",
    "start_up": "how soon the command answers",
}


def measure(names: Sequence[str], scale: Scale, folder: Path) -> list[Figure]:
    """Run benchmarks one after the other."""
    run = Run(scale, folder, tell=lambda words: print(words, file=sys.stderr, flush=True))
    figures: list[Figure] = []
    for name in names:
        began = time.perf_counter()
        run.tell(f"{name}: {NAMES[name]} …")
        figures += importlib.import_module(f"tests.benchmarks.{name}").run(run)
        run.tell(f"{name}: took {time.perf_counter() - began:.0f} s")
    return figures


def machine() -> dict[str, object]:
    """Where it ran."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "os": platform.system()}


def main(words: Sequence[str] | None = None) -> int:
    """Parse the command line, run, print."""
    asked = _parser().parse_args(words)
    unknown = [name for name in asked.names if name not in NAMES]
    if unknown:
        print(f"no benchmark {unknown[0]!r}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    scale = TINY if asked.tiny else QUICK if asked.quick else Scale()
    with tempfile.TemporaryDirectory(prefix="crossdock-bench-") as folder:
        keep_secrets_in(Path(folder))
        figures = measure(asked.names or list(NAMES), scale, Path(folder))
    if asked.json:
        told = {"machine": machine(), "figures": [one.as_dict() for one in figures]}
        print(json.dumps(told, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in machine().items()))
        print(table(figures))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="smaller, for a look")
    parser.add_argument("--tiny", action="store_true", help="only to see that all of it works")
    parser.add_argument("--json", action="store_true")
    return parser


def keep_secrets_in(folder: Path) -> None:
    """A keyring of this run, also for the processes it starts; never the person's own."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "tests.keyring_backend.FileKeyring"
    os.environ["CROSSDOCK_TEST_KEYRING"] = str(folder / "keyring.json")
    keyring.set_keyring(keyring.core.load_keyring("tests.keyring_backend.FileKeyring"))


if __name__ == "__main__":
    sys.exit(main())
