"""How soon the command answers: help, and a list from a profile with a long history."""

import sys
from pathlib import Path

from desktop.models.database import close_database, open_database
from desktop.profile import open_profile
from tests.benchmarks.made_database import fill
from tests.benchmarks.measure import Figure, Run, figure, interleaved, timed
from tests.benchmarks.processes import run_once

NOTHING, HELP, LIST = "python -c pass", "crossdock --help", "crossdock list"


def run(asked: Run) -> list[Figure]:
    """From the start of the process to its end."""
    folder = _profile(asked.folder / "profile", asked.scale.start_orders)
    crossdock = [sys.executable, "-m", "desktop"]
    commands = {
        NOTHING: [sys.executable, "-c", "pass"],
        HELP: [*crossdock, "--help"],
        LIST: [*crossdock, "--profile", str(folder), "list", "--limit", "60"],
    }
    tasks = {
        name: lambda words=words: timed(lambda: run_once(words)) * 1000
        for name, words in commands.items()
    }
    samples = interleaved(tasks, asked.scale.start_repeats)
    beside = (NOTHING, samples[NOTHING])
    orders = f", {asked.scale.start_orders:,} orders"
    return [
        figure("start_up", NOTHING, "ms", samples[NOTHING]),
        figure("start_up", HELP, "ms", samples[HELP], beside=beside),
        figure("start_up", LIST + orders, "ms", samples[LIST], beside=beside),
    ]


def _profile(folder: Path, count: int) -> Path:
    """A real profile with its key in this run's keyring."""
    profile = open_profile(folder)
    open_database(profile.database_path, profile.key)
    fill(count)
    close_database()
    return folder
