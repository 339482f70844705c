"""What a metafield must be: its type, its value, and that a unique value is free."""

import json
import re

from desktop.sandbox.shopify.shop import Shop

TYPES = frozenset(
    "boolean color date date_time dimension id integer json link money multi_line_text_field"
    " number_decimal number_integer rating rich_text_field single_line_text_field url volume"
    " weight".split()
)
NAME = re.compile(r"[A-Za-z0-9_\-]+$")
_LONGEST = 65_536


def known_type(kind: str) -> bool:
    """Whether the service has metafields of that type (references are left out here)."""
    return kind.removeprefix("list.") in TYPES


def value_problem(kind: str, value: str) -> tuple[str, str] | None:
    """Message and code for a value that its type does not take; None: it does."""
    if not value:
        return "Value can't be blank.", "BLANK"
    if len(value) > _LONGEST or (kind == "id" and len(value) > 255):
        return "Value is too long.", "TOO_LONG"
    if kind in ("number_integer", "integer") and not re.fullmatch(r"-?\d{1,19}", value):
        return "Value must be an integer.", "INVALID_VALUE"
    if kind == "boolean" and value not in ("true", "false"):
        return "Value must be true or false.", "INVALID_VALUE"
    if kind == "json" or kind.startswith("list."):
        try:
            json.loads(value)
        except ValueError:
            return "Value is invalid JSON.", "INVALID_VALUE"
    return None


def place_problem(namespace: str, key: str) -> tuple[str, str, str] | None:
    """Field, message and code for a namespace or key of the wrong form; None: both fit."""
    for field, text, shortest, longest in (("namespace", namespace, 3, 255), ("key", key, 2, 64)):
        label = field.capitalize()
        if len(text) < shortest:
            return field, f"{label} is too short (minimum is {shortest} characters)", "TOO_SHORT"
        if len(text) > longest:
            return field, f"{label} is too long (maximum is {longest} characters)", "TOO_LONG"
        if not NAME.match(text):
            return field, f"{label} contains one or more invalid characters.", "INVALID_CHARACTER"
    return None


def resolve_type(
    shop: Shop, owner_type: str, namespace: str, key: str, given: str | None
) -> tuple[str, tuple[str, str] | None]:
    """The type that holds for a metafield, and message and code where it cannot be told."""
    definition = shop.definition(owner_type, namespace, key)
    if definition is not None:
        if given is not None and given != definition.kind:
            message = f"Type must be consistent with the definition's type: '{definition.kind}'."
            return definition.kind, (message, "INVALID_TYPE")
        return definition.kind, None
    if not given:
        return "", ("Type can't be blank.", "BLANK")
    if not known_type(given):
        return given, (f"Type '{given}' is not a valid type.", "INCLUSION")
    return given, None


def taken_by_other(
    shop: Shop, owner_type: str, namespace: str, key: str, value: str, owner: int | None
) -> bool:
    """Whether a unique value is held by an owner other than this one."""
    definition = shop.definition(owner_type, namespace, key)
    if definition is None or not definition.unique:
        return False
    held = shop.unique.get((owner_type, namespace, key, value))
    return held is not None and held[0] != owner
