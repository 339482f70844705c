"""A refund as it is kept, and which of one side is which of the other. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["shopify", "amazon"]
Maker = Literal["app", "other"]
State = Literal[
    "not_sent",
    "outbox",
    "sent",
    "accepted",
    "confirmed",
    "recorded",
    "paired",
    "ignored",
    "already",
]
APART_S = 14 * 86_400  # one refund is shown by both sides within this time
_SETTLED = ("ignored", "already", "confirmed", "recorded")


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """One refund as one side shows it, positive minor units. `items` is JSON text.

    `pair_id` is the same refund on the other side. `asks`: it equals one that has its pair, so a
    person says whether it is a second one.
    """

    id: int
    order_id: int
    side: Side
    foreign_id: str
    minor: int
    currency: str
    at: int
    items: str = "[]"
    state: State = "not_sent"
    pair_id: int | None = None
    made_by: Maker = "other"
    asks: bool = False


def nearest_pairs(
    shopify: Sequence[RefundRecord], amazon: Sequence[RefundRecord]
) -> list[tuple[RefundRecord, RefundRecord]]:
    """Pairs of equal amount and currency, the nearest in time first; each refund once at most."""
    near = sorted(
        (abs(one.at - other.at), one.at, one.id, other.id, one, other)
        for one in shopify
        for other in amazon
        if (one.minor, one.currency) == (other.minor, other.currency)
        and abs(one.at - other.at) <= APART_S
    )
    taken: set[int] = set()
    pairs = []
    for _, _, first, second, one, other in near:
        if first not in taken and second not in taken:
            taken |= {first, second}
            pairs.append((one, other))
    return pairs


def unpaired_twins(held: Iterable[RefundRecord]) -> list[RefundRecord]:
    """Refunds without a pair that equal one of their side which has its pair, and so must ask."""
    everything = list(held)
    paired = {(one.side, one.minor, one.currency) for one in everything if one.pair_id is not None}
    return [
        one
        for one in everything
        if one.pair_id is None
        and one.state not in _SETTLED
        and (one.side, one.minor, one.currency) in paired
    ]
