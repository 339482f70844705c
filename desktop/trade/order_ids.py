"""Amazon order IDs as people paste them: separated by anything, with odd dashes, doubled."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣-⁃"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None)
_BETWEEN = re.compile(r"[\s,;|\"'`()\[\]<>#]+")
_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}")
_BARE = re.compile(r"[0-9]{17}")

SHAPE = "An Amazon order ID has 3, 7 and 7 digits, such as 123-1234567-1234567."


@dataclass(frozen=True, slots=True)
class PastedIds:
    """What was found in a pasted text, in the order it was given, each once."""

    good: tuple[str, ...]
    bad: tuple[str, ...]


def read_ids(texts: str | Iterable[str]) -> PastedIds:
    """Take pasted text apart into Amazon order IDs; what has not 3-7-7 digits is bad."""
    joined = texts if isinstance(texts, str) else "\n".join(texts)
    cleaned = joined.translate(_INVISIBLE).translate(_DASHES)
    words = dict.fromkeys(_with_dashes(word.strip(".:")) for word in _BETWEEN.split(cleaned))
    found = [word for word in words if word]
    return PastedIds(
        good=tuple(word for word in found if _ORDER_ID.fullmatch(word)),
        bad=tuple(word for word in found if not _ORDER_ID.fullmatch(word)),
    )


def _with_dashes(word: str) -> str:
    plain = word.translate({ord(digit): str(int(digit)) for digit in word if digit.isdecimal()})
    if _BARE.fullmatch(plain):
        return f"{plain[:3]}-{plain[3:10]}-{plain[10:]}"
    return plain
