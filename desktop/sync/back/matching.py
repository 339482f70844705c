"""Which Amazon item each line of an adopted order is: by SKU, links and quantity. Pure.

Another app's lines say nothing of Amazon. What is not certain stays without an item, and asks.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.trade.order import OrderLine
from desktop.trade.returns import ShopLine

# By Amazon SKU: (Shopify SKU, how many of it one Amazon unit is).
Parts = Mapping[str, Sequence[tuple[str, int]]]
_Found = dict[str, tuple[str, int]]  # by line gid: item, pack


def matched(
    lines: Sequence[ShopLine], items: Sequence[OrderLine], parts: Parts
) -> tuple[ShopLine, ...]:
    """The lines, each with its Amazon item and pack where that is certain.

    Items that a line names already are not given again. Once every item has its lines, one
    without a SKU that is left over is a charge.
    """
    taken = {line.item_id for line in lines if line.item_id}
    open_items = [one for one in items if one.quantity > 0 and one.item_id not in taken]
    open_lines = [one for one in lines if not one.item_id and not one.is_charge and one.quantity]
    found = _by_sku(open_lines, open_items, parts)
    given = {item for item, _ in found.values()}
    open_items = [one for one in open_items if one.item_id not in given]
    open_lines = [one for one in open_lines if one.gid not in found]
    found |= _by_what_is_left(open_lines, open_items, is_all=len(lines) == 1 == len(items))
    given = {item for item, _ in found.values()}
    is_complete = all(one.item_id in given for one in open_items)
    return tuple(_with_item(line, found, is_complete=is_complete) for line in lines)


def _with_item(line: ShopLine, found: _Found, *, is_complete: bool) -> ShopLine:
    if line.gid in found:
        item, pack = found[line.gid]
        return replace(line, item_id=item, pack=pack)
    is_left_over = is_complete and not line.item_id and not line.sku and line.quantity > 0
    return replace(line, is_charge=True) if is_left_over else line


def _by_sku(lines: Sequence[ShopLine], items: Sequence[OrderLine], parts: Parts) -> _Found:
    by_key: dict[str, list[ShopLine]] = defaultdict(list)
    for line in lines:
        if _key(line.sku):
            by_key[_key(line.sku)].append(line)
    wanting: dict[str, list[OrderLine]] = defaultdict(list)
    for item in items:
        for key in _parts_of(item, parts):
            wanting[key].append(item)
    found: _Found = {}
    for item in items:
        mine = _parts_of(item, parts)
        if all(len(wanting[key]) == 1 for key in mine):
            found |= _whole(item, mine, by_key)
    for key, several in wanting.items():
        if len(several) > 1 and all(len(_parts_of(one, parts)) == 1 for one in several):
            found |= _shared(key, several, by_key[key], parts)
    return found


def _whole(
    item: OrderLine, mine: Mapping[str, int], by_key: Mapping[str, Sequence[ShopLine]]
) -> _Found:
    """All lines of the item's SKUs, where they hold just as many as it is."""
    found: _Found = {}
    for key, pack in mine.items():
        lines = by_key.get(key, ())
        there = sum(line.quantity for line in lines)
        if there != item.quantity * pack and (len(mine) > 1 or there % item.quantity or not there):
            return {}
        found |= {line.gid: (item.item_id, there // item.quantity) for line in lines}
    return found


def _shared(
    key: str, items: Sequence[OrderLine], lines: Sequence[ShopLine], parts: Parts
) -> _Found:
    """Several items of one SKU: each by its quantity, where no two could be meant.

    Items that are alike in everything may stand for one another.
    """
    wanted: dict[int, list[OrderLine]] = defaultdict(list)
    for item in items:
        wanted[item.quantity * _parts_of(item, parts)[key]].append(item)
    there: dict[int, list[ShopLine]] = defaultdict(list)
    for line in lines:
        there[line.quantity].append(line)
    found: _Found = {}
    for quantity, several in wanted.items():
        if len(there[quantity]) != len(several) or not _are_alike(several):
            return {}
        for item, line in zip(several, there[quantity], strict=True):
            found[line.gid] = (item.item_id, quantity // item.quantity)
    return found if len(found) == len(lines) else {}


def _are_alike(items: Sequence[OrderLine]) -> bool:
    """Whether nobody could tell the parcel of one from that of another."""
    first = replace(items[0], item_id="")
    is_plain = not (first.customization_url or first.gift_message)
    return len(items) == 1 or (is_plain and all(replace(one, item_id="") == first for one in items))


def _by_what_is_left(
    lines: Sequence[ShopLine], items: Sequence[OrderLine], *, is_all: bool
) -> _Found:
    """The one line for the one item that is left; a pack only where the order has no others."""
    if len(lines) != 1 or len(items) != 1:
        return {}
    (line,), (item,) = lines, items
    if line.quantity != item.quantity and (not is_all or line.quantity % item.quantity):
        return {}
    return {line.gid: (item.item_id, line.quantity // item.quantity)}


def _parts_of(item: OrderLine, parts: Parts) -> dict[str, int]:
    """How many of each Shopify SKU one unit is: its link's, else one of its own SKU."""
    found: dict[str, int] = defaultdict(int)
    for sku, count in parts.get(item.sku) or ((item.sku, 1),):
        found[_key(sku)] += count
    return dict(found)


def _key(sku: str) -> str:
    return sku.strip().casefold()
