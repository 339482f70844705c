"""What came of one task: done, or again with something left out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop.trade import ShopOrder


def _nothing() -> None:
    """Nothing is to be written beside the task."""


@dataclass(frozen=True, slots=True)
class Done:
    """The order stands in the shop. `adopted`: somebody else made it, so it does not count."""

    shop_order: ShopOrder
    adopted: bool = False
    note: str = ""
    fulfilled: bool | None = None  # created already fulfilled; None where that is not known


@dataclass(frozen=True, slots=True)
class Again:
    """Certainly without effect; to be sent once more with this change of its plan."""

    why: str
    plan: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Absent:
    """The look-up proves that the order is not there and can no longer come."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Done, for everything but a creation; `record` writes what it means, in the same moment."""

    note: str = ""
    record: Callable[[], None] = _nothing


@dataclass(frozen=True, slots=True)
class Submitted:
    """The service took it and will tell later; looked at again at `look_at`, UTC seconds."""

    look_at: float
    why: str
    record: Callable[[], None] = _nothing
    plan: Mapping[str, object] | None = None


Outcome = Done | Again | Absent | Settled | Submitted
