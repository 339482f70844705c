"""Create an order again whose Shopify order was deleted there, because a person asked for it.

It is the creation itself, once more: the same look for a twin, the same key, the same rules.
"""

from desktop.models.order_stage import CREATE_AGAIN
from desktop.sync.tasks.create_order import (
    SIDE,
    bug,
    find,
    hold_back,
    prepare,
    send,
    settled_at,
    undecided,
)

VERB = CREATE_AGAIN

__all__ = [
    "SIDE",
    "VERB",
    "bug",
    "find",
    "hold_back",
    "prepare",
    "send",
    "settled_at",
    "undecided",
]
