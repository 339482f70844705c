"""Orders to measure with: those of the sandbox's made-up shop, as Amazon's own bytes."""

import json
from functools import lru_cache

from desktop.sandbox.world.maker import WorldMaker
from desktop.sandbox.world.products import catalogue

BASE_MS = 1_790_000_000_000
PAGE = 100


@lru_cache(maxsize=2)
def pages(count: int, seed: int = 1) -> tuple[bytes, ...]:
    """Bodies of searchOrders answers that hold `count` orders, 100 a page."""
    maker = WorldMaker(seed, count, BASE_MS, catalogue(seed, "enough"))
    bodies = [maker.body(head) for head in sorted(maker.heads(), key=lambda head: head.created)]
    found = []
    for start in range(0, count, PAGE):
        page: dict[str, object] = {
            "orders": bodies[start : start + PAGE],
            "createdBefore": "2026-09-21T14:13:20Z",
        }
        if start + PAGE < count:
            page["pagination"] = {"nextToken": f"page-{start + PAGE}"}
        found.append(json.dumps(page, ensure_ascii=False).encode())
    return tuple(found)
