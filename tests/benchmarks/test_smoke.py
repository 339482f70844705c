"""Each benchmark works, at a size that says nothing about speed."""

import json
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from desktop.channels.amazon.mapping import read_order
from desktop.models.database import close_database, read
from desktop.models.incoming import Incoming
from tests.benchmarks import plain_sqlite, storing
from tests.benchmarks.__main__ import NAMES, keep_secrets_in, main, measure
from tests.benchmarks.measure import TINY, Figure, figure, interleaved, percentile
from tests.benchmarks.samples import PAGE, pages
from tests.benchmarks.table import table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PYTHON_KEYRING_BACKEND", "CROSSDOCK_TEST_KEYRING"):
        monkeypatch.setenv(name, "")
    keep_secrets_in(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", list(NAMES))
def test_each_benchmark_measures(name: str, folder: Path) -> None:
    figures = measure([name], TINY, folder)
    assert figures
    assert all(one.low <= one.median <= one.high for one in figures)
    assert len({(one.benchmark, one.what) for one in figures}) == len(figures)
    assert json.dumps([one.as_dict() for one in figures])
    lines = table(figures).splitlines()
    assert all(any(line.startswith(one.what) for line in lines) for one in figures)


def test_the_plain_rows_are_the_very_same(tmp_path: Path) -> None:
    """What the app wrote, and what plain sqlite3 wrote to be compared with, is equal."""
    ready = [[Incoming(read_order(raw), raw) for raw in storing.records(b)] for b in pages(250)]
    storing.store_fresh(tmp_path, ready)
    transactions = plain_sqlite.kept_rows(PAGE)
    assert len(transactions) == 3
    with closing(plain_sqlite.empty_file(tmp_path / "plain.db")) as plain, read() as ours:
        plain_sqlite.write_all(plain, transactions)
        for name in (*plain_sqlite.TABLES, "product"):
            sql = f"SELECT * FROM {name} ORDER BY 1, 2"
            rows = plain.execute(sql).fetchall()
            assert rows == ours.execute(sql).fetchall()
            assert rows or name == "package"
        for text in ("112", "mug"):
            for index in ("order_fts", "product_fts"):
                sql = f"SELECT count(*) FROM {index} WHERE {index} MATCH ?"
                found = ours.execute(sql, (text,)).fetchone()
                assert plain.execute(sql, (text,)).fetchone() == tuple(found)
    close_database()


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "storing" in capsys.readouterr().err


def test_samples_are_taken_in_turn() -> None:
    taken: list[str] = []

    def take(name: str) -> float:
        taken.append(name)
        return float(len(taken))

    tasks = {name: partial(take, name) for name in "ab"}
    samples = interleaved(tasks, 3)
    assert "".join(taken) == "abbaabba"
    assert {name: len(values) for name, values in samples.items()} == {"a": 3, "b": 3}


def test_a_goal_is_of_the_ratio_or_the_median() -> None:
    beside = ("plain", [1.0, 2.0, 3.0])
    by_ratio = figure("x", "y", "ms", [6.0], beside=beside, goal=3, goal_of="ratio")
    assert (by_ratio.ratio, by_ratio.is_met) == (3.0, True)
    assert figure("x", "y", "ms", [6.0], beside=beside, goal=3).is_met is False
    assert Figure("x", "y", "ms", 1, 1, 1).is_met is None
    assert percentile([float(n) for n in range(101)], 0.99) == 99
