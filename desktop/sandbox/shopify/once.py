"""Idempotency keys: what was asked with one before, and what came of it."""

import json
from typing import Any

from graphql import GraphQLError

from desktop.sandbox.shopify.records_back import Refund, UsedKey
from desktop.sandbox.shopify.shop import Shop

_HOUR_S = 3600


def _error(code: str, message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code})


def written(value: Any) -> str:
    """Variables as they are compared: the same whatever the order of their fields."""
    return json.dumps(value, sort_keys=True)


def earlier(shop: Shop, key: str, sent: str) -> Refund | None:
    """The refund that this key made before; None for a new key, or one that is forgotten.

    Raises GraphQLError where the key cannot be used: under way, other variables, failed before.
    """
    used = shop.keys.get(key)
    hours = shop.knobs.number("idempotency_hours")
    if used is None or shop.now() >= used.at + shop.timing.here(hours * _HOUR_S):
        return None
    if used.sent != sent:
        raise _error(
            "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
            "The idempotency key was used before with different parameters.",
        )
    if shop.now() < used.at + shop.timing.here(shop.knobs.number("refund_busy_s")):
        raise _error(
            "IDEMPOTENCY_CONCURRENT_REQUEST",
            "A request with the same idempotency key is in progress.",
        )
    if used.made is None:
        raise _error(
            "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED",
            "A previous attempt with this idempotency key failed.",
        )
    return used.made


def remember(shop: Shop, key: str, sent: str, made: Refund | None) -> None:
    """What a key was used for."""
    shop.keys[key] = UsedKey(sent, shop.now(), made)
