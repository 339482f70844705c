"""A seller's computer for tests: the real program as real processes on one profile."""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop.models.database import keyed_connection
from tests.crash.assassin import Assassin, Moment


@dataclass(frozen=True, slots=True)
class Books:
    """What the profile's database says, read directly."""

    counted: tuple[str, ...]  # Amazon IDs that count toward the plan, each as often as it does
    adopted: tuple[str, ...]
    in_shop: dict[str, str]  # Amazon ID → Shopify's ID
    sending: int


@dataclass(frozen=True, slots=True)
class Seller:
    """Runs `crossdock` on one profile, to its end or until it is struck."""

    profile: Path
    environment: dict[str, str]
    module: str = "desktop"

    def sabotaged(self, module: str = "tests.crash.sabotaged") -> "Seller":
        """The same computer with a program that does not look up what it does not know."""
        return replace(self, module=module)

    def command(self, *words: str) -> list[str]:
        """The command line of the real program."""
        return [sys.executable, "-m", self.module, "--profile", str(self.profile), *words]

    def run(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end; what it printed is in the result."""
        return subprocess.run(
            self.command(*words),
            input=given,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )

    def json(self, *words: str) -> Any:
        """Run with --json and return what it printed; an exit code other than 0 is an error."""
        done = self.run(*words, "--json")
        assert done.returncode == 0, f"{words}: {done.returncode} {done.stderr}"
        return json.loads(done.stdout)

    def struck(self, assassin: Assassin, moment: Moment, *words: str) -> tuple[bool, int]:
        """Run until struck or through: whether the signal met a living process, and the exit code.

        What the process started and did not read stays unread.
        """
        process = subprocess.Popen(
            self.command(*words),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assassin.aim(process.pid, moment)
        code = process.wait(timeout=90)
        assassin.rest()
        return assassin.struck and code != 0, code

    def books(self) -> Books:
        """Open the profile's database with its key and read what it believes."""
        entries = json.loads(Path(self.environment["CROSSDOCK_TEST_KEYRING"]).read_text())
        (key,) = (value for name, value in entries.items() if name.endswith("database-key"))
        connection = keyed_connection(self.profile / "crossdock.db", bytes.fromhex(key))
        try:
            counted = connection.execute(
                "SELECT amazon_order_id FROM plan_use JOIN orders ON orders.id = order_id"
            ).fetchall()
            shop = connection.execute(
                "SELECT amazon_order_id, shopify_order_id, adopted FROM orders"
                " WHERE shopify_order_id <> ''"
            ).fetchall()
            (sending,) = connection.execute(
                "SELECT count(*) FROM task WHERE state IN ('SENDING', 'CHECK')"
            ).fetchone()
        finally:
            connection.close()
        return Books(
            counted=tuple(sorted(row[0] for row in counted)),
            adopted=tuple(sorted(row[0] for row in shop if row[2])),
            in_shop={row[0]: row[1] for row in shop},
            sending=sending,
        )
