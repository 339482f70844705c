"""The real command with its protection taken out: it sends again where it should look up.

Only there to show that the crash test can fail. Run as `python -m tests.crash.sabotaged`.
"""

from collections.abc import Sequence
from typing import Any

from desktop.cli import main
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.sync import adopt, retry
from desktop.sync.tasks import create_order


def sent_again(account_id: int, due_at: int, verbs: Sequence[str] | None = None) -> int:
    """What a dead process left in flight simply goes again."""
    with write() as connection:
        return connection.execute(
            "UPDATE task SET state = 'READY', sent_at = NULL, due_at = 0"
            " WHERE state = 'SENDING' AND account_id = ?",
            (account_id,),
        ).rowcount


def without_looking(*_: Any, **__: Any) -> None:
    """Whatever is asked: it is not there."""


def sabotage() -> None:
    """Take out the look-up after a death, and the looks at what is there already."""
    vars(tasks)["orphans"] = sent_again
    adopt.look = without_looking
    vars(create_order)["find_order"] = without_looking
    retry.settled_at = lambda sent_at, pace: sent_at


if __name__ == "__main__":
    sabotage()
    main()
