"""A Shopify order's state with Amazon's item on every line, also where another app made it.

Lines of ours name their item. Those of an adopted order are matched once and then kept, so that a
link that changes later changes nothing about what was shipped before.
"""

from dataclasses import replace

from desktop.channels.shopify.state import order_state
from desktop.models import order_store, shop_state, sku_link, variant_cache
from desktop.sync.back.matching import matched
from desktop.sync.connection import Connection
from desktop.trade import Order
from desktop.trade.returns import ShopLine, ShopState


def read_state(connection: Connection, order_id: int, gid: str) -> ShopState | None:
    """The order as Shopify shows it now, None where it does not; nothing is kept.

    Raises TryLater, AccountProblem, Cancelled.
    """
    state = order_state(connection.shopify, gid)
    return None if state is None else with_items(order_id, state)


def with_items(order_id: int, state: ShopState) -> ShopState:
    """The state as Shopify told it, its lines matched where no line names an item itself."""
    if any(line.item_id or line.is_charge for line in state.lines):
        return state
    kept = _kept(order_id)
    lines = [_as_before(line, kept.get(line.gid)) for line in state.lines]
    return matched_anew(order_id, replace(state, lines=tuple(lines)))


def matched_anew(order_id: int, state: ShopState) -> ShopState:
    """The state, its lines without an item matched by the links that stand now."""
    order = order_store.order(order_id)
    parts = _parts(order_store.account_of(order_id), order)
    return replace(state, lines=matched(state.lines, order.lines, parts))


def _kept(order_id: int) -> dict[str, ShopLine]:
    before = shop_state.load(order_id)
    return {line.gid: line for line in before.lines} if before is not None else {}


def _as_before(line: ShopLine, before: ShopLine | None) -> ShopLine:
    if before is None:
        return line
    return replace(line, item_id=before.item_id, pack=before.pack, is_charge=before.is_charge)


def _parts(account_id: int, order: Order) -> dict[str, list[tuple[str, int]]]:
    """The Shopify SKUs of the seller's links; a link to a variant that was never read is not."""
    links = sku_link.links(account_id, {line.sku for line in order.lines})
    gids = {part.variant_gid for link in links.values() for part in link.parts}
    variants = variant_cache.by_gid(account_id, gids)
    return {
        sku: [(variants[part.variant_gid].sku, part.quantity) for part in link.parts]
        for sku, link in links.items()
        if link.parts and all(part.variant_gid in variants for part in link.parts)
    }
