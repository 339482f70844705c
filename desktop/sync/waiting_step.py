"""One thing that would be planned anew: in words, and how it is done."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """What stands now, what it becomes, and `do`, which plans it so within a write().

    `do` says whether it did: what moved meanwhile is left as it is.
    """

    order_id: int
    amazon_order_id: str
    stands: str
    becomes: str
    do: Callable[[], bool]
