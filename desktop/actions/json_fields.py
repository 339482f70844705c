"""Reads the fields of one JSON object, and says of each wrong one what is wrong and what is right.

Values are never repeated in an error unless they are known not to be secret.
"""

import json
from collections.abc import Mapping
from typing import cast

from desktop.actions.bad_input import BadInput

_LONGEST_TEXT = 4096
_LONGEST_DOCUMENT = 1_000_000


def read_object(text: str, what: str) -> "Fields":
    """The fields of a JSON object. Raises BadInput where the text is none."""
    if len(text) > _LONGEST_DOCUMENT:
        raise BadInput(what, "is far too long.", "Give one JSON object of at most 1 MB.")
    try:
        data = json.loads(
            text.strip().removeprefix("\ufeff"),
            object_pairs_hook=_without_doubles,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadInput(
            what, f"is no JSON ({error.msg} at {place}).", "Give one JSON object."
        ) from None
    except RecursionError:
        raise BadInput(what, "is nested too deeply.", "Give one plain JSON object.") from None
    if not isinstance(data, dict):
        raise BadInput(what, "is no JSON object.", 'Begin with "{" and give one object.')
    return Fields(cast("dict[str, object]", data))


class Fields:
    """Takes one field after the other; `end()` refuses what nobody took."""

    def __init__(self, data: Mapping[str, object], path: str = "") -> None:
        self._data = dict(data)
        self._path = path

    def name(self, field: str) -> str:
        """The field with the path to it, as errors name it."""
        return f"{self._path}.{field}" if self._path else field

    def has(self, field: str) -> bool:
        """Whether the field is there and not null."""
        return self._data.get(field) is not None

    def text(self, field: str, cure: str, *, default: str | None = None) -> str:
        """A text without surrounding spaces; needed unless there is a default."""
        value = self._data.pop(field, None)
        if value is None or value == "":
            if default is None:
                raise BadInput(self.name(field), "is missing.", cure)
            return default
        if not isinstance(value, str):
            raise BadInput(self.name(field), "is no text.", cure)
        value = value.strip()
        if not value and default is None:
            raise BadInput(self.name(field), "is empty.", cure)
        if len(value) > _LONGEST_TEXT:
            raise BadInput(self.name(field), "is too long.", cure)
        if not value.isprintable():
            raise BadInput(self.name(field), "holds a line break or control character.", cure)
        return value

    def secret(self, field: str, cure: str, *, default: str | None = None) -> str:
        """A text without any spaces within."""
        value = self.text(field, cure, default=default)
        if " " in value:
            raise BadInput(self.name(field), "holds a space.", cure)
        return value

    def number(
        self, field: str, lowest: float, highest: float, cure: str, *, default: float
    ) -> float:
        """A number within bounds."""
        value = self._data.pop(field, None)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput(self.name(field), "is no number.", cure)
        if not lowest <= value <= highest:
            raise BadInput(self.name(field), "is out of range.", cure)
        return value

    def texts(self, field: str, cure: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is missing."""
        value = self._data.pop(field, None)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            raise BadInput(self.name(field), "is no list of texts.", cure)
        return tuple(dict.fromkeys(part.strip() for part in value if part.strip()))

    def section(self, field: str, cure: str, *, needed: bool = True) -> "Fields":
        """An object within this one; empty where it is missing and not needed."""
        value = self._data.pop(field, None)
        if value is None and not needed:
            return Fields({}, self.name(field))
        if value is None:
            raise BadInput(self.name(field), "is missing.", cure)
        if not isinstance(value, dict):
            raise BadInput(self.name(field), "is no JSON object.", cure)
        return Fields(cast("dict[str, object]", value), self.name(field))

    def rest(self) -> dict[str, object]:
        """All fields not yet taken."""
        left, self._data = self._data, {}
        return left

    def end(self, known: str) -> None:
        """Refuses fields that nobody knows, by their names."""
        if self._data:
            unknown = sorted(self._data)[0]
            raise BadInput(
                self.name(unknown[:60]), "is not known here.", f"Remove it; known are {known}."
            )


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(key[:60], "is given twice.", "Give every field once.")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise BadInput(name, "is no JSON number.", "Give a plain number.")
