"""Steps of what may lack a role of its own at Amazon: then it is told, and all else goes on."""

from collections.abc import Callable
from typing import Protocol

from desktop.errors import AccountProblem
from desktop.sync.notices import Notices
from desktop.sync.progress import Progress, Tell


class Reading(Protocol):
    """What reads beside the orders; `notice` says why it rests, where it does."""

    @property
    def notice(self) -> AccountProblem | None:
        """To be told."""

    def step(self) -> tuple[int, ...]:
        """Read on; the ids of the orders with news."""


def reading(
    work: Reading, what: str, account: str, notices: Notices, tell: Tell
) -> Callable[[], None]:
    """A step that also tells what came of it."""

    def read() -> None:
        changed = work.step()
        if work.notice is not None:
            notices.tell(work.notice, is_notice=True)
        if changed:
            tell(Progress(account, "look", f"{len(changed)} {what}", orders=changed))

    return read
