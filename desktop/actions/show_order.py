"""Shows everything about an order."""

from collections.abc import Iterable
from dataclasses import replace

from desktop.actions.bad_input import BadInput
from desktop.actions.order_ids import SHAPE, read_ids
from desktop.channels.amazon.regions import seller_central_url
from desktop.errors import NeedsPerson
from desktop.models import order_detail, order_store
from desktop.rows import OrderDetail


def show_order(text: str | Iterable[str], account_id: int | None = None) -> tuple[OrderDetail, ...]:
    """The order with that Amazon ID, once for each account that holds it.

    Raises BadInput for what is no order ID, NeedsPerson not_held where no account holds it.
    """
    ids = read_ids(text)
    if len(ids.good) != 1 or ids.bad:
        raise BadInput("ID", "This is not one order ID.", SHAPE)
    found = order_detail.detail(ids.good[0], account_id)
    if not found:
        raise NeedsPerson(
            "not_held",
            "This order is not here.",
            f"No connected account has imported {ids.good[0]}.",
            f"Fetch it with: crossdock import {ids.good[0]}",
        )
    return tuple(with_amazon_url(one) for one in found)


def with_amazon_url(detail: OrderDetail) -> OrderDetail:
    """The detail with its address in Seller Central."""
    marketplace_id = order_store.order(detail.row.id).marketplace_id
    url = seller_central_url(marketplace_id, detail.row.amazon_order_id)
    return replace(detail, amazon_url=url)
