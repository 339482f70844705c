"""The grid's table tells the view of every row that comes or goes, so that none is out of reach."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop.ui.order_table import OrderTable
from tests.gui.fake_rows import make_rows


@pytest.mark.parametrize(("before", "after", "by"), [(0, 40, 0), (5, 9, 0), (5, 9, 4), (9, 5, -4)])
def test_a_refresh_inserts_what_came(qtbot: object, before: int, after: int, by: int) -> None:
    everything = make_rows(max(before, after))
    held, rows = everything[max(by, 0) :][:before], everything[max(-by, 0) :][:after]
    table = OrderTable()
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show(held, before)
    told = {"rows": table.rowCount()}

    def came(_parent: object, first: int, last: int) -> None:
        told["rows"] += last - first + 1

    def went(_parent: object, first: int, last: int) -> None:
        told["rows"] -= last - first + 1

    table.rowsInserted.connect(came)
    table.rowsRemoved.connect(went)
    table.shift(by, 0, rows)
    assert table.rowCount() == after
    assert told["rows"] == after
    assert [table.id_at(at) for at in range(after)] == [one.id for one in rows]
    del tester
