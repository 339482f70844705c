"""Versions of the API and what becomes of a version that has ended."""

import re

SUPPORTED = ("2026-01", "2026-04", "2026-07", "2026-10")


def answering_version(asked: str) -> str | None:
    """The version that answers; an ended one falls forward. None: there is no such version."""
    if asked in SUPPORTED or asked == "unstable":
        return asked
    if re.fullmatch(r"20\d\d-(01|04|07|10)", asked) and asked < SUPPORTED[0]:
        return SUPPORTED[0]
    return None
