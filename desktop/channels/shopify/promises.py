"""What the schema promises: reading answers whose parts may be missing, lists page by page (pure
but for the pages).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.channels.shopify.client import Reply, ShopifyClient
from desktop.channels.shopify.user_errors import UserError, read_user_errors
from desktop.errors import OutcomeUnknown
from desktop.trade import exponent

MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)

Node = Mapping[str, Any]


@contextmanager
def promised(client: ShopifyClient, operation: str) -> Iterator[None]:
    """Within a reading: a missing part stops the Shopify side instead of being guessed."""
    try:
        yield
    except MISSHAPEN as error:
        raise client.misshapen(operation, f"{_what(error)} while reading") from error


def _what(error: Exception) -> str:
    """What went wrong; of the answer no more than the name of a field that is missing."""
    is_missing = isinstance(error, KeyError) and error.args and isinstance(error.args[0], str)
    return f"no {error.args[0]}" if is_missing else type(error).__name__


@contextmanager
def promised_by(reply: Reply, what: str) -> Iterator[None]:
    """Within the answer to a write: a missing part leaves open whether it was done."""
    try:
        yield
    except MISSHAPEN as error:
        why = f"Shopify's answer about {what} could not be read."
        raise OutcomeUnknown(why, technical=reply.technical) from error


def written(
    reply: Reply, field: str, made: str, errors: str = "userErrors"
) -> tuple[Node | None, tuple[UserError, ...]]:
    """What a mutation made, or why it was refused: never both, never neither.

    Raises OutcomeUnknown for any other answer.
    """
    result = reply.data.get(field)
    if not isinstance(result, Mapping):
        raise OutcomeUnknown("Shopify gave no result.", technical=reply.technical)
    refused = read_user_errors(result.get(errors))
    node = result.get(made)
    if isinstance(node, Mapping) and not refused:
        return node, ()
    if refused and node is None:
        return None, refused
    raise OutcomeUnknown("Shopify's answer does not say if it was done.", technical=reply.technical)


def minor_of(bag: Node) -> int:
    """A MoneyBag's presentment money in minor units; Shopify writes more decimals than some have.

    Raises KeyError, TypeError or ArithmeticError where the schema is not kept.
    """
    money = bag["presentmentMoney"]
    scaled = Decimal(str(money["amount"])).scaleb(exponent(str(money["currencyCode"])))
    return int(scaled.to_integral_value(ROUND_HALF_UP))


def all_nodes(first: Node, more: Callable[[str], Node | None]) -> tuple[Node, ...] | None:
    """The nodes of a connection and of its further pages; None where `more` finds no more of it.

    Raises ValueError where a page says that it goes on and not from where.
    """
    nodes = list(first["nodes"])
    page = first["pageInfo"]
    seen: set[str] = set()
    while page["hasNextPage"]:
        cursor = page["endCursor"]
        if not cursor or cursor in seen:
            raise ValueError("a page without an end")
        seen.add(cursor)
        connection = more(cursor)
        if connection is None:
            return None
        nodes += connection["nodes"]
        page = connection["pageInfo"]
    return tuple(node for node in nodes if node is not None)
