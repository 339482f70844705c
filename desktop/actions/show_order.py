"""Shows everything about an order."""

from collections.abc import Iterable

from desktop.actions.bad_input import BadInput
from desktop.actions.order_ids import SHAPE, read_ids
from desktop.errors import NeedsPerson
from desktop.models import order_detail
from desktop.rows import OrderDetail


def show_order(text: str | Iterable[str], account_id: int | None = None) -> tuple[OrderDetail, ...]:
    """The order with that Amazon ID, once for each account that holds it.

    Raises BadInput for what is no order ID, NeedsPerson not_held where no account holds it.
    """
    ids = read_ids(text)
    if len(ids.good) != 1 or ids.bad:
        raise BadInput("ID", "This is not one order ID.", SHAPE)
    found = order_detail.detail(ids.good[0])
    chosen = tuple(one for one in found if account_id in (None, one.row.account_id))
    if not chosen:
        raise NeedsPerson(
            "not_held",
            "This order is not here.",
            f"No connected account has imported {ids.good[0]}.",
            f"Fetch it with: crossdock import {ids.good[0]}",
        )
    return chosen
