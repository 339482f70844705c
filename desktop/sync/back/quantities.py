"""How many units of Amazon's items some Shopify lines are. Pure.

A line carries the Amazon item it belongs to and how many of it one Amazon unit is. A set is
several lines of one item: an Amazon unit counts once all its parts do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from desktop.trade.returns import ShopLine


def items_of(lines: Sequence[ShopLine], moved: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Whole Amazon units by item that these (line gid, quantity) complete.

    Lines of one item that are split by price count together; lines with other variants are parts
    of a set, and the set is as far as its least part.
    """
    by_gid = {line.gid: line for line in lines}
    units: dict[str, dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for gid, quantity in moved:
        line = by_gid.get(gid)
        if line is not None and line.item_id and not line.is_charge:
            units[line.item_id][(line.sku, line.pack)] += quantity
    parts = _parts(lines)
    return {
        item: whole
        for item, have in units.items()
        if (whole := min(have.get(part, 0) // part[1] for part in parts[item]))
    }


def is_partial_set(lines: Sequence[ShopLine], moved: Iterable[tuple[str, int]]) -> bool:
    """Whether something moved that completes no Amazon unit: a part of a set or of a pack."""
    return bool(loose_items(lines, moved))


def loose_items(lines: Sequence[ShopLine], moved: Iterable[tuple[str, int]]) -> frozenset[str]:
    """The items of which more moved than whole Amazon units."""
    everything = list(moved)
    whole = items_of(lines, everything)
    by_gid = {line.gid: line for line in lines}
    rest: dict[tuple[str, str, int], int] = defaultdict(int)
    for gid, quantity in everything:
        line = by_gid.get(gid)
        if line is not None and line.item_id and not line.is_charge:
            rest[(line.item_id, line.sku, line.pack)] += quantity
    return frozenset(
        item for (item, _, pack), quantity in rest.items() if quantity != whole.get(item, 0) * pack
    )


def lines_for(
    lines: Sequence[ShopLine], items: Mapping[str, int]
) -> tuple[tuple[str, int], ...] | None:
    """The unfulfilled (line gid, quantity) that are so many Amazon units; None: not that many."""
    taken: list[tuple[str, int]] = []
    parts = _parts(lines)
    for item, units in items.items():
        if item not in parts:
            return None
        for sku, pack in parts[item]:
            wanted = units * pack
            for line in lines:
                if (line.item_id, line.sku, line.pack) != (item, sku, pack) or line.is_charge:
                    continue
                some = min(wanted, line.unfulfilled)
                if some > 0:
                    taken.append((line.gid, some))
                    wanted -= some
            if wanted > 0:
                return None
    return tuple(taken)


def _parts(lines: Sequence[ShopLine]) -> dict[str, list[tuple[str, int]]]:
    """The different (SKU, pack) that make one unit of each item."""
    parts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for line in lines:
        part = (line.sku, line.pack)
        if line.item_id and not line.is_charge and part not in parts[line.item_id]:
            parts[line.item_id].append(part)
    return dict(parts)
