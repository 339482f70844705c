"""A process that is killed while it stores pages leaves pages and cursor in agreement."""

import subprocess
import sys
from pathlib import Path
from threading import Event

from desktop.models import order_list, reconciliation
from desktop.models.cursor import cursor
from desktop.models.database import close_database, open_database, read
from desktop.models.integrity import faults
from tests.models.orders import KEY, connect_account

STORER = """
import sys
from pathlib import Path
from desktop.models.cursor import cursor
from desktop.models.database import open_database
from tests.models.orders import order, store
open_database(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
page = (cursor(1, "amazon") or {"page": 0})["page"]
print("ready", flush=True)
while True:
    page += 1
    orders = [order(page * 20 + number) for number in range(20)]
    store(1, *orders, cursor=("amazon", {"page": page}))
"""


def test_pages_and_cursor_agree_after_every_kill(path: Path) -> None:
    open_database(path, KEY)
    connect_account("Lumen")
    close_database()
    page = 0
    for seconds in (0.008, 0.11, 0.031, 0.067, 0.02, 0.093):
        stored_until_killed(path, seconds)
        open_database(path, KEY)
        page = (cursor(1, "amazon") or {"page": 0})["page"]
        found = reconciliation.reconcile()
        assert found.imported == page * 20
        assert found.waiting == found.imported
        assert order_list.counts().all_orders == found.imported
        with read() as connection:
            for table in ("order_payload", "order_text", "order_line", "history", "task"):
                rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
                assert rows == (found.imported,), table
        assert faults() == ()
        close_database()
    assert page > 0


def stored_until_killed(path: Path, seconds: float) -> None:
    command = [sys.executable, "-c", STORER, str(path), KEY.hex()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None:
            raise AssertionError("no output to read")
        assert process.stdout.readline() == "ready\n"
        Event().wait(seconds)
        process.kill()
        process.wait()
