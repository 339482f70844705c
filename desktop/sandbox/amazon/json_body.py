"""JSON bodies of requests, held against the fields that the model has."""

import json
from collections.abc import Mapping
from typing import Any

from desktop.sandbox.amazon.replies import invalid_words

Fields = Mapping[str, type]


def read_object(body: bytes, needed: Fields, more: Fields) -> dict[str, Any]:
    """The body's fields. Raises Refusal naming the one that is wrong."""
    try:
        value = json.loads(body)
    except ValueError:
        raise invalid_words("Could not parse the request: the body is no JSON.") from None
    return whole(value, "the body", needed, more)


def whole(value: Any, where: str, needed: Fields, more: Fields) -> dict[str, Any]:
    """An object with these fields and no others. Raises Refusal."""
    if not isinstance(value, dict):
        raise invalid_words(f"{where}: must be an object.")
    known = {**needed, **more}
    for name in value.keys() - known.keys():
        raise invalid_words(f"{where}: {str(name)[:60]} is unknown.")
    for name in needed:
        if name not in value:
            raise invalid_words(f"{where}: {name} is required.")
    for name, kind in known.items():
        if name in value and (not isinstance(value[name], kind) or isinstance(value[name], bool)):
            raise invalid_words(f"{where}: {name} is of the wrong kind.")
    return value
