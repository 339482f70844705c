"""The mutations that add and remove tags of an order."""

from typing import Any

from desktop.sandbox.shopify.call import number_of, require, shop_of
from desktop.sandbox.shopify.records import Order
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.tags import tag_problems, tidy


def _change(info: Info, order_id: str, keep: Any) -> dict[str, Any]:
    require(info, "write_orders")
    here = shop_of(info)
    number = number_of(order_id, "Order")
    order: Order | None = here.find_order(number) if number else None
    if order is None:
        problem = {"field": ["id"], "message": "Order does not exist"}
        return {"node": None, "userErrors": [problem]}
    tags = tidy(keep(order.tags))
    problems = [{"field": ["tags"], "message": text} for text in tag_problems(tags)]
    if not problems and tags != order.tags:
        order.tags = tags
        here.changed(order)
    return {"node": None if problems else order, "userErrors": problems}


@resolves("Mutation", "tagsAdd")
def tags_add(_root: Any, info: Info, *, id: str, tags: list[str]) -> dict[str, Any]:
    """Add tags; those it has stay."""
    return _change(info, id, lambda held: [*held, *tags])


@resolves("Mutation", "tagsRemove")
def tags_remove(_root: Any, info: Info, *, id: str, tags: list[str]) -> dict[str, Any]:
    """Remove tags, whatever their capitals."""
    gone = {tag.strip().casefold() for tag in tags}
    return _change(info, id, lambda held: [tag for tag in held if tag.casefold() not in gone])
