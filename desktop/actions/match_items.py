"""Says which products in Shopify the items of an order are that another app brought there."""

from collections.abc import Sequence
from threading import Event

from desktop.actions.link_sku import link_sku
from desktop.actions.take_again import take_again
from desktop.models import order_list
from desktop.profile import Profile


def match_items(
    order_id: int,
    links: Sequence[tuple[str, str, int]],
    profile: Profile,
    cancel: Event | None = None,
) -> int:
    """Keep the links (SKU, variant's gid, how many for one unit), and try this order again, and
    all that wait for the same; how many orders.

    Raises BadInput, TryLater, AccountProblem, Cancelled, LookupError.
    """
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    (row,) = rows
    targets: dict[str, list[str]] = {}
    for sku, gid, times in links:
        targets.setdefault(sku, []).append(f"{times}*{gid}")
    tried = {row.amazon_order_id}
    for sku, wanted in targets.items():
        made = link_sku(sku, wanted, profile, account=str(row.account_id), cancel=cancel)
        tried.update(made.retried)
    take_again(order_id, profile, cancel)
    return len(tried)
